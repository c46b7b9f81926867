using System.Net.Http.Headers;
using OllamaNet.Contracts.Inference;
using OllamaNet.Inference.Doors.Shared;
using OllamaNet.Inference.Nodes;
using OllamaNet.Ollama;

namespace OllamaNet.Inference.Engines.OpenAI;

/// <summary>A node that speaks OpenAI's API: vLLM, llama.cpp's server, LM Studio, OpenAI and many others.</summary>
internal sealed class OpenAIEngine(NodeOptions node, HttpClient http, TimeProvider time) : IEngine
{
    private static readonly Uri ModelsPath = new("models", UriKind.Relative);
    private static readonly Uri ChatPath = new("chat/completions", UriKind.Relative);
    private static readonly Uri CompletionPath = new("completions", UriKind.Relative);
    private static readonly MediaTypeWithQualityHeaderValue EventStream = new("text/event-stream");
    private static readonly byte[] IncludeUsage = """{"include_usage":true}"""u8.ToArray();

    // Nobody far away is sent every text once more to have it counted.
    private readonly OpenAITokenizer? _tokenizer = node.LeavesSite || node.Dialect is OpenAIDialect.OpenAI ? null : new(http, time);

    public async Task<EngineState> ProbeAsync(CancellationToken cancellationToken)
    {
        try
        {
            var models = await EngineFailure.TranslateAsync(node, () => ModelsAsync(cancellationToken), cancellationToken);
            // A model that is not in memory is not read from disk to be counted with.
            if (_tokenizer is not null) await _tokenizer.LookAsync([.. models.Where(m => m.Loaded && m.Capabilities.HasFlag(ModelCapabilities.Completion)).Select(m => m.Name)], cancellationToken);
            return new EngineState(Version: null, models);
        }
        catch (InferenceException)
        {
            _tokenizer?.Forget();
            throw;
        }
    }

    public Task<TextTokens?> CountTextsAsync(string model, IReadOnlyList<string> texts, CancellationToken cancellationToken) =>
        _tokenizer?.CountAsync(model, texts, cancellationToken) ?? Task.FromResult<TextTokens?>(null);

    public Task<ChatResult> ChatAsync(ChatRequest request, IAnswerSink sink, CancellationToken cancellationToken) => EngineFailure.TranslateAsync(node, async () =>
    {
        var begun = time.GetTimestamp();
        using var message = new HttpRequestMessage(HttpMethod.Post, ChatPath) { Content = new ReadOnlyMemoryContent(OpenAIRequest.For(request, node.Dialect)) };
        message.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        message.Headers.Accept.Add(new("text/event-stream"));
        using var response = await http.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        await WireResponse.ThrowIfFailedAsync(response, cancellationToken);
        await using var body = await response.Content.ReadAsStreamAsync(cancellationToken);
        using var stream = new OpenAIChatStream(sink);
        var end = await stream.ReadAsync(body, cancellationToken);
        return new ChatResult(FinishOf(end), new(end.PromptTokens, end.AnswerTokens), new(time.GetElapsedTime(begun), Load: null, end.Prompt, end.Answer));
    }, cancellationToken);

    public bool Speaks(WireProtocol protocol) => protocol is WireProtocol.OpenAIChat or WireProtocol.OpenAICompletion;

    public Task<ChatResult> RelayAsync(WireRequest wire, ChatRequest request, IWireSink sink, CancellationToken cancellationToken) => EngineFailure.TranslateAsync(node, async () =>
    {
        var begun = time.GetTimestamp();
        var upstream = Utf8Text.Json(request.Model);
        var shown = string.Equals(wire.Model, request.Model, StringComparison.Ordinal) ? null : Utf8Text.Json(wire.Model);
        using var message = new HttpRequestMessage(HttpMethod.Post, wire.Protocol is WireProtocol.OpenAIChat ? ChatPath : CompletionPath)
        {
            Content = wire.Stream ? new WireContent(wire.Body, ("model", upstream), ("stream_options", IncludeUsage)) : new WireContent(wire.Body, ("model", upstream)),
        };
        if (wire.Stream) message.Headers.Accept.Add(EventStream);
        using var response = await http.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        await WireResponse.ThrowIfFailedAsync(response, cancellationToken);
        await using var body = await response.Content.ReadAsStreamAsync(cancellationToken);
        OpenAIChatEnd end;
        if (wire.Stream)
        {
            using var relay = new OpenAIRelay(body, sink, shown, wire.IncludeUsage);
            end = await relay.RunAsync(cancellationToken);
        }
        else
        {
            end = await OpenAIWhole.RelayAsync(body, sink, shown, response.Content.Headers.ContentLength, cancellationToken);
        }

        var finish = end.CalledTools ? FinishReason.ToolCalls : end.FinishReason == "length" ? FinishReason.Length : FinishReason.Stop;
        return new ChatResult(finish, new(end.PromptTokens, end.AnswerTokens), new(time.GetElapsedTime(begun)));
    }, cancellationToken);

    public Task<EmbeddingResult> EmbedAsync(EmbeddingRequest request, CancellationToken cancellationToken) => EngineFailure.TranslateAsync(node, async () =>
    {
        using var message = request.Tokens.Count > 0
            ? WireResponse.Post("embeddings", new OpenAITokenRequest(request.Model, request.Tokens) { Dimensions = request.Dimensions }, OpenAIJson.Default.OpenAITokenRequest)
            : WireResponse.Post("embeddings", new OpenAIEmbedRequest(request.Model, request.Inputs) { Dimensions = request.Dimensions }, OpenAIJson.Default.OpenAIEmbedRequest);
        using var response = await http.SendAsync(message, cancellationToken);
        var result = await WireResponse.ReadAsync(response, OpenAIJson.Default.OpenAIEmbeddings, cancellationToken);
        var vectors = (result.Data ?? []).OrderBy(v => v.Index).ToArray();
        if (vectors.Length != Math.Max(request.Inputs.Count, request.Tokens.Count)) throw WireException.Garbage();
        return new EmbeddingResult([.. vectors.Select(v => new ReadOnlyMemory<float>(v.Embedding))], result.Usage?.PromptTokens);
    }, cancellationToken);

    public ValueTask DisposeAsync()
    {
        _tokenizer?.Dispose();
        http.Dispose();
        return ValueTask.CompletedTask;
    }

    private async Task<List<EngineModel>> ModelsAsync(CancellationToken cancellationToken)
    {
        using var response = await http.GetAsync(ModelsPath, cancellationToken);
        var models = await WireResponse.ReadAsync(response, OpenAIJson.Default.OpenAIModels, cancellationToken);
        return [.. (models.Data ?? throw WireException.Garbage()).Select(m => OpenAIDescription.Of(m, node))];
    }

    private FinishReason FinishOf(OpenAIChatEnd end) => end.FinishReason switch
    {
        "content_filter" => throw new InferenceException(InferenceError.Refused, $"The content filter of the node {node.Name} stopped the answer."),
        _ when end.CalledTools => FinishReason.ToolCalls,
        "length" => FinishReason.Length,
        _ => FinishReason.Stop,
    };
}
