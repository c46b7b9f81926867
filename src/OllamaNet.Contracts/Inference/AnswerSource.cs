namespace OllamaNet.Contracts.Inference;

/// <summary>A page of the web that an answer leans on. Whoever named it is believed nothing: what this holds can be shown and followed as it is.</summary>
public sealed record AnswerSource
{
    /// <summary>An answer has no more of them.</summary>
    public const int Most = 50;

    public const int LongestUrl = 2048;

    public const int LongestTitle = 200;

    private AnswerSource(int number, string url, string? title) => (Number, Url, Title) = (number, url, title);

    /// <summary>What <c>[1]</c> in the text means; 1 to <see cref="Most"/>.</summary>
    public int Number { get; }

    /// <summary>Absolute, of http or https, without a name or password in it.</summary>
    public string Url { get; }

    /// <summary>One line, without what turns the direction of the text around it; null when there is none.</summary>
    public string? Title { get; }

    /// <returns>Null when it is none that a reader should be led to.</returns>
    public static AnswerSource? Of(int number, string? url, string? title)
    {
        if (number is < 1 or > Most || url is null || url.Length > LongestUrl) return null;
        if (!Uri.TryCreate(url, UriKind.Absolute, out var address) || (address.Scheme != Uri.UriSchemeHttp && address.Scheme != Uri.UriSchemeHttps)) return null;
        return address.UserInfo.Length > 0 || address.AbsoluteUri.Length > LongestUrl ? null : new(number, address.AbsoluteUri, OneLine(title));
    }

    private static string? OneLine(string? title)
    {
        if (title is null) return null;
        var line = string.Concat(title.Take(LongestTitle * 4).Select(c => char.IsControl(c) || c is '\u2028' or '\u2029' ? ' ' : c).Where(c => !TurnsDirection(c))).Trim();
        if (line.Length > LongestTitle) line = line[..(char.IsHighSurrogate(line[LongestTitle - 1]) ? LongestTitle - 1 : LongestTitle)].TrimEnd();
        return line.Length == 0 ? null : line;
    }

    private static bool TurnsDirection(char c) => c is '\u061c' or '\u200e' or '\u200f' or (>= '\u202a' and <= '\u202e') or (>= '\u2066' and <= '\u2069');
}
