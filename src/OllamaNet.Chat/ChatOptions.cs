using System.ComponentModel.DataAnnotations;

namespace OllamaNet.Chat;

internal sealed class ChatOptions
{
    public const string Section = "Chat";

    /// <summary>Model for conversations that name none; when empty, the first that can chat, a real one before the demo.</summary>
    [MaxLength(200)] public string? DefaultModel { get; init; }

    /// <summary>Days for which deleted conversations can be restored; then they are gone for good.</summary>
    [Range(1, 3650)] public int TrashDays { get; init; } = 30;

    /// <summary>Context window asked for when neither the request nor the model says less, tokens.</summary>
    [Range(256, 1_048_576)] public int ContextLength { get; init; } = 8192;

    /// <summary>An answer is ended when it reaches this size, bytes.</summary>
    [Range(1024, 64 * 1024 * 1024)] public int MaxAnswerBytes { get; init; } = 4 * 1024 * 1024;

    /// <summary>Answers that may be made for one user at once.</summary>
    [Range(1, 10_000)] public int MaxRunsPerUser { get; init; } = 8;

    /// <summary>Streams of changes that one user's browsers may hold open at once, a process.</summary>
    [Range(1, 1000)] public int MaxEventStreamsPerUser { get; init; } = 20;

    /// <summary>Questions that may wait in one conversation for the answer before.</summary>
    [Range(1, 1000)] public int MaxQueuedQuestions { get; init; } = 20;

    /// <summary>Whether the model names a conversation after its first answer.</summary>
    public bool Titles { get; init; } = true;

    /// <summary>Whether the model sums up what no longer fits into its context.</summary>
    public bool Summaries { get; init; } = true;

    /// <summary>Whether older passages are searched for what matters to a question, when a model for vectors is there.</summary>
    public bool Passages { get; init; } = true;

    /// <summary>Model that makes the vectors of passages; when empty, the first of the site that only makes vectors.</summary>
    public string? EmbeddingModel { get; init; }

    /// <summary>How long a question waits for its vector before it goes without passages, milliseconds.</summary>
    [Range(10, 10_000)] public int EmbeddingPatienceMs { get; init; } = 300;
}
