namespace OllamaNet.Platform.Http;

/// <summary>The endpoint counts its callers itself, by what they ask of the models: the edge does not count them a second time.</summary>
public sealed record CallLimitsMetadata
{
    public static CallLimitsMetadata Instance { get; } = new();
}
