namespace OllamaNet.Inference.Models;

internal static class ModelNames
{
    public const int MaxLength = 200;

    /// <summary>As with Ollama, no tag means the tag <c>latest</c>: two spellings, one model.</summary>
    public static string Canonical(string name) => name.Contains(':', StringComparison.Ordinal) ? name : name + ":latest";

    public static bool Same(string a, string b) =>
        a == b || (a.Length != b.Length && string.Equals(Canonical(a), Canonical(b), StringComparison.Ordinal));

    /// <summary>As Ollama lists it: without the registry and the namespace that it takes when none is named.</summary>
    public static string Short(string name)
    {
        foreach (var prefix in (string[])["registry.ollama.ai/", "library/"])
        {
            if (name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase)) name = name[prefix.Length..];
        }

        return name.LastIndexOf(':') > name.LastIndexOf('/') ? name : name + ":latest";
    }

    /// <summary>What a name from outside looks like in a message.</summary>
    public static string Shown(string name) => name.Length <= 100 ? name : name[..100] + "…";
}
