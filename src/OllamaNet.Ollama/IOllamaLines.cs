namespace OllamaNet.Ollama;

/// <summary>Receives the lines of an answer as the server spelled them. Spans are valid during the call only.</summary>
public interface IOllamaLines
{
    /// <summary>A JSON object and its line end; looked through, so it is neither an error nor garbage.</summary>
    void Line(ReadOnlySpan<byte> line);

    /// <inheritdoc cref="IOllamaAnswer.FlushAsync"/>
    ValueTask FlushAsync(CancellationToken cancellationToken);
}
