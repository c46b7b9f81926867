using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using OllamaNet.Contracts.Inference;
using OllamaNet.Inference.Doors.Shared;

namespace OllamaNet.Inference.Doors.Anthropic;

/// <summary>An answer in one piece, and what both forms share.</summary>
internal static class AnthropicAnswer
{
    private static readonly JsonWriterOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Clients send it back with what was thought, and want one; nothing here depends on it.</summary>
    public static ReadOnlySpan<byte> Signature => "ollamanet"u8;

    public static ReadOnlyMemory<byte> Whole(AnswerBuffer answer, ChatResult result, string model, int promptTokens)
    {
        var output = new ArrayBufferWriter<byte>(answer.AnswerText.Length + 512);
        using var json = new Utf8JsonWriter(output, Readable);
        json.WriteStartObject();
        json.WriteString("id"u8, ResponseId.New("msg_"));
        json.WriteString("type"u8, "message"u8);
        json.WriteString("role"u8, "assistant"u8);
        json.WriteString("model"u8, model);
        json.WriteStartArray("content"u8);
        WriteBlocks(json, answer);
        json.WriteEndArray();
        json.WriteString("stop_reason"u8, StopReason(result));
        json.WriteString("stop_sequence"u8, result.StopSequence);
        json.WriteStartObject("usage"u8);
        json.WriteNumber("input_tokens"u8, result.Usage.PromptTokens ?? promptTokens);
        json.WriteNumber("cache_creation_input_tokens"u8, 0);
        json.WriteNumber("cache_read_input_tokens"u8, 0);
        json.WriteNumber("output_tokens"u8, result.Usage.AnswerTokens ?? 0);
        json.WriteEndObject();
        json.WriteEndObject();
        json.Flush();
        return output.WrittenMemory;
    }

    public static ReadOnlySpan<byte> StopReason(ChatResult result) => result switch
    {
        { Finish: FinishReason.ToolCalls } => "tool_use"u8,
        { Finish: FinishReason.Length } => "max_tokens"u8,
        { StopSequence: not null } => "stop_sequence"u8,
        _ => "end_turn"u8,
    };

    /// <summary>Engines that name no calls give them numbers, which are the same in every turn; here an id is one of its own.</summary>
    public static string ToolUseId(ToolCall call) => call.Id.StartsWith("call_", StringComparison.Ordinal) && call.Id.Length < 10 ? ResponseId.New("toolu_") : call.Id;

    /// <summary>They must be an object, and what a model writes need not be one.</summary>
    public static string InputOf(ToolCall call)
    {
        try
        {
            if (JsonElement.Parse(call.Arguments).ValueKind is JsonValueKind.Object) return call.Arguments;
        }
        catch (JsonException)
        {
            // Below.
        }

        return JsonSerializer.Serialize(new Dictionary<string, string>(StringComparer.Ordinal) { ["input"] = call.Arguments });
    }

    private static void WriteBlocks(Utf8JsonWriter json, AnswerBuffer answer)
    {
        if (!answer.AnswerThinking.IsEmpty)
        {
            json.WriteStartObject();
            json.WriteString("type"u8, "thinking"u8);
            json.WriteString("thinking"u8, answer.AnswerThinking);
            json.WriteString("signature"u8, Signature);
            json.WriteEndObject();
        }

        if (!answer.AnswerText.IsEmpty)
        {
            json.WriteStartObject();
            json.WriteString("type"u8, "text"u8);
            json.WriteString("text"u8, answer.AnswerText);
            json.WriteEndObject();
        }

        foreach (var call in answer.Calls)
        {
            json.WriteStartObject();
            json.WriteString("type"u8, "tool_use"u8);
            json.WriteString("id"u8, ToolUseId(call));
            json.WriteString("name"u8, call.Name);
            json.WritePropertyName("input"u8);
            json.WriteRawValue(InputOf(call));
            json.WriteEndObject();
        }
    }
}
