using System.ComponentModel.DataAnnotations;

namespace OllamaNet.Platform.Images;

internal sealed class ImageOptions
{
    public const string Section = "Images";

    /// <summary>An image that takes longer to be read is refused, seconds.</summary>
    [Range(1, 120)] public int Seconds { get; init; } = 15;

    /// <summary>Path of libvips' vipsthumbnail; left out, it is searched for in PATH. Without it no images are taken.</summary>
    public string? Vipsthumbnail { get; init; }
}
