using Microsoft.Extensions.Logging;

namespace OllamaNet.Platform.Images;

internal static partial class Log
{
    [LoggerMessage(Level = LogLevel.Information, Message = "An image was not read: libvips ended with {ExitCode}")]
    public static partial void ImageNotRead(this ILogger logger, int exitCode);
}
