using System.Collections.Frozen;

namespace OllamaNet.Platform.Security;

/// <summary>The keys known at one moment: one signs, all verify.</summary>
internal sealed class KeyRing(SigningKey signer, IReadOnlyCollection<SigningKey> all)
{
    private readonly FrozenDictionary<string, SigningKey> _byId = all.ToFrozenDictionary(k => k.Id, StringComparer.Ordinal);

    public SigningKey Signer { get; } = signer;

    public JsonWebKeySet Public { get; } = new([.. all.Select(k => k.Public)]);

    public SigningKey? Find(string id) => _byId.GetValueOrDefault(id);
}
