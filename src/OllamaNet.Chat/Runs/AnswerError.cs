namespace OllamaNet.Chat.Runs;

/// <summary>Why an answer failed.</summary>
/// <param name="Code">Stable; the codes of engines are those of problems.</param>
/// <param name="Message">Fit for the user: what to do.</param>
/// <param name="Retryable">The same question may succeed when it is asked again.</param>
public sealed record AnswerError(string Code, string Message, bool Retryable)
{
    internal static AnswerError Internal { get; } = new("internal", "The answer broke off because of an error in the server. Try again; the server's log says more.", Retryable: true);

    internal static AnswerError NotStored { get; } = new("not-stored", "The answer is made but not stored yet: the database does not answer. It is stored as soon as the database is back.", Retryable: false);
}
