using System.Text.Json;
using OllamaNet.Contracts.Inference;

namespace OllamaNet.Inference.Engines.OpenAI;

/// <summary>One message of the request body.</summary>
internal static class OpenAIMessage
{
    public static void Write(Utf8JsonWriter json, ChatMessage message, OpenAIDialect dialect)
    {
        json.WriteStartObject();
        json.WriteString("role"u8, RoleNames.Of(message.Role));
        WriteContent(json, message);
        // Only the servers that run open models take back what the model thought.
        if (message.Thinking is not null && dialect is OpenAIDialect.Vllm or OpenAIDialect.LlamaCpp) json.WriteString("reasoning_content"u8, message.Thinking);
        if (message.ToolCalls.Count > 0) WriteToolCalls(json, message.ToolCalls);
        if (message.ToolCallId is not null) json.WriteString("tool_call_id"u8, message.ToolCallId);
        json.WriteEndObject();
    }

    private static void WriteContent(Utf8JsonWriter json, ChatMessage message)
    {
        if (message.Images.Count == 0)
        {
            json.WriteString("content"u8, message.Content);
            return;
        }

        json.WriteStartArray("content"u8);
        if (message.Content.Length > 0)
        {
            json.WriteStartObject();
            json.WriteString("type"u8, "text"u8);
            json.WriteString("text"u8, message.Content);
            json.WriteEndObject();
        }

        foreach (var image in message.Images)
        {
            json.WriteStartObject();
            json.WriteString("type"u8, "image_url"u8);
            json.WriteStartObject("image_url"u8);
            json.WriteString("url"u8, $"data:{image.MediaType};base64,{Convert.ToBase64String(image.Data.Span)}");
            json.WriteEndObject();
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteToolCalls(Utf8JsonWriter json, IReadOnlyList<ToolCall> calls)
    {
        json.WriteStartArray("tool_calls"u8);
        foreach (var call in calls)
        {
            json.WriteStartObject();
            json.WriteString("id"u8, call.Id);
            json.WriteString("type"u8, "function"u8);
            json.WriteStartObject("function"u8);
            json.WriteString("name"u8, call.Name);
            json.WriteString("arguments"u8, call.Arguments);
            json.WriteEndObject();
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
