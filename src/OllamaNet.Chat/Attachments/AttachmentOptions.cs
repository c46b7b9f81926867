using System.ComponentModel.DataAnnotations;

namespace OllamaNet.Chat.Attachments;

internal sealed class AttachmentOptions
{
    public const string Section = "Chat:Attachments";

    /// <summary>Largest image that is taken, bytes.</summary>
    [Range(1024, 64 * 1024 * 1024)] public int MaxImageBytes { get; init; } = 20 * 1024 * 1024;

    /// <summary>Most pixels of an image that is taken; looked at before it is decoded.</summary>
    [Range(1, 400_000_000)] public int MaxImagePixels { get; init; } = 50_000_000;

    /// <summary>Longer side of a stored image; larger ones are made smaller, pixels.</summary>
    [Range(64, 8192)] public int ImageSide { get; init; } = 1568;

    /// <summary>Largest text file that is taken, bytes.</summary>
    [Range(1, 16 * 1024 * 1024)] public int MaxTextBytes { get; init; } = 512 * 1024;

    internal int MaxBytes => Math.Max(MaxImageBytes, MaxTextBytes);

    /// <summary>What the files of one user may take together, bytes.</summary>
    [Range(1, 1024L * 1024 * 1024 * 1024)] public long MaxUserBytes { get; init; } = 2L << 30;
}
