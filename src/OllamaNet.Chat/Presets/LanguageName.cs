using System.Collections.Frozen;

namespace OllamaNet.Chat.Presets;

/// <summary>Languages by their English names: the program runs without the tables of cultures.</summary>
internal static class LanguageName
{
    private static readonly FrozenDictionary<string, string> Names = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase)
    {
        ["ar"] = "Arabic",
        ["bg"] = "Bulgarian",
        ["bn"] = "Bengali",
        ["ca"] = "Catalan",
        ["cs"] = "Czech",
        ["da"] = "Danish",
        ["de"] = "German",
        ["el"] = "Greek",
        ["en"] = "English",
        ["es"] = "Spanish",
        ["et"] = "Estonian",
        ["fa"] = "Persian",
        ["fi"] = "Finnish",
        ["fr"] = "French",
        ["he"] = "Hebrew",
        ["hi"] = "Hindi",
        ["hr"] = "Croatian",
        ["hu"] = "Hungarian",
        ["id"] = "Indonesian",
        ["it"] = "Italian",
        ["ja"] = "Japanese",
        ["ko"] = "Korean",
        ["lt"] = "Lithuanian",
        ["lv"] = "Latvian",
        ["nb"] = "Norwegian",
        ["nl"] = "Dutch",
        ["no"] = "Norwegian",
        ["pl"] = "Polish",
        ["pt"] = "Portuguese",
        ["ro"] = "Romanian",
        ["ru"] = "Russian",
        ["sk"] = "Slovak",
        ["sl"] = "Slovenian",
        ["sr"] = "Serbian",
        ["sv"] = "Swedish",
        ["th"] = "Thai",
        ["tr"] = "Turkish",
        ["uk"] = "Ukrainian",
        ["ur"] = "Urdu",
        ["vi"] = "Vietnamese",
        ["zh"] = "Chinese",
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    /// <summary>The first language of an <c>Accept-Language</c> header that has a name here; null when none has.</summary>
    public static string? Of(string? acceptLanguage)
    {
        foreach (var range in (acceptLanguage ?? "").Split(','))
        {
            var tag = range.Split(';', '-')[0].Trim();
            if (Names.TryGetValue(tag, out var name)) return name;
        }

        return null;
    }
}
