using System.Text.Json;

namespace OllamaNet.Ollama;

/// <summary>Reads the newline-delimited JSON of <c>/api/chat</c> and <c>/api/generate</c> without taking it apart: only errors, tool calls and the end are looked for.</summary>
public static class OllamaLineStream
{
    private static ReadOnlySpan<byte> LineEnd => "\n"u8;

    /// <exception cref="WireException">The stream reported an error, broke off, or is not the protocol.</exception>
    public static async Task<OllamaChatEnd> ReadAsync(Stream body, IOllamaLines receiver, CancellationToken cancellationToken)
    {
        using var lines = new LineReader(body);
        var calledTools = false;
        var handedOver = false;
        while (true)
        {
            if (!lines.TryRead())
            {
                if (handedOver) await receiver.FlushAsync(cancellationToken);
                if (!await lines.ReadAsync(cancellationToken)) break;
            }

            cancellationToken.ThrowIfCancellationRequested();
            if (lines.Line.Span.Trim(" \t"u8).IsEmpty) continue;
            try
            {
                var done = LookThrough(lines.Line.Span, ref calledTools);
                HandOver(lines, receiver);
                handedOver = true;
                if (done) return OllamaChatEnd.Read(lines.Line.Span, calledTools);
            }
            catch (JsonException e)
            {
                throw lines.IsComplete ? WireException.Garbage(e) : WireException.Cut();
            }
        }

        throw WireException.Cut();
    }

    private static void HandOver(LineReader lines, IOllamaLines receiver)
    {
        receiver.Line(lines.Whole.Span);
        // A last line needs no end; whoever reads ours does.
        if (!lines.IsComplete) receiver.Line(LineEnd);
    }

    /// <returns>Whether the line says that the answer is done.</returns>
    private static bool LookThrough(ReadOnlySpan<byte> line, ref bool calledTools)
    {
        var reader = new Utf8JsonReader(line);
        if (!reader.Read() || reader.TokenType is not JsonTokenType.StartObject) throw new JsonException("A line must be an object.");

        bool known = false, done = false;
        while (reader.Read() && reader.TokenType is JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("done"u8))
            {
                known = true;
                reader.Read();
                done = reader.TokenType is JsonTokenType.True;
            }
            else if (reader.ValueTextEquals("error"u8))
            {
                reader.Read();
                throw new WireException(WireFailure.Reported, "The engine reported an error in mid-stream.", WireResponse.ErrorText(ref reader));
            }
            else if (reader.ValueTextEquals("message"u8))
            {
                known = true;
                reader.Read();
                calledTools |= reader.TokenType is JsonTokenType.StartObject && CallsTools(ref reader);
            }
            else
            {
                known |= reader.ValueTextEquals("response"u8);
                reader.Skip();
            }
        }

        // Throws when anything but white space follows.
        reader.Read();
        return known ? done : throw new JsonException("A line must have a message, an error or an end.");
    }

    private static bool CallsTools(ref Utf8JsonReader reader)
    {
        var calls = false;
        while (reader.Read() && reader.TokenType is JsonTokenType.PropertyName)
        {
            var found = reader.ValueTextEquals("tool_calls"u8);
            reader.Read();
            calls |= found && reader.TokenType is JsonTokenType.StartArray;
            reader.Skip();
        }

        return calls;
    }
}
