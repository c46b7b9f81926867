using System.Collections.Concurrent;
using System.Text.Json;
using OllamaNet.Contracts.Inference;
using OllamaNet.Inference.Nodes;
using OllamaNet.Ollama;

namespace OllamaNet.Inference.Engines;

/// <summary>A node that speaks Ollama's own API.</summary>
internal sealed class OllamaEngine(NodeOptions node, int numCtx, HttpClient http) : IEngine, IModelStore
{
    private readonly OllamaClient _client = new(http);
    private readonly ConcurrentDictionary<string, EngineModel> _described = new(StringComparer.Ordinal);

    public Task<EngineState> ProbeAsync(CancellationToken cancellationToken) => EngineFailure.TranslateAsync(node, async () =>
    {
        var version = await _client.GetVersionAsync(cancellationToken);
        var tags = await _client.GetTagsAsync(cancellationToken);
        var models = new ConcurrentBag<EngineModel>();
        await Parallel.ForEachAsync(tags.Models ?? [], new ParallelOptions { MaxDegreeOfParallelism = 4, CancellationToken = cancellationToken },
            async (model, cancellation) => models.Add(await DescribeAsync(model, cancellation)));
        var loaded = await LoadedAsync(cancellationToken);
        return new EngineState(version.Version, [.. models.Select(m => loaded.Contains(m.Name) ? m with { Loaded = true } : m)]) { Warning = OllamaAdvisories.For(version.Version) };
    }, cancellationToken);

    public Task<ChatResult> ChatAsync(ChatRequest request, IAnswerSink sink, CancellationToken cancellationToken) => EngineFailure.TranslateAsync(node, async () =>
    {
        var (context, answer) = (ContextFor(request.Model), new OllamaAnswer(sink));
        return ResultOf(request.Options.Raw
            ? await _client.GenerateAsync(OllamaRequest.RawFor(request, context), answer, cancellationToken)
            : await _client.ChatAsync(OllamaRequest.For(request, context), answer, cancellationToken));
    }, cancellationToken);

    public bool Speaks(WireProtocol protocol) => protocol is WireProtocol.OllamaChat or WireProtocol.OllamaGenerate;

    public Task<ChatResult> RelayAsync(WireRequest wire, ChatRequest request, IWireSink sink, CancellationToken cancellationToken) => EngineFailure.TranslateAsync(node, async () =>
    {
        var content = OllamaRelay.Content(wire, request.Model, ContextFor(request.Model));
        return ResultOf(await _client.RelayAsync(OllamaRelay.PathOf(wire.Protocol), content, new OllamaRelayLines(sink, wire.Model, request.Model), cancellationToken));
    }, cancellationToken);

    public Task<EmbeddingResult> EmbedAsync(EmbeddingRequest request, CancellationToken cancellationToken) => EngineFailure.TranslateAsync(node, async () =>
    {
        if (request.Tokens.Count > 0) throw EngineFailure.NoTokens;
        var result = await _client.EmbedAsync(new OllamaEmbedRequest(request.Model, request.Inputs) { Dimensions = request.Dimensions, Truncate = request.Truncate }, cancellationToken);
        if (result.Embeddings?.Count != request.Inputs.Count) throw WireException.Garbage();
        return new EmbeddingResult([.. result.Embeddings.Select(v => new ReadOnlyMemory<float>(v))], result.PromptEvalCount);
    }, cancellationToken);

    public Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, HttpContent? content, CancellationToken cancellationToken) => EngineFailure.TranslateAsync(node, async () =>
    {
        using var message = new HttpRequestMessage(method, new Uri(path, UriKind.Relative)) { Content = content };
        var response = await http.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        try
        {
            await WireResponse.ThrowIfFailedAsync(response, cancellationToken);
            return response;
        }
        catch
        {
            response.Dispose();
            throw;
        }
    }, cancellationToken);

    public ValueTask DisposeAsync()
    {
        http.Dispose();
        return ValueTask.CompletedTask;
    }

    private int ContextFor(string model) => _described.TryGetValue(model, out var known) && known.ContextLength is { } longest && longest < numCtx ? longest : numCtx;

    /// <summary>Asked once for each version of a model: a pull under the same name changes the digest.</summary>
    private async Task<EngineModel> DescribeAsync(OllamaModel model, CancellationToken cancellationToken)
    {
        if (model.Digest is not null && _described.TryGetValue(model.Name, out var known) && known.Digest == model.Digest) return known;

        OllamaShow show;
        try
        {
            show = await _client.ShowAsync(model.Name, cancellationToken);
        }
        catch (WireException e) when (e.Failure is WireFailure.Status)
        {
            // A model that cannot be described can still be asked; the next probe tries again.
            return new(model.Name, ModelCapabilities.Completion) { Size = model.Size, DataLeavesSite = model.RemoteHost is not null };
        }

        return _described[model.Name] = OllamaDescription.Of(model, show);
    }

    private static ChatResult ResultOf(OllamaChatEnd end)
    {
        var finish = end.CalledTools ? FinishReason.ToolCalls : end.DoneReason == "length" ? FinishReason.Length : FinishReason.Stop;
        return new ChatResult(finish, new(end.PromptEvalCount, end.EvalCount),
            new(Time(end.TotalDuration) ?? TimeSpan.Zero, Time(end.LoadDuration), Time(end.PromptEvalDuration), Time(end.EvalDuration)));
    }

    /// <summary>A server that does not say, such as an imitation of Ollama, is no worse for it.</summary>
    private async Task<HashSet<string>> LoadedAsync(CancellationToken cancellationToken)
    {
        try
        {
            var running = await _client.GetRunningAsync(cancellationToken);
            return (running.Models ?? []).Select(m => m.Name).ToHashSet(StringComparer.Ordinal);
        }
        catch (WireException e) when (e.Failure is WireFailure.Status)
        {
            return [];
        }
    }

    private static TimeSpan? Time(long? nanoseconds) => nanoseconds is { } n ? TimeSpan.FromTicks(n / TimeSpan.NanosecondsPerTick) : null;

    private sealed class OllamaAnswer(IAnswerSink sink) : IOllamaAnswer
    {
        private readonly ISignsOfLife? _life = sink as ISignsOfLife;
        private int _calls;

        public void Received() => _life?.Alive();

        public void Content(ReadOnlySpan<byte> utf8) => sink.Text(utf8);

        public void Thinking(ReadOnlySpan<byte> utf8) => sink.Thinking(utf8);

        public void Logprobs(ReadOnlySpan<byte> json) => sink.Logprobs(json);

        public void ToolCall(string? id, string name, string arguments) => sink.ToolCall(new(id ?? $"call_{++_calls}", name, arguments));

        public ValueTask FlushAsync(CancellationToken cancellationToken) => sink.FlushAsync(cancellationToken);
    }
}
