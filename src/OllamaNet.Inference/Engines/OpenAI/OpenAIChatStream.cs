using System.Runtime.InteropServices;
using System.Text.Json;
using OllamaNet.Contracts.Inference;
using OllamaNet.Ollama;

namespace OllamaNet.Inference.Engines.OpenAI;

/// <summary>What the end of a stream told.</summary>
internal sealed record OpenAIChatEnd(string FinishReason, bool CalledTools, int? PromptTokens, int? AnswerTokens, TimeSpan? Prompt, TimeSpan? Answer);

/// <summary>Reads the server-sent events of <c>/v1/chat/completions</c>. Text goes from the buffer to the sink; nothing is allocated per token.</summary>
internal sealed class OpenAIChatStream(IAnswerSink sink) : IDisposable
{
    private readonly ISignsOfLife? _life = sink as ISignsOfLife;
    private readonly JsonText _text = new();
    private readonly PendingToolCalls _calls = new();
    private readonly CitedSources _sources = new(sink);
    private string? _finish;
    private int? _promptTokens;
    private int? _answerTokens;
    private TimeSpan? _prompt;
    private TimeSpan? _answer;

    /// <exception cref="WireException">The stream reported an error, broke off, or is not the protocol.</exception>
    public async Task<OpenAIChatEnd> ReadAsync(Stream body, CancellationToken cancellationToken)
    {
        using var lines = new LineReader(body);
        var handedOver = false;
        while (true)
        {
            if (!lines.TryRead())
            {
                if (handedOver) await sink.FlushAsync(cancellationToken);
                if (!await lines.ReadAsync(cancellationToken)) break;
            }

            cancellationToken.ThrowIfCancellationRequested();
            _life?.Alive();
            try
            {
                if (!IsData(lines.Line.Span, out var data)) continue;
                handedOver = true;
                if (!Read(data)) break;
            }
            catch (JsonException e)
            {
                throw lines.IsComplete ? WireException.Garbage(e) : WireException.Cut();
            }
        }

        if (_finish is null) throw WireException.Cut();
        return new(_finish, _calls.Any, _promptTokens, _answerTokens, _prompt, _answer);
    }

    public void Dispose() => _text.Dispose();

    private static bool IsData(ReadOnlySpan<byte> line, out ReadOnlySpan<byte> data)
    {
        data = default;
        // Blank lines end events, a colon begins a comment.
        if (line.IsEmpty || line[0] == ':' || line.StartsWith("event:"u8) || line.StartsWith("id:"u8) || line.StartsWith("retry:"u8)) return false;
        if (line.StartsWith("data:"u8))
        {
            data = line["data:"u8.Length..].Trim((byte)' ');
            return !data.IsEmpty;
        }

        // An error without the form of an event is still an error; anything else fails as JSON does.
        data = line;
        return true;
    }

    /// <returns>False at the end that the server announces.</returns>
    private bool Read(ReadOnlySpan<byte> data)
    {
        if (data.SequenceEqual("[DONE]"u8)) return false;

        Range citations = default, results = default;
        var reader = new Utf8JsonReader(data);
        if (!reader.Read() || reader.TokenType is not JsonTokenType.StartObject) throw new JsonException("An event must be an object.");
        while (reader.Read() && reader.TokenType is JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("choices"u8))
            {
                ReadChoices(ref reader);
            }
            else if (reader.ValueTextEquals("usage"u8))
            {
                reader.Read();
                if (reader.TokenType is not JsonTokenType.Null) ReadUsage(JsonElement.ParseValue(ref reader));
            }
            else if (reader.ValueTextEquals("timings"u8))
            {
                reader.Read();
                ReadTimings(JsonElement.ParseValue(ref reader));
            }
            else if (reader.ValueTextEquals("citations"u8))
            {
                citations = Place(ref reader);
            }
            else if (reader.ValueTextEquals("search_results"u8))
            {
                results = Place(ref reader);
            }
            else if (reader.ValueTextEquals("error"u8))
            {
                reader.Read();
                if (reader.TokenType is JsonTokenType.Null) continue;
                throw new WireException(WireFailure.Reported, "The engine reported an error in mid-stream.", WireResponse.ErrorText(ref reader));
            }
            else
            {
                reader.Skip();
            }
        }

        // Throws when anything but white space follows.
        reader.Read();

        // Servers that have such lists repeat them with every event.
        var lists = citations.End.Value + results.End.Value > 0;
        if (lists && (_finish is not null || !_sources.Any)) _sources.Add(data[citations], data[results]);
        return true;
    }

    /// <summary>Of the value that follows.</summary>
    private static Range Place(ref Utf8JsonReader reader)
    {
        reader.Read();
        var from = (int)reader.TokenStartIndex;
        reader.Skip();
        return from..(int)reader.BytesConsumed;
    }

    private void ReadChoices(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType is not JsonTokenType.StartArray) throw new JsonException("Choices must be a list.");
        while (reader.Read() && reader.TokenType is not JsonTokenType.EndArray)
        {
            if (reader.TokenType is not JsonTokenType.StartObject) throw new JsonException("A choice must be an object.");
            while (reader.Read() && reader.TokenType is JsonTokenType.PropertyName)
            {
                if (reader.ValueTextEquals("delta"u8))
                {
                    ReadDelta(ref reader);
                }
                else if (reader.ValueTextEquals("finish_reason"u8))
                {
                    reader.Read();
                    if (reader.TokenType is JsonTokenType.String) Finish(reader.GetString()!);
                }
                else if (reader.ValueTextEquals("logprobs"u8))
                {
                    reader.Read();
                    if (reader.TokenType is JsonTokenType.StartObject) ReadLogprobs(JsonElement.ParseValue(ref reader));
                }
                else
                {
                    reader.Skip();
                }
            }
        }
    }

    private void ReadDelta(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType is JsonTokenType.Null) return;
        if (reader.TokenType is not JsonTokenType.StartObject) throw new JsonException("A delta must be an object.");
        var thought = false;
        while (reader.Read() && reader.TokenType is JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("content"u8) || reader.ValueTextEquals("refusal"u8))
            {
                reader.Read();
                var content = _text.Read(ref reader);
                if (!content.IsEmpty) sink.Text(content);
            }
            else if (reader.ValueTextEquals("reasoning"u8) || reader.ValueTextEquals("reasoning_content"u8))
            {
                reader.Read();
                // Some servers send the same under both names.
                var thinking = _text.Read(ref reader);
                if (!thinking.IsEmpty && !thought) sink.Thinking(thinking);
                thought |= !thinking.IsEmpty;
            }
            else if (reader.ValueTextEquals("tool_calls"u8))
            {
                reader.Read();
                _calls.Add(JsonElement.ParseValue(ref reader));
            }
            else if (reader.ValueTextEquals("annotations"u8))
            {
                reader.Read();
                _sources.Add(JsonElement.ParseValue(ref reader));
            }
            else
            {
                reader.Skip();
            }
        }
    }

    private void ReadLogprobs(JsonElement logprobs)
    {
        if (logprobs.TryGetProperty("content", out var tokens) && tokens.ValueKind is JsonValueKind.Array && tokens.GetArrayLength() > 0) sink.Logprobs(JsonMarshal.GetRawUtf8Value(tokens));
    }

    private void Finish(string reason)
    {
        if (_finish is not null) return;
        _finish = reason;
        _calls.SendTo(sink);
    }

    private void ReadUsage(JsonElement usage)
    {
        if (usage.ValueKind is not JsonValueKind.Object) return;
        _promptTokens = Number(usage, "prompt_tokens") is { } prompt ? (int)prompt : _promptTokens;
        _answerTokens = Number(usage, "completion_tokens") is { } answer ? (int)answer : _answerTokens;
    }

    /// <summary>llama.cpp's server measures itself.</summary>
    private void ReadTimings(JsonElement timings)
    {
        if (timings.ValueKind is not JsonValueKind.Object) return;
        _prompt = Number(timings, "prompt_ms") is { } prompt ? TimeSpan.FromMilliseconds(prompt) : null;
        _answer = Number(timings, "predicted_ms") is { } answer ? TimeSpan.FromMilliseconds(answer) : null;
    }

    private static double? Number(JsonElement of, string name) =>
        of.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.Number && value.GetDouble() is >= 0 and < int.MaxValue and var number ? number : null;
}
