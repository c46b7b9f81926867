using System.Net.Http.Headers;
using OllamaNet.Contracts.Inference;
using OllamaNet.Inference.Nodes;
using OllamaNet.Ollama;

namespace OllamaNet.Inference.Engines.OpenAI;

/// <summary>A node that speaks OpenAI's API: vLLM, llama.cpp's server, LM Studio, OpenAI and many others.</summary>
internal sealed class OpenAIEngine(NodeOptions node, HttpClient http, TimeProvider time) : IEngine
{
    private static readonly Uri ModelsPath = new("models", UriKind.Relative);
    private static readonly Uri ChatPath = new("chat/completions", UriKind.Relative);

    public Task<EngineState> ProbeAsync(CancellationToken cancellationToken) => EngineFailure.TranslateAsync(node, async () =>
    {
        using var response = await http.GetAsync(ModelsPath, cancellationToken);
        var models = await WireResponse.ReadAsync(response, OpenAIJson.Default.OpenAIModels, cancellationToken);
        return new EngineState(Version: null, [.. (models.Data ?? throw WireException.Garbage()).Select(m => OpenAIDescription.Of(m, node))]);
    }, cancellationToken);

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

    public Task<EmbeddingResult> EmbedAsync(EmbeddingRequest request, CancellationToken cancellationToken) => EngineFailure.TranslateAsync(node, async () =>
    {
        using var message = WireResponse.Post("embeddings", new OpenAIEmbedRequest(request.Model, request.Inputs) { Dimensions = request.Dimensions }, OpenAIJson.Default.OpenAIEmbedRequest);
        using var response = await http.SendAsync(message, cancellationToken);
        var result = await WireResponse.ReadAsync(response, OpenAIJson.Default.OpenAIEmbeddings, cancellationToken);
        var vectors = (result.Data ?? []).OrderBy(v => v.Index).ToArray();
        if (vectors.Length != request.Inputs.Count) throw WireException.Garbage();
        return new EmbeddingResult([.. vectors.Select(v => new ReadOnlyMemory<float>(v.Embedding))], result.Usage?.PromptTokens);
    }, cancellationToken);

    public ValueTask DisposeAsync()
    {
        http.Dispose();
        return ValueTask.CompletedTask;
    }

    private FinishReason FinishOf(OpenAIChatEnd end) => end.FinishReason switch
    {
        "content_filter" => throw new InferenceException(InferenceError.Refused, $"The content filter of the node {node.Name} stopped the answer."),
        _ when end.CalledTools => FinishReason.ToolCalls,
        "length" => FinishReason.Length,
        _ => FinishReason.Stop,
    };
}
