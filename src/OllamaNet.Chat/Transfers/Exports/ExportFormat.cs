using System.Text;
using System.Text.Json.Serialization;

namespace OllamaNet.Chat.Transfers.Exports;

public enum ExportFormat
{
    /// <summary>The branch that is shown, for people and other programs.</summary>
    [JsonStringEnumMemberName("markdown")]
    Markdown,

    /// <summary>Everything; the form that can be imported again.</summary>
    [JsonStringEnumMemberName("json")]
    Json,

    /// <summary>The branch that is shown, as pages that stand alone.</summary>
    [JsonStringEnumMemberName("html")]
    Html,
}

internal static class ExportNames
{
    private const int Longest = 60;

    public static string Extension(ExportFormat format) => format switch { ExportFormat.Markdown => ".md", ExportFormat.Json => ".json", _ => ".html" };

    public static string MediaType(ExportFormat format) => format switch { ExportFormat.Markdown => "text/markdown; charset=utf-8", ExportFormat.Json => "application/json", _ => "text/html; charset=utf-8" };

    /// <summary>Letters and digits of a title: safe on every file system, whatever a person or a model named the conversation.</summary>
    public static string Slug(string? title)
    {
        var slug = new StringBuilder();
        foreach (var rune in (title ?? "").EnumerateRunes())
        {
            if (slug.Length >= Longest) break;
            if (Rune.IsLetterOrDigit(rune)) slug.Append(rune.ToString());
            else if (slug.Length > 0 && slug[^1] != '-') slug.Append('-');
        }

        var name = slug.ToString().Trim('-');
        return name.Length > 0 ? name : "conversation";
    }
}
