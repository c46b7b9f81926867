namespace OllamaNet.Inference.Engines;

/// <summary>An engine whose models can be installed and removed, in the words of Ollama's API.</summary>
internal interface IModelStore
{
    /// <summary>Sends a request as it is.</summary>
    /// <param name="path">Such as <c>api/pull</c>.</param>
    /// <returns>A successful answer whose body is still coming.</returns>
    /// <exception cref="OllamaNet.Contracts.Inference.InferenceException">The node cannot be reached, or said no.</exception>
    Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, HttpContent? content, CancellationToken cancellationToken);
}
