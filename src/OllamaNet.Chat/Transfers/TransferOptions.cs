using System.ComponentModel.DataAnnotations;

namespace OllamaNet.Chat.Transfers;

internal sealed class TransferOptions
{
    public const string Section = "Transfers";

    /// <summary>Largest file that may be imported, bytes.</summary>
    [Range(1024, 16L * 1024 * 1024 * 1024)] public long MaxImportBytes { get; init; } = 1024L * 1024 * 1024;

    /// <summary>Most that a compressed import may expand to, bytes.</summary>
    [Range(1024, 64L * 1024 * 1024 * 1024)] public long MaxExpandedBytes { get; init; } = 4L * 1024 * 1024 * 1024;

    /// <summary>Largest single conversation of an import, bytes of its JSON.</summary>
    [Range(1024, 512 * 1024 * 1024)] public int MaxConversationBytes { get; init; } = 64 * 1024 * 1024;

    /// <summary>Most conversations of one import.</summary>
    [Range(1, 10_000_000)] public int MaxConversations { get; init; } = 100_000;

    /// <summary>Most messages of one imported conversation.</summary>
    [Range(1, 1_000_000)] public int MaxMessages { get; init; } = 20_000;

    /// <summary>An export may be fetched for so many hours; what was uploaded for an import is deleted after them too.</summary>
    [Range(1, 720)] public int KeepHours { get; init; } = 24;

    /// <summary>Exports of one user that are kept at once.</summary>
    [Range(1, 100)] public int MaxExports { get; init; } = 5;
}
