namespace OllamaNet.Contracts.Inference;

/// <summary>An engine or the choice of one failed in a way the caller can act on. The message is fit for users: it names no address and no secret.</summary>
public sealed class InferenceException : Exception
{
    public InferenceException(InferenceError error, string message, Exception? innerException = null) : base(message, innerException) => Error = error;

    public InferenceError Error { get; }

    /// <summary>The request field that the node cannot do, for <see cref="InferenceError.Unsupported"/>.</summary>
    public string? Parameter { get; init; }

    /// <summary>A stable code that says more than the kind of error does; null where that says all.</summary>
    public string? Code { get; init; }

    /// <summary>When to try again, for <see cref="InferenceError.Busy"/>.</summary>
    public TimeSpan? RetryAfter { get; init; }
}

public enum InferenceError
{
    /// <summary>No node has the model.</summary>
    ModelNotFound,

    /// <summary>The request asks for what the node or model cannot do.</summary>
    Unsupported,

    /// <summary>The engine refused the request itself, such as a prompt longer than its context.</summary>
    Refused,

    /// <summary>Every place is taken.</summary>
    Busy,

    /// <summary>The caller reached a limit of requests or tokens a minute, or of streams at once.</summary>
    LimitReached,

    /// <summary>The caller used up what he may use in a day or a month.</summary>
    QuotaReached,

    /// <summary>No node that has the model can be reached.</summary>
    Unavailable,

    /// <summary>The engine failed, or sent what is not its protocol.</summary>
    Failed,

    /// <summary>The stream ended before the answer did.</summary>
    Cut,

    /// <summary>The engine was silent for too long.</summary>
    Timeout,
}
