namespace OllamaNet.Inference.Models;

internal static class ModelNames
{
    public const int MaxLength = 200;

    /// <summary>As with Ollama, no tag means the tag <c>latest</c>: two spellings, one model.</summary>
    public static string Canonical(string name) => name.Contains(':', StringComparison.Ordinal) ? name : name + ":latest";

    public static bool Same(string a, string b) =>
        a == b || (a.Length != b.Length && string.Equals(Canonical(a), Canonical(b), StringComparison.Ordinal));

    /// <summary>What a name from outside looks like in a message.</summary>
    public static string Shown(string name) => name.Length <= 100 ? name : name[..100] + "…";
}
