using System.Text.Json;
using System.Text.Json.Serialization;

namespace OllamaNet.Inference.Installs;

public enum ModelJobKind
{
    /// <summary>Fetches a model from its registry, or its newer version.</summary>
    [JsonStringEnumMemberName("install")]
    Install,

    /// <summary>Makes a model of another.</summary>
    [JsonStringEnumMemberName("create")]
    Create,
}

/// <summary>A model that is brought onto one node. Its name is the kind of the row in <c>platform.jobs</c>.</summary>
/// <param name="Node">What the node was called then.</param>
/// <param name="By">Who asked for it.</param>
/// <param name="Place">Which of the places of its node it waits for.</param>
/// <param name="Recipe">For a model that is made of another: what the node is sent.</param>
internal sealed record ModelJob(ModelJobKind Kind, Guid NodeId, string Node, string Model, Guid By, int Place, JsonElement? Recipe = null)
{
    /// <summary>The jobs belong to the installation, not to whoever began them: every administrator sees and ends them.</summary>
    public static readonly Guid Owner = new("019f3a20-0000-7000-8000-00000000a0b5");

    [JsonIgnore] public string ConcurrencyKey => FormattableString.Invariant($"node:{NodeId:N}:{Place}");
}

/// <summary>How far it is, and in the end what came of it; stored with the job.</summary>
/// <param name="Step">In the node's own words.</param>
/// <param name="Digest">Of the model that is there now.</param>
/// <param name="DigestBefore">Of the model that was there before; null when there was none.</param>
/// <param name="Problem">Why the last attempt failed, while it is tried again.</param>
internal sealed record ModelJobResult(
    string? Step, double? BytesPerSecond, IReadOnlyList<LayerProgress> Layers, string? Digest = null, string? DigestBefore = null, string? Problem = null)
{
    public static readonly ModelJobResult Nothing = new(null, null, []);
}

/// <summary>A file of the model.</summary>
/// <param name="Done">Bytes that are there.</param>
public sealed record LayerProgress(string Digest, long Done, long Total);
