namespace OllamaNet.Ollama;

/// <summary>Receives the parts of a chat answer. Spans are UTF-8 and valid during the call only.</summary>
public interface IOllamaAnswer
{
    /// <summary>A line arrived, whatever is in it.</summary>
    void Received();

    void Content(ReadOnlySpan<byte> utf8);

    void Thinking(ReadOnlySpan<byte> utf8);

    /// <param name="arguments">A JSON object, as text.</param>
    void ToolCall(string? id, string name, string arguments);

    /// <summary>A JSON array: an entry for each token of the content beside it.</summary>
    void Logprobs(ReadOnlySpan<byte> json)
    {
    }

    /// <summary>What arrived together was handed over; the connection is read on when this ends.</summary>
    ValueTask FlushAsync(CancellationToken cancellationToken) => ValueTask.CompletedTask;
}
