namespace OllamaNet.Contracts.Inference;

/// <summary>Who asks a model, and through which door.</summary>
public sealed record Caller(Guid UserId)
{
    /// <summary>The API key it came with; null for a signed-in user.</summary>
    public Guid? KeyId { get; init; }

    public IReadOnlyList<string> Roles { get; init; } = [];

    public bool IsAdmin { get; init; }

    public CallProtocol Protocol { get; init; }

    /// <summary>Models the key is for; null: all that the user may use.</summary>
    public IReadOnlyList<string>? Models { get; init; }

    /// <summary>The key's own limits.</summary>
    public CallerLimits? Limits { get; init; }

    /// <summary>Work that nobody waits for, such as a title: served when people are.</summary>
    public bool Background { get; init; }
}

/// <summary>How a request came in. The numbers are stored.</summary>
public enum CallProtocol { Chat = 0, OpenAI = 1, Anthropic = 2, Ollama = 3 }

/// <summary>How much a key may ask; null: as much as its owner.</summary>
public sealed record CallerLimits(int? RequestsPerMinute, int? TokensPerMinute, int? ConcurrentStreams)
{
    public static CallerLimits None { get; } = new(null, null, null);
}
