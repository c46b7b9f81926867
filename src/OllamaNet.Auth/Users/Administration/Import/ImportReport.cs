using System.Globalization;
using System.Text;
using OllamaNet.Platform.Http;

namespace OllamaNet.Auth.Users.Administration.Import;

/// <summary>What becomes of a line, or would.</summary>
/// <param name="Line">In the file; the names of the columns are line 1.</param>
/// <param name="Error">Why no account is made of it; null: one is.</param>
/// <param name="Path">Where its owner sets a password, within 7 days, on this server; said once. Null in a dry run.</param>
public sealed record ImportedLine(int Line, string UserName, string Email, string? DisplayName, IReadOnlyList<string> Roles, string? Error = null, string? Path = null);

/// <param name="Made">How many accounts were made, or would be.</param>
/// <param name="Csv">The lines as a table for spreadsheets: what begins like a formula is made text.</param>
public sealed record ImportReport(bool DryRun, int Made, int Failed, IReadOnlyList<ImportedLine> Lines, string Csv)
{
    internal static ImportReport Of(bool dryRun, IReadOnlyList<ImportedLine> lines)
    {
        var csv = new StringBuilder("line,userName,email,name,roles,error,link\r\n");
        foreach (var (line, userName, email, name, roles, error, path) in lines)
        {
            csv.Append(CultureInfo.InvariantCulture, $"{line},").AppendJoin(',', ((string?[])[userName, email, name, string.Join('|', roles), error, path]).Select(CsvField.Of)).Append("\r\n");
        }

        return new(dryRun, lines.Count(l => l.Error is null), lines.Count(l => l.Error is not null), lines, csv.ToString());
    }

    internal static ImportReport Example { get; } = Of(dryRun: false,
        [new(2, "ada", "ada@example.org", "Ada Lovelace", ["User"], Path: "/reset#u5vZ0Yb3…"), new(3, "bob", "bob", null, ["User"], Error: "This is not an e-mail address, such as ada@example.org.")]);
}
