using System.Text.Json;
using OllamaNet.Contracts.Inference;
using OllamaNet.Inference.Doors.Shared;

namespace OllamaNet.Inference.Doors.OpenAI.Responses;

/// <summary>Writes response objects and their items.</summary>
internal static class ResponseJson
{
    private static readonly string[] Echoed = ["instructions", "max_output_tokens", "temperature", "top_p", "user", "prompt_cache_key", "safety_identifier"];

    /// <param name="result">Null while the answer is made, or when it failed.</param>
    /// <param name="failure">Code and message.</param>
    public static void Write(Utf8JsonWriter json, ResponseQuestion question, DoorCall call, IReadOnlyList<OutputItem> output, ChatResult? result, (string Code, string Message)? failure = null)
    {
        var root = question.Root;
        json.WriteStartObject();
        json.WriteString("id"u8, question.Id);
        json.WriteString("object"u8, "response"u8);
        json.WriteNumber("created_at"u8, call.Begun.ToUnixTimeSeconds());
        json.WriteString("status"u8, StatusOf(result, failure is not null));
        json.WriteBoolean("background"u8, value: false);
        WriteFailure(json, failure);
        WriteIncomplete(json, result);
        json.WriteString("model"u8, call.Model);
        json.WriteStartArray("output"u8);
        foreach (var item in output) WriteItem(json, item, done: true);
        json.WriteEndArray();
        json.WriteBoolean("parallel_tool_calls"u8, root["parallel_tool_calls"].BoolOrNull() ?? true);
        json.WriteString("previous_response_id"u8, question.PreviousId);
        foreach (var name in Echoed) Echo(json, root, name, "null"u8);
        Echo(json, root, "reasoning", """{"effort":null,"summary":null}"""u8);
        Echo(json, root, "text", """{"format":{"type":"text"}}"""u8);
        Echo(json, root, "tools", "[]"u8);
        Echo(json, root, "tool_choice", "\"auto\""u8);
        Echo(json, root, "metadata", "{}"u8);
        json.WriteBoolean("store"u8, question.Store);
        json.WriteString("truncation"u8, "disabled"u8);
        WriteUsage(json, result?.Usage);
        json.WriteEndObject();
    }

    /// <param name="done">False: as it is when it is announced, before anything is in it.</param>
    public static void WriteItem(Utf8JsonWriter json, OutputItem item, bool done)
    {
        json.WriteStartObject();
        json.WriteString("id"u8, item.Id);
        switch (item.Kind)
        {
            case OutputKind.Reasoning:
                json.WriteString("type"u8, "reasoning"u8);
                json.WriteStartArray("summary"u8);
                if (done) WriteSummary(json, item.Text.WrittenSpan);
                json.WriteEndArray();
                break;
            case OutputKind.Message:
                json.WriteString("type"u8, "message"u8);
                json.WriteString("status"u8, done ? "completed"u8 : "in_progress"u8);
                json.WriteString("role"u8, "assistant"u8);
                json.WriteStartArray("content"u8);
                if (done) WriteText(json, item);
                json.WriteEndArray();
                break;
            default:
                json.WriteString("type"u8, "function_call"u8);
                json.WriteString("status"u8, done ? "completed"u8 : "in_progress"u8);
                json.WriteString("call_id"u8, item.Call!.Id);
                json.WriteString("name"u8, item.Call.Name);
                json.WriteString("arguments"u8, done ? item.Call.Arguments : "");
                break;
        }

        json.WriteEndObject();
    }

    public static void WriteSummary(Utf8JsonWriter json, ReadOnlySpan<byte> text)
    {
        json.WriteStartObject();
        json.WriteString("type"u8, "summary_text"u8);
        json.WriteString("text"u8, text);
        json.WriteEndObject();
    }

    public static void WriteText(Utf8JsonWriter json, OutputItem? item)
    {
        json.WriteStartObject();
        json.WriteString("type"u8, "output_text"u8);
        json.WriteString("text"u8, item is null ? default : item.Text.WrittenSpan);
        json.WriteStartArray("annotations"u8);
        json.WriteEndArray();
        json.WriteStartArray("logprobs"u8);
        if (item?.Logprobs is { } logprobs) json.WriteRawValue(logprobs.WrittenSpan, skipInputValidation: true);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static ReadOnlySpan<byte> StatusOf(ChatResult? result, bool failed) =>
        failed ? "failed"u8 : result is null ? "in_progress"u8 : result.Finish is FinishReason.Length ? "incomplete"u8 : "completed"u8;

    private static void WriteFailure(Utf8JsonWriter json, (string Code, string Message)? failure)
    {
        if (failure is not var (code, message))
        {
            json.WriteNull("error"u8);
            return;
        }

        json.WriteStartObject("error"u8);
        json.WriteString("code"u8, code.Replace('-', '_'));
        json.WriteString("message"u8, message);
        json.WriteEndObject();
    }

    private static void WriteIncomplete(Utf8JsonWriter json, ChatResult? result)
    {
        if (result is not { Finish: FinishReason.Length })
        {
            json.WriteNull("incomplete_details"u8);
            return;
        }

        json.WriteStartObject("incomplete_details"u8);
        json.WriteString("reason"u8, "max_output_tokens"u8);
        json.WriteEndObject();
    }

    private static void Echo(Utf8JsonWriter json, JsonField root, string name, ReadOnlySpan<byte> otherwise)
    {
        json.WritePropertyName(name);
        if (root[name].IsGiven) root[name].Value.WriteTo(json);
        else json.WriteRawValue(otherwise, skipInputValidation: true);
    }

    private static void WriteUsage(Utf8JsonWriter json, TokenUsage? usage)
    {
        if (usage is null or { PromptTokens: null, AnswerTokens: null })
        {
            json.WriteNull("usage"u8);
            return;
        }

        var (input, output) = (usage.PromptTokens ?? 0, usage.AnswerTokens ?? 0);
        json.WriteStartObject("usage"u8);
        json.WriteNumber("input_tokens"u8, input);
        json.WriteStartObject("input_tokens_details"u8);
        json.WriteNumber("cached_tokens"u8, 0);
        json.WriteEndObject();
        json.WriteNumber("output_tokens"u8, output);
        json.WriteStartObject("output_tokens_details"u8);
        json.WriteNumber("reasoning_tokens"u8, 0);
        json.WriteEndObject();
        json.WriteNumber("total_tokens"u8, (long)input + output);
        json.WriteEndObject();
    }
}
