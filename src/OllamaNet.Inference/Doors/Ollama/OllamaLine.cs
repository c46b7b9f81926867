using System.Buffers;
using System.Text;
using System.Text.Json;
using OllamaNet.Contracts.Inference;
using OllamaNet.Inference.Doors.Shared;

namespace OllamaNet.Inference.Doors.Ollama;

/// <summary>Writes the lines of an answer that another kind of engine makes, in the form of <c>/api/chat</c> or of <c>/api/generate</c>.</summary>
internal sealed class OllamaLine(bool isChat, TimeProvider time)
{
    private byte[] _name = "\"\""u8.ToArray();

    public void Begin(string model) => _name = Utf8Text.Json(model);

    public void Text(IBufferWriter<byte> output, ReadOnlySpan<byte> utf8)
    {
        Open(output);
        if (isChat) output.WriteEscaped(",\"message\":{\"role\":\"assistant\",\"content\":\""u8, utf8, "\"},\"done\":false}\n"u8);
        else output.WriteEscaped(",\"response\":\""u8, utf8, "\",\"done\":false}\n"u8);
    }

    public void Thinking(IBufferWriter<byte> output, ReadOnlySpan<byte> utf8)
    {
        Open(output);
        if (isChat) output.WriteEscaped(",\"message\":{\"role\":\"assistant\",\"content\":\"\",\"thinking\":\""u8, utf8, "\"},\"done\":false}\n"u8);
        else output.WriteEscaped(",\"response\":\"\",\"thinking\":\""u8, utf8, "\",\"done\":false}\n"u8);
    }

    public void Call(IBufferWriter<byte> output, ToolCall call, int index)
    {
        Open(output);
        output.WriteBytes(",\"message\":{\"role\":\"assistant\",\"content\":\"\",\"tool_calls\":["u8);
        WriteCall(output, call, index);
        output.WriteBytes("]},\"done\":false}\n"u8);
    }

    public void Logprobs(IBufferWriter<byte> output, ReadOnlySpan<byte> json)
    {
        Open(output);
        output.WriteBytes(isChat ? ",\"message\":{\"role\":\"assistant\",\"content\":\"\"},\"logprobs\":"u8 : ",\"response\":\"\",\"logprobs\":"u8);
        output.WriteBytes(json);
        output.WriteBytes(",\"done\":false}\n"u8);
    }

    public void End(IBufferWriter<byte> output, ChatResult result)
    {
        Open(output);
        output.WriteBytes(isChat ? ",\"message\":{\"role\":\"assistant\",\"content\":\"\"}"u8 : ",\"response\":\"\""u8);
        WriteEnd(output, result);
        output.WriteBytes("\n"u8);
    }

    /// <summary>The whole answer as one object, without a line end.</summary>
    public void Whole(IBufferWriter<byte> output, AnswerBuffer answer, ChatResult result)
    {
        Open(output);
        output.WriteEscaped(isChat ? ",\"message\":{\"role\":\"assistant\",\"content\":\""u8 : ",\"response\":\""u8, answer.AnswerText, "\""u8);
        if (!answer.AnswerThinking.IsEmpty) output.WriteEscaped(",\"thinking\":\""u8, answer.AnswerThinking, "\""u8);
        if (isChat)
        {
            for (var i = 0; i < answer.Calls.Count; i++)
            {
                output.WriteBytes(i == 0 ? ",\"tool_calls\":["u8 : ","u8);
                WriteCall(output, answer.Calls[i], i);
                if (i == answer.Calls.Count - 1) output.WriteBytes("]"u8);
            }

            output.WriteBytes("}"u8);
        }

        if (!answer.AnswerLogprobs.IsEmpty)
        {
            output.WriteBytes(",\"logprobs\":["u8);
            output.WriteBytes(answer.AnswerLogprobs);
            output.WriteBytes("]"u8);
        }

        WriteEnd(output, result);
    }

    /// <summary>For a request that only loads or unloads.</summary>
    public void Loaded(IBufferWriter<byte> output, bool unload)
    {
        Open(output);
        output.WriteBytes(isChat ? ",\"message\":{\"role\":\"assistant\",\"content\":\"\"}"u8 : ",\"response\":\"\""u8);
        output.WriteBytes(unload ? ",\"done_reason\":\"unload\",\"done\":true}\n"u8 : ",\"done_reason\":\"load\",\"done\":true}\n"u8);
    }

    private void Open(IBufferWriter<byte> output)
    {
        output.WriteBytes("{\"model\":"u8);
        output.WriteBytes(_name);
        output.WriteBytes(",\"created_at\":\""u8);
        var span = output.GetSpan(40);
        time.GetUtcNow().TryFormat(span, out var written, "yyyy-MM-ddTHH:mm:ss.ffffff'Z'", System.Globalization.CultureInfo.InvariantCulture);
        output.Advance(written);
        output.WriteBytes("\""u8);
    }

    private static void WriteCall(IBufferWriter<byte> output, ToolCall call, int index)
    {
        using var json = new Utf8JsonWriter(output);
        json.WriteStartObject();
        json.WriteString("id"u8, call.Id);
        json.WriteStartObject("function"u8);
        json.WriteNumber("index"u8, index);
        json.WriteString("name"u8, call.Name);
        json.WritePropertyName("arguments"u8);
        WriteArguments(json, call.Arguments);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    /// <summary>They are an object there, and what a model writes need not be one.</summary>
    private static void WriteArguments(Utf8JsonWriter json, string arguments)
    {
        try
        {
            var parsed = JsonElement.Parse(arguments);
            if (parsed.ValueKind is JsonValueKind.Object)
            {
                parsed.WriteTo(json);
                return;
            }
        }
        catch (JsonException)
        {
            // Below.
        }

        json.WriteStartObject();
        json.WriteString("arguments"u8, arguments);
        json.WriteEndObject();
    }

    private static void WriteEnd(IBufferWriter<byte> output, ChatResult result)
    {
        output.WriteBytes(result.Finish is FinishReason.Length ? ",\"done\":true,\"done_reason\":\"length\""u8 : ",\"done\":true,\"done_reason\":\"stop\""u8);
        Number(output, ",\"total_duration\":"u8, Nanoseconds(result.Durations.Total));
        Number(output, ",\"load_duration\":"u8, Nanoseconds(result.Durations.Load));
        Number(output, ",\"prompt_eval_count\":"u8, result.Usage.PromptTokens);
        Number(output, ",\"prompt_eval_duration\":"u8, Nanoseconds(result.Durations.Prompt));
        Number(output, ",\"eval_count\":"u8, result.Usage.AnswerTokens);
        Number(output, ",\"eval_duration\":"u8, Nanoseconds(result.Durations.Answer));
        output.WriteBytes("}"u8);
    }

    private static void Number(IBufferWriter<byte> output, ReadOnlySpan<byte> name, long? value)
    {
        if (value is not { } number) return;
        output.WriteBytes(name);
        var span = output.GetSpan(20);
        System.Buffers.Text.Utf8Formatter.TryFormat(number, span, out var written);
        output.Advance(written);
    }

    private static long? Nanoseconds(TimeSpan? time) => time is { } span ? (long)(span.Ticks * (double)TimeSpan.NanosecondsPerTick) : null;
}
