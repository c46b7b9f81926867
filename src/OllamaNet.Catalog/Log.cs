using Microsoft.Extensions.Logging;

namespace OllamaNet.Catalog;

internal static partial class Log
{
    [LoggerMessage(Level = LogLevel.Warning, Message = "What the nodes have could not be written into the catalogue; it is tried again")]
    public static partial void CatalogueNotRefreshed(this ILogger logger, Exception exception);
}
