using System.Net;
using System.Net.Http;
using OllamaNet.Contracts.Inference;
using OllamaNet.Inference.Nodes;
using OllamaNet.Ollama;

namespace OllamaNet.Inference.Engines;

/// <summary>Turns what an HTTP engine throws into what callers can act on.</summary>
internal static class EngineFailure
{
    private static readonly TimeSpan ShortestWait = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestWait = TimeSpan.FromHours(1);

    /// <summary>For engines that make vectors of text only.</summary>
    public static InferenceException NoTokens => new(InferenceError.Unsupported, "The node that has this model takes texts, not tokens. Send the text itself.") { Parameter = "input" };

    /// <summary>Runs a call to an engine; what it throws for the engine's sake becomes an <see cref="InferenceException"/>.</summary>
    public static async Task<T> TranslateAsync<T>(NodeOptions node, Func<Task<T>> call, CancellationToken cancellationToken)
    {
        try
        {
            return await call();
        }
        catch (Exception e)
        {
            if (From(e, node, cancellationToken) is { } failure) throw failure;
            throw;
        }
    }

    /// <returns>Null for what is not the engine's failure: a cancelled call, a mistake of ours.</returns>
    private static InferenceException? From(Exception exception, NodeOptions node, CancellationToken cancellationToken) => exception switch
    {
        InferenceException => null,
        _ when cancellationToken.IsCancellationRequested => null,
        WireException { Failure: WireFailure.Status } wire => FromStatus(wire, node),
        WireException { Failure: WireFailure.Reported } wire => new(InferenceError.Failed, Say($"The node {node.Name} failed while it answered", wire, node), wire),
        WireException { Failure: WireFailure.Cut } wire => new(InferenceError.Cut, $"The node {node.Name} ended the answer before it was complete.", wire),
        WireException wire => new(InferenceError.Failed, $"The node {node.Name} sent something that is not an answer.", wire),
        // The connect time-out of the handler comes as a cancellation nobody asked for.
        OperationCanceledException => new(InferenceError.Unavailable, $"The node {node.Name} cannot be reached.", exception),
        HttpRequestException { HttpRequestError: HttpRequestError.ConfigurationLimitExceeded or HttpRequestError.InvalidResponse } =>
            new(InferenceError.Failed, $"The node {node.Name} sent something that is not an answer.", exception),
        HttpRequestException { HttpRequestError: HttpRequestError.ResponseEnded or HttpRequestError.Unknown, InnerException: IOException } =>
            new(InferenceError.Cut, $"The connection to the node {node.Name} broke.", exception),
        HttpRequestException => new(InferenceError.Unavailable, $"The node {node.Name} cannot be reached.", exception),
        // Somebody took the node away after it was picked.
        ObjectDisposedException => new(InferenceError.Unavailable, $"The node {node.Name} was removed.", exception),
        IOException => new(InferenceError.Cut, $"The connection to the node {node.Name} broke.", exception),
        _ => null,
    };

    private static InferenceException FromStatus(WireException wire, NodeOptions node)
    {
        var status = wire.Status ?? HttpStatusCode.InternalServerError;
        return (int)status switch
        {
            401 or 403 => new(InferenceError.Unavailable, $"The node {node.Name} does not accept our key. An administrator must set the right one.", wire),
            404 => new(InferenceError.ModelNotFound, Say($"The node {node.Name} does not have this model", wire, node), wire),
            408 or 504 => new(InferenceError.Timeout, $"The node {node.Name} took too long.", wire),
            429 or 503 => new(InferenceError.Busy, $"The node {node.Name} is busy. Try again in a moment.", wire) { RetryAfter = Clamp(wire.RetryAfter) },
            400 when MissingCapability(wire.EngineText) is { } parameter =>
                new(InferenceError.Unsupported, Say($"The node {node.Name} cannot do this", wire, node), wire) { Parameter = parameter },
            >= 400 and < 500 => new(InferenceError.Refused, Say($"The node {node.Name} refused the request", wire, node), wire),
            < 400 => new(InferenceError.Failed, $"The node {node.Name} answered with a redirect, which is not followed. Its address may be wrong.", wire),
            _ => new(InferenceError.Failed, Say($"The node {node.Name} failed", wire, node), wire),
        };
    }

    private static string? MissingCapability(string? text) => text switch
    {
        null => null,
        _ when !text.Contains("does not support", StringComparison.OrdinalIgnoreCase) => null,
        _ when text.Contains("thinking", StringComparison.OrdinalIgnoreCase) => "thinking",
        _ when text.Contains("tool", StringComparison.OrdinalIgnoreCase) => "tools",
        _ when text.Contains("image", StringComparison.OrdinalIgnoreCase) || text.Contains("vision", StringComparison.OrdinalIgnoreCase) => "images",
        _ => null,
    };

    private static string Say(string what, WireException wire, NodeOptions node) =>
        EngineText.Clean(wire.EngineText, node.ApiKey) is { } words ? $"{what}: {words}" : what + ".";

    private static TimeSpan? Clamp(TimeSpan? wait) => wait is not { } given ? null : given < ShortestWait ? ShortestWait : given > LongestWait ? LongestWait : given;
}
