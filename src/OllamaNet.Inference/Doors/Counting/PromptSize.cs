using System.Text;
using OllamaNet.Contracts.Inference;

namespace OllamaNet.Inference.Doors.Counting;

/// <summary>What of a request becomes tokens of the prompt.</summary>
internal static class PromptSize
{
    /// <summary>Role and separators of a message, in any model's template.</summary>
    private const int MessageBytes = 16;

    /// <summary>A picture comes to some hundred tokens, whatever its bytes.</summary>
    private const int ImageBytes = 2400;

    public static long Of(ChatRequest request) => request.Messages.Sum(Of) + request.Tools.Sum(Of);

    private static long Of(ChatMessage message) =>
        MessageBytes + Bytes(message.Content) + Bytes(message.Thinking) + (message.Images.Count * ImageBytes) + message.ToolCalls.Sum(c => (long)Bytes(c.Name) + Bytes(c.Arguments));

    private static long Of(ToolDefinition tool) => MessageBytes + Bytes(tool.Name) + Bytes(tool.Description) + Bytes(tool.Parameters.GetRawText());

    private static int Bytes(string? text) => text is null ? 0 : Encoding.UTF8.GetByteCount(text);
}
