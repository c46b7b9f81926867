using System.Text.RegularExpressions;
using OllamaNet.Inference.Doors.Shared;

namespace OllamaNet.Inference.Doors.Ollama;

/// <summary>Names of models and layers as administrators may send them to a node.</summary>
internal static partial class OllamaNames
{
    private const string DefaultRegistry = "registry.ollama.ai";

    /// <summary>What a node reads under this name is a file of its own: nothing else may look like one.</summary>
    public static bool IsDigest(string digest) => Digest().IsMatch(digest);

    public static string Of(JsonField field)
    {
        var name = field.Text();
        return Name().IsMatch(name) && !name.Contains("..", StringComparison.Ordinal) ? name : throw field.Wrong("the name of a model, such as llama3.2:3b");
    }

    /// <exception cref="DoorException">The name points to a registry that is not allowed.</exception>
    public static string FromAllowed(JsonField field, IReadOnlyList<string> registries)
    {
        var name = Of(field);
        var parts = name.Split('/');
        // With two parts the first is a person's name, which has no such characters; what reads like a host is taken for one.
        var host = parts.Length > 2 || (parts.Length == 2 && parts[0].AsSpan().ContainsAny('.', ':')) ? parts[0] : DefaultRegistry;
        if (registries.Contains(host, StringComparer.OrdinalIgnoreCase)) return name;
        throw new DoorException(field.Path, $"'{field.Path}': models may not come from {host}. An administrator of this server names the registries in Inference:AllowedRegistries; now {(registries.Count == 0 ? "there are none" : $"they are {string.Join(", ", registries)}")}.", "registry-not-allowed");
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
            if (!FileName().IsMatch(file.Name)) throw new DoorException(digest.Path, $"'{digest.Path}' must be a plain file name.");
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
