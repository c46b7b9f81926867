using System.Text.Json;

namespace OllamaNet.Testing.Simulator;

public sealed record SimulatedModel(string Name)
{
    /// <summary>As Ollama names them.</summary>
    public IReadOnlyList<string> Capabilities { get; init; } = ["completion", "tools", "vision", "thinking"];

    public int ContextLength { get; init; } = 8192;

    public long Size { get; init; } = 1_300_000_000;

    public string Digest { get; init; } = "sha256:0f";

    /// <summary>The whole text.</summary>
    public string Licence { get; init; } = "You may do with it what you like.";

    /// <summary>Where the prompt really goes, for a model that the node only passes on.</summary>
    public string? RemoteHost { get; init; }
}

/// <summary>A request as it came in.</summary>
public sealed class SimulatedRequest(string method, string path, IReadOnlyDictionary<string, string> headers, JsonElement body, string connectionId)
{
    private readonly TaskCompletionSource _aborted = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public string Method { get; } = method;

    public string Path { get; } = path;

    public IReadOnlyDictionary<string, string> Headers { get; } = headers;

    /// <summary>Undefined when there was none.</summary>
    public JsonElement Body { get; } = body;

    /// <summary>The same for requests that shared a connection.</summary>
    public string ConnectionId { get; } = connectionId;

    /// <summary>Ends when the client went away before the answer's end.</summary>
    public Task Aborted => _aborted.Task;

    internal void MarkAborted() => _aborted.TrySetResult();
}

/// <summary>Whose form of <c>/tokenize</c>.</summary>
public enum SimulatedTokenizer { Vllm, LlamaCpp }
