using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;

namespace OllamaNet.Chat.Presets;

/// <summary>Fills the variables of a system prompt. There are these and no others: nothing of the server's environment can be named.</summary>
internal sealed partial class PromptVariables(IHttpContextAccessor context, TimeProvider time)
{
    /// <summary>Minutes that the reader's clock is ahead of UTC.</summary>
    public const string OffsetHeader = "Utc-Offset";

    public static IReadOnlyList<string> Names { get; } = ["date", "time", "weekday", "user", "model", "language"];

    /// <summary>What stands in double braces and is none of them, once each.</summary>
    public static IReadOnlyList<string> UnknownIn(string text) =>
        [.. Variable().Matches(text).Select(NameOf).Where(name => !Names.Contains(name, StringComparer.OrdinalIgnoreCase)).Distinct(StringComparer.Ordinal)];

    /// <summary>In one pass: a value that looks like a variable stays as it is.</summary>
    public string Fill(string text, string? userName, string model)
    {
        var offset = Offset();
        var now = time.GetUtcNow().ToOffset(offset);
        return Variable().Replace(text, match => NameOf(match).ToLowerInvariant() switch
        {
            "date" => now.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            "time" => now.ToString("HH:mm", CultureInfo.InvariantCulture) + (offset == TimeSpan.Zero ? " UTC" : now.ToString(" 'UTC'zzz", CultureInfo.InvariantCulture)),
            "weekday" => now.DayOfWeek.ToString(),
            "user" => userName ?? "the user",
            "model" => model,
            "language" => LanguageName.Of(context.HttpContext?.Request.Headers.AcceptLanguage.ToString()) ?? "the user's language",
            _ => match.Value,
        });
    }

    private static string NameOf(Match match) => match.Groups["name"].Value.Trim();

    private TimeSpan Offset() =>
        int.TryParse(context.HttpContext?.Request.Headers[OffsetHeader], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var minutes) && minutes is >= -840 and <= 840
            ? TimeSpan.FromMinutes(minutes) : TimeSpan.Zero;

    // Spaces are trimmed in code: three repetitions that all match them take the third power of their number.
    [GeneratedRegex(@"\{\{(?<name>[^{}]*)\}\}", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Variable();
}
