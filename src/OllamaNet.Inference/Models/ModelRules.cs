using System.Collections.Frozen;

namespace OllamaNet.Inference.Models;

/// <summary>Aliases, policies and users' settings as they were at one moment.</summary>
internal sealed record ModelRules(
    FrozenDictionary<string, string[]> Aliases, FrozenDictionary<string, (bool LocalOnly, bool Hidden)> Policies, FrozenDictionary<Guid, CallerSettings> Users)
{
    public static readonly ModelRules None = new(
        FrozenDictionary<string, string[]>.Empty, FrozenDictionary<string, (bool, bool)>.Empty, FrozenDictionary<Guid, CallerSettings>.Empty);
}
