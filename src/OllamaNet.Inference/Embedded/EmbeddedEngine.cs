#pragma warning disable CS9113 // used by the next change: the child processes
using Microsoft.Extensions.Logging;
using OllamaNet.Contracts.Inference;
using OllamaNet.Inference.Embedded.Models;
using OllamaNet.Inference.Embedded.Native;
using OllamaNet.Inference.Engines;

namespace OllamaNet.Inference.Embedded;

/// <summary>llama.cpp as a node: serves the demo model and the GGUF files of a folder, each in a child process of this program.</summary>
internal sealed class EmbeddedEngine(EmbeddedOptions options, TimeProvider time, ILogger<EmbeddedEngine> logger) : IEngine
{
    private readonly ModelFolder folder = new(options);

    public Task<EngineState> ProbeAsync(CancellationToken cancellationToken)
    {
        if (NativeDirectory.Find(options.NativeDirectory) is null)
            throw new InferenceException(InferenceError.Unavailable, "The llama.cpp libraries are missing. Run `npm ci` in the folder `native`, or name their folder in OllamaNet:NativeDirectory.");

        var files = folder.Scan();
        var problems = files.Select(f => f.Problem).OfType<string>().ToArray();
        return Task.FromResult(new EngineState("llama.cpp 0.5.0", [.. files.Where(f => f.Problem is null).Select(f => f.Describe(options.ContextLength))])
        {
            Problem = problems.Length == 0 ? null : string.Join(' ', problems),
        });
    }

    public Task<ChatResult> ChatAsync(ChatRequest request, IAnswerSink sink, CancellationToken cancellationToken) =>
        throw new InferenceException(InferenceError.Unavailable, "The embedded engine cannot answer yet.");

    public Task<EmbeddingResult> EmbedAsync(EmbeddingRequest request, CancellationToken cancellationToken) =>
        throw new InferenceException(InferenceError.Unavailable, "The embedded engine cannot answer yet.");

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
