namespace OllamaNet.Platform.Security;

/// <summary>One row of <c>platform.signing_keys</c>.</summary>
internal sealed class StoredSigningKey
{
    /// <summary>The RFC 7638 thumbprint, as in the tokens' <c>kid</c>.</summary>
    public required string Id { get; init; }

    /// <summary>PKCS#8, sealed by <see cref="SecretProtector"/>.</summary>
    public required byte[] SealedKey { get; init; }

    public required DateTimeOffset ActiveFrom { get; init; }
}
