using Microsoft.AspNetCore.Http.HttpResults;
using OllamaNet.Platform.Http;

namespace OllamaNet.Platform.Images;

/// <summary>Why an image is not taken, wherever one is brought.</summary>
public static class ImageProblems
{
    public static ProblemHttpResult Unavailable() =>
        Problems.Unavailable("images-unavailable", "This server takes no images: libvips is not installed on it. An administrator can put that right, 'ollamanet doctor' says how.");

    public static ProblemHttpResult NotAnImage() => Problems.BadRequest("not-an-image", "This is no PNG, JPEG, WebP or GIF, whatever its name says, or it is cut off.");

    public static ProblemHttpResult TooLarge(ImageHeader header, int mostPixels) =>
        Problems.BadRequest("image-too-large", $"The image has {header.Width} × {header.Height} pixels; {mostPixels / 1_000_000.0:0.##} million are the most.");

    public static ProblemHttpResult Unreadable() => Problems.BadRequest("image-unreadable", "The image cannot be read: it is damaged or cut off.");
}
