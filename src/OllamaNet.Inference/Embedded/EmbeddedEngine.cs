using Microsoft.Extensions.Logging;
using OllamaNet.Contracts.Inference;
using OllamaNet.Inference.Embedded.Models;
using OllamaNet.Inference.Embedded.Native;
using OllamaNet.Inference.Embedded.Protocol;
using OllamaNet.Inference.Embedded.Supervision;
using OllamaNet.Inference.Engines;

namespace OllamaNet.Inference.Embedded;

/// <summary>llama.cpp as a node: serves the demo model and the GGUF files of a folder, each in a child process of this program.</summary>
internal sealed class EmbeddedEngine(EmbeddedOptions options, TimeProvider time, ILogger<EmbeddedEngine> logger) : IEngine
{
    private readonly ModelFolder folder = new(options);
    private readonly ModelPool pool = new(options, time, logger);
    private bool isWarm;

    public Task<EngineState> ProbeAsync(CancellationToken cancellationToken)
    {
        if (NativeDirectory.Find(options.NativeDirectory) is null)
            throw new InferenceException(InferenceError.Unavailable, "The llama.cpp libraries are missing. Run `npm ci` in the folder `native`, or name their folder in OllamaNet:NativeDirectory.");

        var files = folder.Scan();
        WarmOnce(files);
        var problems = files.Select(f => f.Problem).OfType<string>().Concat(pool.Problems()).ToArray();
        return Task.FromResult(new EngineState($"llama.cpp {LlamaLibrary.Version}", [.. files.Where(f => f.Problem is null).Select(f => f.Describe(options.ContextLength) with { Loaded = pool.ProcessId(f.Name) is not null })])
        {
            Problem = problems.Length == 0 ? null : string.Join(' ', problems),
        });
    }

    public async Task<ChatResult> ChatAsync(ChatRequest request, IAnswerSink sink, CancellationToken cancellationToken)
    {
        var startedAt = time.GetTimestamp();
        var file = Find(request.Model);
        var command = ChatPlan.For(request, file);
        var runner = pool.Rent(file);
        try
        {
            var load = TimeSpan.Zero;
            var report = await AskAsync(runner, process =>
            {
                load = time.GetElapsedTime(startedAt);
                return process.CallAsync(FrameKind.Chat, command, ProtocolJson.Default.ChatCommand, new EngineCall(sink), cancellationToken);
            }, cancellationToken);
            return new ChatResult(report.Finish, new TokenUsage(report.PromptTokens, report.AnswerTokens), new Durations(
                time.GetElapsedTime(startedAt), load, TimeSpan.FromMilliseconds(report.PromptMilliseconds), TimeSpan.FromMilliseconds(report.AnswerMilliseconds)))
            { StopSequence = report.StopSequence };
        }
        finally
        {
            pool.Return(runner);
        }
    }

    public async Task<int?> CountTokensAsync(ChatRequest request, CancellationToken cancellationToken)
    {
        var file = Find(request.Model);
        var command = ChatPlan.For(request, file) with { CountOnly = true };
        var runner = pool.Rent(file);
        try
        {
            var report = await AskAsync(runner, process => process.CallAsync(FrameKind.Chat, command, ProtocolJson.Default.ChatCommand, new EngineCall(sink: null), cancellationToken), cancellationToken);
            return report.PromptTokens;
        }
        finally
        {
            pool.Return(runner);
        }
    }

    public async Task<TextTokens?> CountTextsAsync(string model, IReadOnlyList<string> texts, CancellationToken cancellationToken)
    {
        // A model that is not in memory is not read from disk for this.
        if (pool.ProcessId(model) is null) return null;
        var file = Find(model);
        var runner = pool.Rent(file);
        try
        {
            var call = new EngineCall(sink: null);
            await AskAsync(runner, process => process.CallAsync(FrameKind.Count, new CountCommand(texts), ProtocolJson.Default.CountCommand, call, cancellationToken), cancellationToken);
            return new TextTokens(call.Counts[..texts.Count], call.Counts[^2], call.Counts[^1], Exact: true);
        }
        finally
        {
            pool.Return(runner);
        }
    }

    public async Task<EmbeddingResult> EmbedAsync(EmbeddingRequest request, CancellationToken cancellationToken)
    {
        var file = Find(request.Model);
        if (request.Tokens.Count > 0) throw EngineFailure.NoTokens;
        if (request.Inputs.Count == 0) return new EmbeddingResult([], PromptTokens: 0);

        var runner = pool.Rent(file);
        try
        {
            var call = new EngineCall(sink: null);
            var report = await AskAsync(runner, async process =>
            {
                CheckDimensions(request, (await process.Ready).VectorLength);
                return await process.CallAsync(FrameKind.Embed, new EmbedCommand(request.Inputs), ProtocolJson.Default.EmbedCommand, call, cancellationToken);
            }, cancellationToken);
            return new EmbeddingResult(call.Vectors, report.PromptTokens);
        }
        finally
        {
            pool.Return(runner);
        }
    }

    private static async Task<DoneReport> AskAsync(ModelRunner runner, Func<EngineProcess, Task<DoneReport>> ask, CancellationToken cancellationToken)
    {
        var process = await runner.GetAsync(cancellationToken);
        try
        {
            return await ask(process);
        }
        catch (EngineGoneException)
        {
            // It died between two requests; nobody was answered yet, so the next process may.
            await process.Exited.WaitAsync(cancellationToken);
        }
        try
        {
            return await ask(await runner.GetAsync(cancellationToken));
        }
        catch (EngineGoneException e)
        {
            throw new InferenceException(InferenceError.Failed, "The embedded engine ended. Try again.", e);
        }
    }

    private static void CheckDimensions(EmbeddingRequest request, int length)
    {
        if (request.Dimensions is not { } wanted || wanted == length) return;
        throw new InferenceException(InferenceError.Unsupported, $"The vectors of {request.Model} have {length} dimensions, not {wanted}.") { Parameter = "dimensions" };
    }

    /// <summary>The process that runs a model now; null when none does.</summary>
    internal int? ProcessId(string model) => pool.ProcessId(model);

    private ModelFile Find(string name)
    {
        var file = folder.Find(name) ?? throw new InferenceException(InferenceError.ModelNotFound, $"There is no model {name} here.");
        return file.Problem is null ? file : throw new InferenceException(InferenceError.Unavailable, file.Problem);
    }

    private void WarmOnce(IReadOnlyList<ModelFile> files)
    {
        if (!options.WarmDemo || files.FirstOrDefault(f => f is { Demo: true, Problem: null }) is not { } demo) return;
        if (!Interlocked.Exchange(ref isWarm, true)) _ = pool.KeepWarmAsync(demo);
    }

    public ValueTask DisposeAsync() => pool.DisposeAsync();
}
