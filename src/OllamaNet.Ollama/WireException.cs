using System.Net;

namespace OllamaNet.Ollama;

/// <summary>How talking to an engine over HTTP went wrong.</summary>
public enum WireFailure
{
    /// <summary>The answer's status says so; see <see cref="WireException.Status"/>.</summary>
    Status,

    /// <summary>The engine reported an error inside a stream that had begun well.</summary>
    Reported,

    /// <summary>What came is not the protocol.</summary>
    Garbage,

    /// <summary>The stream ended before the answer did.</summary>
    Cut,

    /// <summary>A line is longer than any honest one.</summary>
    TooLong,
}

/// <param name="engineText">What the engine said about it, bounded in length but otherwise as it came: not for users.</param>
public sealed class WireException(WireFailure failure, string message, string? engineText = null, Exception? innerException = null) : Exception(message, innerException)
{
    public WireFailure Failure { get; } = failure;

    public string? EngineText { get; } = engineText;

    public HttpStatusCode? Status { get; init; }

    public TimeSpan? RetryAfter { get; init; }

    public static WireException Garbage(Exception? innerException = null) => new(WireFailure.Garbage, "The engine sent what is not its protocol.", null, innerException);

    public static WireException Cut() => new(WireFailure.Cut, "The stream ended before the answer did.");
}
