namespace OllamaNet.Ollama;

/// <summary>Ollama's HTTP API. The client's base address is the server; failures are <see cref="WireException"/> and those of <see cref="HttpClient"/>.</summary>
public sealed class OllamaClient(HttpClient http)
{
    private static readonly Uri VersionPath = new("api/version", UriKind.Relative);
    private static readonly Uri TagsPath = new("api/tags", UriKind.Relative);
    private static readonly Uri RunningPath = new("api/ps", UriKind.Relative);

    public async Task<OllamaVersion> GetVersionAsync(CancellationToken cancellationToken)
    {
        using var response = await http.GetAsync(VersionPath, cancellationToken);
        return await WireResponse.ReadAsync(response, OllamaJson.Default.OllamaVersion, cancellationToken);
    }

    public async Task<OllamaTags> GetTagsAsync(CancellationToken cancellationToken)
    {
        using var response = await http.GetAsync(TagsPath, cancellationToken);
        return await WireResponse.ReadAsync(response, OllamaJson.Default.OllamaTags, cancellationToken);
    }

    public async Task<OllamaRunning> GetRunningAsync(CancellationToken cancellationToken)
    {
        using var response = await http.GetAsync(RunningPath, cancellationToken);
        return await WireResponse.ReadAsync(response, OllamaJson.Default.OllamaRunning, cancellationToken);
    }

    public async Task<OllamaShow> ShowAsync(string model, CancellationToken cancellationToken)
    {
        using var message = WireResponse.Post("api/show", new OllamaShowRequest(model), OllamaJson.Default.OllamaShowRequest);
        using var response = await http.SendAsync(message, cancellationToken);
        return await WireResponse.ReadAsync(response, OllamaJson.Default.OllamaShow, cancellationToken);
    }

    public async Task<OllamaEmbeddings> EmbedAsync(OllamaEmbedRequest request, CancellationToken cancellationToken)
    {
        using var message = WireResponse.Post("api/embed", request, OllamaJson.Default.OllamaEmbedRequest);
        using var response = await http.SendAsync(message, cancellationToken);
        return await WireResponse.ReadAsync(response, OllamaJson.Default.OllamaEmbeddings, cancellationToken);
    }

    /// <summary>Streams one turn; its parts reach <paramref name="answer"/> as they arrive.</summary>
    public Task<OllamaChatEnd> ChatAsync(OllamaChatRequest request, IOllamaAnswer answer, CancellationToken cancellationToken) =>
        StreamAsync(WireResponse.Post("api/chat", request, OllamaJson.Default.OllamaChatRequest), answer, cancellationToken);

    /// <summary>Streams what follows a prompt; its parts reach <paramref name="answer"/> as they arrive.</summary>
    public Task<OllamaChatEnd> GenerateAsync(OllamaGenerateRequest request, IOllamaAnswer answer, CancellationToken cancellationToken) =>
        StreamAsync(WireResponse.Post("api/generate", request, OllamaJson.Default.OllamaGenerateRequest), answer, cancellationToken);

    /// <summary>Sends a request as it is, and hands over the lines of its answer.</summary>
    /// <param name="path">Such as <c>api/generate</c>.</param>
    public async Task<OllamaChatEnd> RelayAsync(string path, HttpContent request, IOllamaLines lines, CancellationToken cancellationToken)
    {
        using var message = new HttpRequestMessage(HttpMethod.Post, new Uri(path, UriKind.Relative)) { Content = request };
        using var response = await http.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        await WireResponse.ThrowIfFailedAsync(response, cancellationToken);
        await using var body = await response.Content.ReadAsStreamAsync(cancellationToken);
        return await OllamaLineStream.ReadAsync(body, lines, cancellationToken);
    }

    private async Task<OllamaChatEnd> StreamAsync(HttpRequestMessage request, IOllamaAnswer answer, CancellationToken cancellationToken)
    {
        using var message = request;
        using var response = await http.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        await WireResponse.ThrowIfFailedAsync(response, cancellationToken);
        await using var body = await response.Content.ReadAsStreamAsync(cancellationToken);
        return await OllamaChatStream.ReadAsync(body, answer, cancellationToken);
    }
}
