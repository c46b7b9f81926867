using Microsoft.Extensions.DependencyInjection;

namespace OllamaNet.Chat.Attachments;

/// <summary>Whether this server takes images, for who looks after it.</summary>
public static class ImageSupport
{
    public static bool IsInstalled(IServiceProvider services) => services.GetRequiredService<ImageCleaner>().IsInstalled;
}
