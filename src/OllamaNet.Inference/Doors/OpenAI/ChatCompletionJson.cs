using System.Buffers;
using System.Text;
using OllamaNet.Contracts.Inference;
using OllamaNet.Inference.Doors.Shared;

namespace OllamaNet.Inference.Doors.OpenAI;

/// <summary>Pieces of the answers of chat completions.</summary>
internal static class ChatCompletionJson
{
    /// <summary>An answer in one piece.</summary>
    public static ArrayBufferWriter<byte> Whole(DoorCall call, AnswerBuffer answer, ChatResult result)
    {
        var output = new ArrayBufferWriter<byte>(512 + (answer.AnswerText.Length * 2));
        WriteHead(output, ResponseId.New("chatcmpl-"), "chat.completion"u8, call);
        output.WriteBytes("\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":"u8);
        if (answer.AnswerText.IsEmpty && answer.Calls.Count > 0) output.WriteBytes("null"u8);
        else output.WriteEscaped("\""u8, answer.AnswerText, "\""u8);
        output.WriteBytes(",\"refusal\":null"u8);
        if (!answer.AnswerThinking.IsEmpty)
        {
            output.WriteEscaped(",\"reasoning_content\":\""u8, answer.AnswerThinking, "\",\"reasoning\":\""u8);
            output.WriteEscaped(default, answer.AnswerThinking, "\""u8);
        }

        if (answer.Calls.Count > 0) WriteToolCalls(output, answer.Calls);
        output.WriteBytes("},\"logprobs\":"u8);
        if (answer.AnswerLogprobs.IsEmpty)
        {
            output.WriteBytes("null"u8);
        }
        else
        {
            output.WriteBytes("{\"content\":["u8);
            output.WriteBytes(answer.AnswerLogprobs);
            output.WriteBytes("],\"refusal\":null}"u8);
        }

        output.WriteBytes(",\"finish_reason\":"u8);
        output.WriteBytes(FinishOf(result.Finish));
        output.WriteBytes("}],\"usage\":"u8);
        WriteUsage(output, result.Usage);
        output.WriteBytes("}"u8);
        return output;
    }

    /// <summary>Opens the object and writes what every answer begins with.</summary>
    public static void WriteHead(IBufferWriter<byte> output, string id, ReadOnlySpan<byte> kind, DoorCall call)
    {
        output.WriteBytes("{\"id\":\""u8);
        output.WriteBytes(Encoding.ASCII.GetBytes(id));
        output.WriteBytes("\",\"object\":\""u8);
        output.WriteBytes(kind);
        output.WriteBytes("\",\"created\":"u8);
        output.WriteNumber(call.Begun.ToUnixTimeSeconds());
        output.WriteBytes(",\"model\":"u8);
        output.WriteJson(call.Model);
        output.WriteBytes(",\"system_fingerprint\":null,"u8);
    }

    /// <summary>Members of a call, and the end of its inner object only: what holds it may have an index.</summary>
    public static void WriteToolCall(IBufferWriter<byte> output, ToolCall call)
    {
        output.WriteBytes("\"id\":"u8);
        output.WriteJson(call.Id);
        output.WriteBytes(",\"type\":\"function\",\"function\":{\"name\":"u8);
        output.WriteJson(call.Name);
        output.WriteBytes(",\"arguments\":"u8);
        output.WriteJson(call.Arguments);
        output.WriteBytes("}"u8);
    }

    /// <summary>What the engine did not count is null as a whole, or zero in part.</summary>
    public static void WriteUsage(IBufferWriter<byte> output, TokenUsage usage)
    {
        if (usage is { PromptTokens: null, AnswerTokens: null })
        {
            output.WriteBytes("null"u8);
            return;
        }

        var (prompt, answer) = (usage.PromptTokens ?? 0, usage.AnswerTokens ?? 0);
        output.WriteBytes("{\"prompt_tokens\":"u8);
        output.WriteNumber(prompt);
        output.WriteBytes(",\"completion_tokens\":"u8);
        output.WriteNumber(answer);
        output.WriteBytes(",\"total_tokens\":"u8);
        output.WriteNumber((long)prompt + answer);
        output.WriteBytes("}"u8);
    }

    public static ReadOnlySpan<byte> FinishOf(FinishReason finish) => finish switch
    {
        FinishReason.Length => "\"length\""u8,
        FinishReason.ToolCalls => "\"tool_calls\""u8,
        _ => "\"stop\""u8,
    };

    private static void WriteToolCalls(ArrayBufferWriter<byte> output, IReadOnlyList<ToolCall> calls)
    {
        output.WriteBytes(",\"tool_calls\":["u8);
        foreach (var (index, call) in calls.Index())
        {
            output.WriteBytes(index == 0 ? "{"u8 : ",{"u8);
            WriteToolCall(output, call);
            output.WriteBytes("}"u8);
        }

        output.WriteBytes("]"u8);
    }
}
