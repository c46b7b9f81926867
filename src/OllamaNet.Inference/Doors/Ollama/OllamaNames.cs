using System.Text.RegularExpressions;
using OllamaNet.Inference.Doors.Shared;

namespace OllamaNet.Inference.Doors.Ollama;

/// <summary>Names of models and layers as administrators may send them to a node.</summary>
internal static partial class OllamaNames
{
    private const string DefaultRegistry = "registry.ollama.ai";

    /// <summary>What a node reads under this name is a file of its own: nothing else may look like one.</summary>
    public static bool IsDigest(string digest) => Digest().IsMatch(digest);

    public static bool IsName(string name) => Name().IsMatch(name) && !name.Contains("..", StringComparison.Ordinal);

    public static bool IsFileName(string name) => FileName().IsMatch(name);

    /// <summary>Where a node fetches a model of this name from.</summary>
    public static string RegistryOf(string name)
    {
        var parts = name.Split('/');
        // With two parts the first is a person's name, which has no such characters; what reads like a host is taken for one.
        return parts.Length > 2 || (parts.Length == 2 && parts[0].AsSpan().ContainsAny('.', ':')) ? parts[0] : DefaultRegistry;
    }

    /// <returns>Why the name may not be fetched; null when it may.</returns>
    public static string? Forbidden(string name, IReadOnlyList<string> registries)
    {
        var host = RegistryOf(name);
        return registries.Contains(host, StringComparer.OrdinalIgnoreCase)
            ? null
            : $"models may not come from {host}. An administrator of this server names the registries in Inference:AllowedRegistries; now {(registries.Count == 0 ? "there are none" : $"they are {string.Join(", ", registries)}")}.";
    }

    public static string Of(JsonField field)
    {
        var name = field.Text();
        return IsName(name) ? name : throw field.Wrong("the name of a model, such as llama3.2:3b");
    }

    /// <exception cref="DoorException">The name points to a registry that is not allowed.</exception>
    public static string FromAllowed(JsonField field, IReadOnlyList<string> registries)
    {
        var name = Of(field);
        return Forbidden(name, registries) is { } why ? throw new DoorException(field.Path, $"'{field.Path}': {why}", "registry-not-allowed") : name;
    }

    /// <param name="files">File names and the digests of their content.</param>
    public static void CheckFiles(JsonField files)
    {
        if (!files.IsGiven) return;
        if (!files.IsObject) throw files.Wrong("an object");
        foreach (var file in files.Value.EnumerateObject())
        {
            var digest = files[file.Name];
            if (!digest.IsText || !IsDigest(digest.Text())) throw digest.Wrong("a digest: sha256: and 64 hexadecimal digits");
            if (!IsFileName(file.Name)) throw new DoorException(digest.Path, $"'{digest.Path}' must be a plain file name.");
        }
    }

    // [host[:port]/][namespace/]model[:tag]; no scheme, no digest.
    [GeneratedRegex(@"\A([A-Za-z0-9][A-Za-z0-9._-]{0,200}(:[0-9]{1,5})?/)?([A-Za-z0-9][A-Za-z0-9._-]{0,100}/)?[A-Za-z0-9_][A-Za-z0-9._-]{0,100}(:[A-Za-z0-9_][A-Za-z0-9._-]{0,100})?\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 100)]
    private static partial Regex Name();

    [GeneratedRegex(@"\Asha256:[0-9a-f]{64}\z", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 100)]
    private static partial Regex Digest();

    [GeneratedRegex(@"\A[A-Za-z0-9_-][A-Za-z0-9._-]{0,200}\z", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 100)]
    private static partial Regex FileName();
}
