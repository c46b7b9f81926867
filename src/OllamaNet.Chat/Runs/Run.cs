using System.Diagnostics;
using OllamaNet.Chat.Messages;
using OllamaNet.Contracts.Inference;

namespace OllamaNet.Chat.Runs;

/// <summary>One answer being made. It belongs to the server: viewers come and go, only stop or shutdown end it early.</summary>
internal sealed class Run(Guid conversationId, Guid messageId, Guid ownerId, string model, int maxBytes, Earlier? earlier = null) : IAnswerSink, IDisposable
{
    private readonly CancellationTokenSource _cancellation = new();
    private readonly long _started = Stopwatch.GetTimestamp();
    private long _firstToken;
    private long _thinking;
    private long _thought;

    public Guid ConversationId => conversationId;

    public Guid MessageId => messageId;

    public Guid OwnerId => ownerId;

    public string Model => model;

    public RunLog Log { get; } = new(messageId, earlier?.NextNumber ?? 0);

    public CancellationToken Cancellation => _cancellation.Token;

    /// <summary>What was there of the answer before this run; empty for a new one.</summary>
    public IReadOnlyList<MessagePart> Beginning => earlier?.Parts ?? [];

    public bool StopRequested { get; private set; }

    /// <summary>The answer grew beyond what is kept of one.</summary>
    public bool TooLong { get; private set; }

    /// <summary>When the last event was appended; null while it is running.</summary>
    public long? EndedAt { get; private set; }

    public void Stop()
    {
        StopRequested = true;
        Cancel();
    }

    /// <summary>Ends the engine's work, for a reason the caller knows.</summary>
    public void Cancel()
    {
        try { _cancellation.Cancel(); }
        catch (ObjectDisposedException) { return; } // it ended in the same moment
    }

    public void End()
    {
        // In this order: whoever has seen the end finds that nothing runs.
        EndedAt = Stopwatch.GetTimestamp();
        Log.Complete();
    }

    public AnswerFigures Figures(ChatResult? result) => new()
    {
        PromptTokens = result?.Usage.PromptTokens,
        AnswerTokens = result?.Usage.AnswerTokens + (earlier?.Figures?.AnswerTokens ?? 0),
        TotalMs = (int)Stopwatch.GetElapsedTime(_started).TotalMilliseconds + (earlier?.Figures?.TotalMs ?? 0),
        FirstTokenMs = earlier?.Figures?.FirstTokenMs ?? (_firstToken == 0 ? null : (int)Stopwatch.GetElapsedTime(_started, _firstToken).TotalMilliseconds),
        ThinkingMs = earlier?.Figures?.ThinkingMs ?? (_thinking == 0 ? null
            : (int)Stopwatch.GetElapsedTime(_thinking, _thought == 0 ? Stopwatch.GetTimestamp() : _thought).TotalMilliseconds),
        LoadMs = Milliseconds(result?.Durations.Load),
        PromptMs = Milliseconds(result?.Durations.Prompt),
        AnswerMs = Milliseconds(result?.Durations.Answer) + (earlier?.Figures?.AnswerMs ?? 0),
        FinishReason = TooLong ? "length" : result?.Finish switch
        {
            FinishReason.Stop => "stop",
            FinishReason.Length => "length",
            FinishReason.ToolCalls => "tool-calls",
            _ => null,
        },
    };

    public void Dispose() => _cancellation.Dispose();

    void IAnswerSink.Queued(int position) => Log.AppendControl(RunEvents.Queue(position));

    void IAnswerSink.Started(string node, string modelName) => Activity.Current?.SetTag("ollamanet.node", node);

    void IAnswerSink.Text(ReadOnlySpan<byte> utf8) => Append(utf8, reasoning: false);

    void IAnswerSink.Thinking(ReadOnlySpan<byte> utf8) => Append(utf8, reasoning: true);

    void IAnswerSink.ToolCall(ToolCall call) => Log.AppendControl(RunEvents.ToolCall(call));

    void IAnswerSink.Source(AnswerSource source) => Log.AppendSource(source);

    private void Append(ReadOnlySpan<byte> utf8, bool reasoning)
    {
        if (utf8.IsEmpty || TooLong) return;
        if (_firstToken == 0) _firstToken = Stopwatch.GetTimestamp();
        if (reasoning && _thinking == 0) _thinking = Stopwatch.GetTimestamp();
        if (!reasoning && _thinking != 0 && _thought == 0) _thought = Stopwatch.GetTimestamp();

        if (reasoning) Log.AppendReasoning(utf8);
        else Log.AppendText(utf8);
        if (Log.Length < maxBytes) return;
        TooLong = true;
        Cancel();
    }

    private static int? Milliseconds(TimeSpan? time) => (int?)time?.TotalMilliseconds;
}

/// <summary>An answer that goes on: what there is of it, what that took, and the number of its next event.</summary>
internal sealed record Earlier(IReadOnlyList<MessagePart> Parts, AnswerFigures? Figures, int NextNumber);
