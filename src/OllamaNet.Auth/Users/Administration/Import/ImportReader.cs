using System.ComponentModel.DataAnnotations;
using OllamaNet.Platform.Security;

namespace OllamaNet.Auth.Users.Administration.Import;

/// <summary>Reads who is to get an account, and says of each line what is wrong with it. Nothing is looked up here.</summary>
internal static class ImportReader
{
    public const int MostBytes = 1024 * 1024, MostLines = 5_000;
    private static readonly string[] Columns = ["username", "email", "name", "roles"];
    private static readonly ValidationAttribute UserName = new UserNameAttribute(), Email = new EmailAttribute(), PersonName = new PersonNameAttribute();

    /// <returns>The lines, or what is wrong with the file as a whole.</returns>
    public static (List<ImportedLine> Lines, string? Fault) Read(string text)
    {
        if (CsvTable.Read(text) is not { } rows) return ([], "A quote in the file never ends.");
        if (rows.Count == 0) return ([], "The file is empty. Its first line names the columns: userName, email, name, roles.");
        if (rows.Count > MostLines + 1) return ([], $"The file has more than {MostLines} lines. Split it.");

        var names = rows[0].Cells.Select(c => c.ToLowerInvariant()).ToList();
        if (names.FirstOrDefault(n => !Columns.Contains(n, StringComparer.Ordinal)) is { } unknown) return ([], $"There is no column '{unknown}'. The first line names the columns: userName, email, name, roles.");
        if (!names.Contains("username", StringComparer.Ordinal) || !names.Contains("email", StringComparer.Ordinal) || names.Distinct(StringComparer.Ordinal).Count() != names.Count)
            return ([], "The first line names the columns, each once: userName and email are needed, name and roles are not.");
        return ([.. rows.Skip(1).Select(row => Line(row.Line, names, row.Cells))], null);
    }

    private static ImportedLine Line(int number, List<string> names, string[] cells)
    {
        string Cell(string name) => names.IndexOf(name) is var at and >= 0 && at < cells.Length ? cells[at] : "";
        var (userName, email, name, roles) = (Cell("username"), Cell("email"), Cell("name"), Cell("roles"));
        var error = cells.Length > names.Count ? "The line has more values than columns."
            : Fault(UserName, userName, required: true) ?? Fault(Email, email, required: true) ?? Fault(PersonName, name, required: false);
        return new(number, Short(userName), Short(email), name.Length > 0 ? Short(name) : null, RolesOf(roles), error);
    }

    private static string? Fault(ValidationAttribute rule, string value, bool required) =>
        value.Length == 0 ? required ? "User name and e-mail address are needed." : null : rule.IsValid(value) ? null : rule.ErrorMessage ?? rule.FormatErrorMessage("");

    /// <summary>Several are parted by bars, commas or semicolons; none is that of everybody.</summary>
    private static string[] RolesOf(string roles) =>
        roles.Split(['|', ',', ';'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(Short).ToArray() is { Length: > 0 } named ? named : [Roles.User];

    private static string Short(string value) => value.Length <= 254 ? value : value[..254];
}
