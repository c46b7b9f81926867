using System.Runtime.InteropServices;
using System.Text.Json;

namespace OllamaNet.Ollama;

/// <summary>Reads the newline-delimited JSON of <c>/api/chat</c>, and of <c>/api/generate</c>. Text goes from the buffer to the receiver; nothing is allocated per token.</summary>
public static class OllamaChatStream
{
    /// <exception cref="WireException">The stream reported an error, broke off, or is not the protocol.</exception>
    public static async Task<OllamaChatEnd> ReadAsync(Stream body, IOllamaAnswer answer, CancellationToken cancellationToken)
    {
        using var lines = new LineReader(body);
        using var text = new JsonText();
        var calledTools = false;
        var handedOver = false;
        while (true)
        {
            if (!lines.TryRead())
            {
                if (handedOver) await answer.FlushAsync(cancellationToken);
                if (!await lines.ReadAsync(cancellationToken)) break;
            }

            // Lines that are already in the buffer do not ask the stream, which would notice.
            cancellationToken.ThrowIfCancellationRequested();
            answer.Received();
            var line = lines.Line.Span.Trim(" \t"u8);
            if (line.IsEmpty) continue;
            handedOver = true;
            try
            {
                if (Read(line, answer, text, ref calledTools)) return OllamaChatEnd.Read(line, calledTools);
            }
            catch (JsonException e)
            {
                throw lines.IsComplete ? WireException.Garbage(e) : WireException.Cut();
            }
        }

        throw WireException.Cut();
    }

    /// <returns>Whether the line says that the answer is done.</returns>
    private static bool Read(ReadOnlySpan<byte> line, IOllamaAnswer answer, JsonText text, ref bool calledTools)
    {
        var reader = new Utf8JsonReader(line);
        if (!reader.Read() || reader.TokenType is not JsonTokenType.StartObject) throw new JsonException("A line must be an object.");

        bool known = false, done = false;
        while (reader.Read() && reader.TokenType is JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("message"u8))
            {
                known = true;
                ReadMessage(ref reader, answer, text, ref calledTools);
            }
            else if (reader.ValueTextEquals("response"u8))
            {
                known = true;
                reader.Read();
                var content = text.Read(ref reader);
                if (!content.IsEmpty) answer.Content(content);
            }
            else if (reader.ValueTextEquals("logprobs"u8))
            {
                reader.Read();
                if (reader.TokenType is JsonTokenType.StartArray) answer.Logprobs(JsonMarshal.GetRawUtf8Value(JsonElement.ParseValue(ref reader)));
            }
            else if (reader.ValueTextEquals("done"u8))
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
            else
            {
                reader.Skip();
            }
        }

        // Throws when anything but white space follows.
        reader.Read();
        return known ? done : throw new JsonException("A line must have a message, an error or an end.");
    }

    private static void ReadMessage(ref Utf8JsonReader reader, IOllamaAnswer answer, JsonText text, ref bool calledTools)
    {
        reader.Read();
        if (reader.TokenType is JsonTokenType.Null) return;
        if (reader.TokenType is not JsonTokenType.StartObject) throw new JsonException("A message must be an object.");
        while (reader.Read() && reader.TokenType is JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("content"u8))
            {
                reader.Read();
                var content = text.Read(ref reader);
                if (!content.IsEmpty) answer.Content(content);
            }
            else if (reader.ValueTextEquals("thinking"u8))
            {
                reader.Read();
                var thinking = text.Read(ref reader);
                if (!thinking.IsEmpty) answer.Thinking(thinking);
            }
            else if (reader.ValueTextEquals("tool_calls"u8))
            {
                reader.Read();
                calledTools |= ReadToolCalls(JsonElement.ParseValue(ref reader), answer);
            }
            else
            {
                reader.Skip();
            }
        }
    }

    private static bool ReadToolCalls(JsonElement calls, IOllamaAnswer answer)
    {
        if (calls.ValueKind is JsonValueKind.Null) return false;
        if (calls.ValueKind is not JsonValueKind.Array) throw new JsonException("Tool calls must be a list.");
        foreach (var call in calls.EnumerateArray())
        {
            if (call.ValueKind is not JsonValueKind.Object || !call.TryGetProperty("function", out var function) || function.ValueKind is not JsonValueKind.Object
                || !function.TryGetProperty("name", out var name) || name.ValueKind is not JsonValueKind.String)
                throw new JsonException("A tool call must name its function.");
            var id = call.TryGetProperty("id", out var given) && given.ValueKind is JsonValueKind.String ? given.GetString() : null;
            var arguments = function.TryGetProperty("arguments", out var passed) && passed.ValueKind is JsonValueKind.Object ? passed.GetRawText() : "{}";
            answer.ToolCall(id, name.GetString()!, arguments);
        }

        return calls.GetArrayLength() > 0;
    }
}
