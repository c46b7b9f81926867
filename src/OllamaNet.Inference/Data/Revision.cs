namespace OllamaNet.Inference.Data;

/// <summary>Counts up with each change of what processes hold in memory. Triggers do it, so that no writer can forget.</summary>
internal sealed class Revision
{
    public const string Channel = "ollamanet_inference";

    public required string Name { get; init; }

    public long Value { get; init; }
}
