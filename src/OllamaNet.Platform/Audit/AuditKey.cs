using OllamaNet.Platform.Security;

namespace OllamaNet.Platform.Audit;

/// <summary>What the chain and its checkpoints are made with: whoever has the database alone cannot make a new one.</summary>
internal sealed class AuditKey(MasterKey masterKey)
{
    internal static readonly byte[] Begin = new byte[32];

    public byte[] Chain { get; } = masterKey.Derive("audit-chain");

    public byte[] Checkpoints { get; } = masterKey.Derive("audit-checkpoints");
}
