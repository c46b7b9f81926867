using System.Buffers;
using System.Text;
using Microsoft.Extensions.Caching.Memory;
using OllamaNet.Chat.Messages;
using OllamaNet.Contracts.Inference;

namespace OllamaNet.Chat.FollowUps;

/// <summary>What a user may want to ask next, made by the model that answered, when nobody else waits for it. Asked once for all who look at the same time.</summary>
internal sealed class FollowUpMaker(IInference inference) : IDisposable
{
    private const int QuestionLength = 1000, AnswerLength = 3000;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30), Keep = TimeSpan.FromHours(1);
    private readonly MemoryCache _made = new(new MemoryCacheOptions { SizeLimit = 2000 });
    private readonly Lock _lock = new();

    /// <exception cref="InferenceException">The model cannot say.</exception>
    public async Task<IReadOnlyList<string>> MakeAsync(Message answer, Message question, Caller caller, CancellationToken cancellationToken)
    {
        // An answer that was edited, or went on, is another one.
        var key = (answer.Id, Text(answer));
        Task<IReadOnlyList<string>> making;
        lock (_lock)
        {
            if (!_made.TryGetValue(key, out making!))
            {
                making = Task.Run(() => AskAsync(answer, question, caller with { Background = true }), CancellationToken.None);
                _made.Set(key, making, new MemoryCacheEntryOptions { AbsoluteExpirationRelativeToNow = Keep, Size = 1 });
            }
        }

        try
        {
            return await making.WaitAsync(cancellationToken);
        }
        catch when (making.IsFaulted || making.IsCanceled)
        {
            _made.Remove(key);
            throw;
        }
    }

    public void Dispose() => _made.Dispose();

    private async Task<IReadOnlyList<string>> AskAsync(Message answer, Message question, Caller caller)
    {
        using var patience = new CancellationTokenSource(Patience);
        var info = (await inference.ListModelsAsync(caller, patience.Token)).FirstOrDefault(m => m.Name == answer.Model);

        // The demo model only knows its own sentences.
        if (info is null or { Demo: true }) return [];

        var sink = new TextSink();
        try
        {
            await inference.ChatAsync(ToRequest(info, question, answer, caller), sink, patience.Token);
        }
        catch (OperationCanceledException) when (patience.IsCancellationRequested)
        {
            return [];
        }

        return FollowUpText.Read(sink.ToString());
    }

    private static ChatRequest ToRequest(ModelInfo model, Message question, Message answer, Caller caller) => new()
    {
        Model = model.Name,
        Caller = caller,
        Messages =
        [
            new(ChatRole.System, "You suggest follow-up questions: what the user may want to ask next. Three of them, at most ten words each, in the user's language and as the user would write them. Answer with a JSON object {\"questions\": [\"…\"]} and nothing else."),
            new(ChatRole.User, $"The user asked:\n{Cut(Text(question), QuestionLength)}\n\nThe answer was:\n{Cut(Text(answer), AnswerLength)}"),
        ],
        Options = new()
        {
            Temperature = 0.4f,
            NumPredict = 160,
            NumCtx = Math.Min(model.ContextLength ?? 4096, 4096),
            Thinking = model.Capabilities.HasFlag(ModelCapabilities.Thinking) ? ThinkingLevel.Off : null,
            JsonSchema = model.Capabilities.HasFlag(ModelCapabilities.JsonSchema) ? FollowUpText.Schema : null,
        },
    };

    private static string Text(Message message) => string.Join(' ', message.Parts.Where(p => p.Type is MessagePart.TextType).Select(p => p.Text));

    private static string Cut(string text, int length) => text.Length <= length ? text : text[..(char.IsHighSurrogate(text[length - 1]) ? length - 1 : length)] + "…";

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
