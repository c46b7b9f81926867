using System.Buffers;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using OllamaNet.Chat.Data;
using OllamaNet.Chat.Messages;
using OllamaNet.Contracts.Chat;
using OllamaNet.Contracts.Inference;
using OllamaNet.Platform.Messaging;
using OllamaNet.Platform.Streaming;

namespace OllamaNet.Chat.Titles;

/// <summary>Names a conversation after its first answer. A title that is there, the user's above all, stays.</summary>
internal sealed class TitleConsumer(ChatDb db, IInference inference, Changes changes, IOptions<ChatOptions> options) : IConsumer<AnswerFinished>
{
    private const int QuestionLength = 2000;

    public async Task HandleAsync(AnswerFinished integrationEvent, CancellationToken cancellationToken)
    {
        var conversation = integrationEvent.ConversationId;
        if (!options.Value.Titles || !await db.Conversations.AnyAsync(c => c.Id == conversation && c.Title == null, cancellationToken)) return;

        var branch = await db.ReadBranchAsync(conversation, integrationEvent.OwnerId, integrationEvent.MessageId, 2, cancellationToken);
        if (branch.Count < 2 || branch[0].Status is not MessageStatus.Complete) return;

        var question = string.Join(' ', branch[1].Parts.Select(p => p.Text).OfType<string>());
        var title = await MakeAsync(integrationEvent.Model, question, new(integrationEvent.OwnerId) { Background = true }, cancellationToken);
        if (title.Length == 0) return;

        var named = await db.Conversations.Where(c => c.Id == conversation && c.Title == null).ExecuteUpdateAsync(set => set.SetProperty(c => c.Title, title), cancellationToken);
        if (named > 0) changes.Publish(integrationEvent.OwnerId, ChangeKinds.Conversation, conversation);
    }

    private async Task<string> MakeAsync(string model, string question, Caller caller, CancellationToken cancellationToken)
    {
        // The demo model only knows its own sentences; the question is the better title.
        var info = (await inference.ListModelsAsync(caller, cancellationToken)).FirstOrDefault(m => m.Name == model);
        if (info is null or { Demo: true }) return Title.FromQuestion(question);

        var sink = new TextSink();
        await inference.ChatAsync(new()
        {
            Model = model,
            Caller = caller,
            Messages =
            [
                new(ChatRole.System, "You name conversations. Answer with a title of two to six words for what the user asks, in the user's language. No quotes, no full stop, nothing else."),
                new(ChatRole.User, question.Length > QuestionLength ? question[..QuestionLength] : question),
            ],
            Options = new()
            {
                Temperature = 0.2f,
                NumPredict = 40,
                NumCtx = Math.Min(info.ContextLength ?? 2048, 2048),
                Thinking = info.Capabilities.HasFlag(ModelCapabilities.Thinking) ? ThinkingLevel.Off : null,
            },
        }, sink, cancellationToken);
        var title = Title.Clean(sink.ToString());
        return title.Length > 0 ? title : Title.FromQuestion(question);
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
