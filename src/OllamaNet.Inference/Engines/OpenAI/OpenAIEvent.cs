using System.Text.Json;
using OllamaNet.Ollama;

namespace OllamaNet.Inference.Engines.OpenAI;

/// <summary>What is read of an event, or of a whole answer, that is passed on as it is.</summary>
internal ref struct OpenAIEvent
{
    /// <summary>The value of <c>model</c>, quotes included.</summary>
    public Range Model;

    /// <summary>It brings something of the answer, or its end; not just the role.</summary>
    public bool HasContent;

    /// <summary>It brings the usage and nothing else.</summary>
    public bool IsUsageOnly;

    public string? Finish;
    public bool CalledTools;
    public int? PromptTokens;
    public int? AnswerTokens;

    /// <exception cref="JsonException">It is not of this protocol.</exception>
    /// <exception cref="WireException">It reports an error.</exception>
    public static OpenAIEvent Read(ReadOnlySpan<byte> json)
    {
        var found = new OpenAIEvent();
        var reader = new Utf8JsonReader(json);
        if (!reader.Read() || reader.TokenType is not JsonTokenType.StartObject) throw new JsonException("An event must be an object.");

        bool hasChoices = false, hasUsage = false;
        while (reader.Read() && reader.TokenType is JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("choices"u8))
            {
                hasChoices = true;
                found.IsUsageOnly = !found.ReadChoices(ref reader);
            }
            else if (reader.ValueTextEquals("model"u8))
            {
                reader.Read();
                found.Model = new((int)reader.TokenStartIndex, (int)reader.BytesConsumed);
            }
            else if (reader.ValueTextEquals("usage"u8))
            {
                reader.Read();
                hasUsage = reader.TokenType is JsonTokenType.StartObject;
                if (hasUsage) found.ReadUsage(ref reader);
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
        if (!hasChoices) throw new JsonException("An event must have choices.");
        found.IsUsageOnly &= hasUsage;
        return found;
    }

    /// <returns>Whether there is one.</returns>
    private bool ReadChoices(ref Utf8JsonReader reader)
    {
        var any = false;
        reader.Read();
        if (reader.TokenType is not JsonTokenType.StartArray) throw new JsonException("Choices must be a list.");
        while (reader.Read() && reader.TokenType is not JsonTokenType.EndArray)
        {
            any = true;
            if (reader.TokenType is not JsonTokenType.StartObject) throw new JsonException("A choice must be an object.");
            while (reader.Read() && reader.TokenType is JsonTokenType.PropertyName) ReadOfChoice(ref reader);
        }

        return any;
    }

    private void ReadOfChoice(ref Utf8JsonReader reader)
    {
        if (reader.ValueTextEquals("delta"u8) || reader.ValueTextEquals("message"u8))
        {
            ReadDelta(ref reader);
        }
        else if (reader.ValueTextEquals("finish_reason"u8))
        {
            reader.Read();
            if (reader.TokenType is not JsonTokenType.String) return;
            HasContent = true;
            Finish ??= Known(ref reader);
        }
        else if (reader.ValueTextEquals("text"u8))
        {
            reader.Read();
            HasContent |= reader.TokenType is JsonTokenType.String && !reader.ValueSpan.IsEmpty;
        }
        else
        {
            reader.Skip();
        }
    }

    private void ReadDelta(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType is JsonTokenType.Null) return;
        if (reader.TokenType is not JsonTokenType.StartObject) throw new JsonException("A delta must be an object.");
        while (reader.Read() && reader.TokenType is JsonTokenType.PropertyName)
        {
            var isRole = reader.ValueTextEquals("role"u8);
            var isCalls = !isRole && reader.ValueTextEquals("tool_calls"u8);
            reader.Read();
            var isEmpty = IsEmpty(ref reader);
            CalledTools |= isCalls && !isEmpty;
            HasContent |= !isRole && !isEmpty;
        }
    }

    /// <summary>Reads over the value.</summary>
    private static bool IsEmpty(ref Utf8JsonReader reader)
    {
        if (reader.TokenType is JsonTokenType.Null) return true;
        if (reader.TokenType is JsonTokenType.String) return reader.ValueSpan.IsEmpty;
        if (reader.TokenType is not JsonTokenType.StartArray)
        {
            reader.Skip();
            return false;
        }

        var empty = true;
        while (reader.Read() && reader.TokenType is not JsonTokenType.EndArray)
        {
            empty = false;
            reader.Skip();
        }

        return empty;
    }

    private void ReadUsage(ref Utf8JsonReader reader)
    {
        while (reader.Read() && reader.TokenType is JsonTokenType.PropertyName)
        {
            var isPrompt = reader.ValueTextEquals("prompt_tokens"u8);
            var isAnswer = !isPrompt && reader.ValueTextEquals("completion_tokens"u8);
            reader.Read();
            if ((isPrompt || isAnswer) && reader.TokenType is JsonTokenType.Number && reader.TryGetInt32(out var tokens))
            {
                if (isPrompt) PromptTokens = tokens;
                else AnswerTokens = tokens;
            }

            reader.Skip();
        }
    }

    /// <summary>Without a string for the usual ones.</summary>
    private static string Known(ref Utf8JsonReader reader) =>
        reader.ValueTextEquals("stop"u8) ? "stop" : reader.ValueTextEquals("length"u8) ? "length" : reader.ValueTextEquals("tool_calls"u8) ? "tool_calls" : reader.GetString()!;
}
