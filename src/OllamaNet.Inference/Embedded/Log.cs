using Microsoft.Extensions.Logging;

namespace OllamaNet.Inference.Embedded;

internal static partial class Log
{
    [LoggerMessage(Level = LogLevel.Information, Message = "Engine for {Model} started as process {ProcessId}")]
    public static partial void EngineStarted(this ILogger logger, string model, int processId);

    [LoggerMessage(Level = LogLevel.Information, Message = "Engine for {Model} ready after {Milliseconds} ms")]
    public static partial void EngineReady(this ILogger logger, string model, double milliseconds);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Engine for {Model} ended with code {ExitCode}; it may start again in {Pause}")]
    public static partial void EngineEnded(this ILogger logger, string model, int exitCode, TimeSpan pause);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Engine for {Model} was silent for {Silence} and is ended")]
    public static partial void EngineSilent(this ILogger logger, string model, TimeSpan silence);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Model {Model} cannot be loaded: {Problem}")]
    public static partial void ModelNotLoaded(this ILogger logger, string model, string problem);

    [LoggerMessage(Level = LogLevel.Information, Message = "Model {Model} unloaded to make room")]
    public static partial void ModelUnloaded(this ILogger logger, string model);

    [LoggerMessage(Level = LogLevel.Debug, Message = "Engine for {Model} says: {Line}")]
    public static partial void EngineSays(this ILogger logger, string model, string line);
}
