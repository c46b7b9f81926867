using System.Buffers;
using System.Text;
using OllamaNet.Chat.Messages;
using OllamaNet.Contracts.Inference;

namespace OllamaNet.Chat.Context;

/// <summary>Asks the model of the conversation for a summary.</summary>
internal sealed class SummaryModel(IInference inference)
{
    private const string Instruction = """
        You keep the notes of a conversation between a user and an assistant, so that it can go on when its beginning is forgotten.
        Write what must be remembered: who the user is and what they want, facts, names, numbers, decisions, what is still open. Write plainly, in the
        language of the conversation, in short sentences. Nothing that was not said, no introduction, no comment.
        """;

    private const int LongestAnswer = 600;

    /// <returns>The whole summary; empty when the model said nothing.</returns>
    public async Task<string> WriteAsync(ModelInfo info, BranchSummary? before, IReadOnlyList<SummaryMessage> next, PromptBudget budget, Caller caller, CancellationToken cancellationToken)
    {
        // What a person wrote is not written anew.
        var kept = before is { Edited: true };
        var said = Said(next, budget.Room);
        var sink = new TextSink();
        await inference.ChatAsync(new()
        {
            Model = info.Name,
            Caller = caller,
            Messages =
            [
                new(ChatRole.System, Instruction),
                new(ChatRole.User, before is null || kept ? $"{said}\n\nWrite the notes of this." : $"The notes so far:\n{before.Text}\n\n{said}\n\nWrite the notes anew, so that they hold both."),
            ],
            Options = new()
            {
                Temperature = 0.2f,
                NumPredict = Math.Min(LongestAnswer, Math.Max(64, budget.Summary / (kept ? 3 : 1))),
                NumCtx = budget.ContextLength,
                Thinking = info.Capabilities.HasFlag(ModelCapabilities.Thinking) ? ThinkingLevel.Off : null,
            },
        }, sink, cancellationToken);
        var text = sink.ToString().Trim();
        return text.Length == 0 || !kept ? text : $"{before!.Text}\n\n{text}";
    }

    private static string Said(IReadOnlyList<SummaryMessage> next, int room)
    {
        var text = new StringBuilder("What was said:");
        // A message that is too long for the model to read is read at its beginning and its end.
        var longest = Math.Max(200, room * 2 / Math.Max(1, next.Count));
        foreach (var message in next)
        {
            var content = message.Text ?? "";
            if (next.Sum(m => m.Tokens) > room * 0.7 && content.Length > longest) content = $"{content[..(longest / 2)]} […] {content[^(longest / 2)..]}";
            text.Append("\n\n").Append(message.Role is MessageRole.User ? "User: " : "Assistant: ").Append(content);
        }

        return text.ToString();
    }

    private sealed class TextSink : IAnswerSink
    {
        private readonly ArrayBufferWriter<byte> _text = new();

        public void Started(string node, string model) { }

        public void Text(ReadOnlySpan<byte> utf8) => _text.Write(utf8);

        public void Thinking(ReadOnlySpan<byte> utf8) { }

        public void ToolCall(ToolCall call) { }

        public override string ToString() => Encoding.UTF8.GetString(_text.WrittenSpan);
    }
}
