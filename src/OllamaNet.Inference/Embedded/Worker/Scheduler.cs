using System.Diagnostics;
using OllamaNet.Contracts.Inference;
using OllamaNet.Inference.Embedded.Native;
using OllamaNet.Inference.Embedded.Protocol;

namespace OllamaNet.Inference.Embedded.Worker;

/// <summary>
/// Runs many chats at once in one context: a thread owns it, and each turn of its loop is one call of the model with the next token of every running
/// answer and a part of the prompts still to be read (continuous batching).
/// </summary>
internal sealed class Scheduler : IDisposable
{
    // Small, so that running answers stay fluent while a long prompt is read.
    private const int BatchSize = 256;
    private static readonly TimeSpan LifeSign = TimeSpan.FromSeconds(1);

    private readonly LlamaModel model;
    private readonly LlamaContext context;
    private readonly EngineOutput output;
    private readonly SequencePool pool;
    private readonly Embedder embedder;
    private readonly DecodeBatch batch = new(BatchSize);
    private readonly JobQueue queue;
    private readonly Thread thread;
    private volatile bool stopping;
    private long lastSign;

    public Scheduler(LlamaModel model, EngineOutput output, JobQueue queue, EngineSettings settings)
    {
        this.model = model;
        this.output = output;
        this.queue = queue;
        context = LlamaContext.ForChats(model, settings.Cells, BatchSize, settings.Parallel, settings.Threads);
        pool = new SequencePool(context, settings.Parallel);
        embedder = new Embedder(model, output, settings.LongestInput, settings.Threads);
        thread = new Thread(Run) { IsBackground = true, Name = "scheduler" };
        thread.Start();
    }

    private void Run()
    {
        try
        {
            while (!stopping)
            {
                var worked = Turn();
                output.Flush();
                if (!worked) queue.Wait();
            }
        }
        catch (IOException)
        {
            // The parent is gone; the end of stdin ends this process.
        }
    }

    private bool Turn()
    {
        DropCancelled();
        PlaceWaiting();
        if (Stopwatch.GetElapsedTime(lastSign) > LifeSign) SignOfLife();

        var worked = FillBatch();
        if (worked) RunBatch();
        if (queue.PeekEmbed() is not { } texts) return worked;
        if (embedder.Step(texts)) queue.TakeEmbed();
        return true;
    }

    private void PlaceWaiting()
    {
        while (queue.PeekChat() is { } job)
        {
            if (job.Cancelled)
            {
                queue.Ended(job.Id);
                job.Dispose();
            }
            else if (!pool.TryPlace(job))
            {
                return;
            }
            queue.TakeChat();
        }
    }

    private void SignOfLife()
    {
        lastSign = Stopwatch.GetTimestamp();
        output.Busy();
    }

    private void DropCancelled()
    {
        foreach (var sequence in pool.All)
        {
            if (sequence.Job is not { Cancelled: true } job) continue;
            queue.Ended(job.Id);
            pool.Release(sequence);
        }
    }

    private bool FillBatch()
    {
        batch.Clear();
        foreach (var sequence in pool.All)
        {
            sequence.Share = default;
            if (sequence.Pending != ChatSequence.None) sequence.Share = (1, batch.Add(sequence.Pending, sequence.Tokens.Count, sequence.Id, output: true));
        }
        foreach (var sequence in pool.All)
        {
            if (sequence.Job is { } job && sequence.Pending == ChatSequence.None) AddPrompt(sequence, job.Prompt);
        }
        return batch.Count > 0;
    }

    private void AddPrompt(ChatSequence sequence, int[] prompt)
    {
        var read = sequence.Tokens.Count;
        var count = Math.Min(batch.Room, prompt.Length - read);
        var row = ChatSequence.None;
        for (var position = read; position < read + count; position++)
        {
            var isLast = position == prompt.Length - 1;
            var added = batch.Add(prompt[position], position, sequence.Id, isLast);
            if (isLast) row = added;
        }
        sequence.Share = (count, row);
    }

    private void RunBatch()
    {
        if (context.Run(batch) is var code and not 0)
        {
            if (!stopping) Fail(code);
            return;
        }
        foreach (var sequence in pool.All)
        {
            if (sequence.Job is not { } job || sequence.Share.Count == 0) continue;

            if (sequence.Pending != ChatSequence.None) sequence.Tokens.Add(sequence.Pending);
            else sequence.Tokens.AddRange(job.Prompt.AsSpan(sequence.Tokens.Count, sequence.Share.Count));
            if (sequence.Share.Row != ChatSequence.None) Advance(sequence, job);
        }
    }

    private void Advance(ChatSequence sequence, ChatJob job)
    {
        var token = job.Sampler.Sample(context.Handle, sequence.Share.Row);
        if (job.AnswerTokens == 0) job.PromptRead();
        if (model.EndsAnswer(token))
        {
            Finish(sequence, job, FinishReason.Stop);
            return;
        }

        job.AnswerTokens++;
        sequence.Pending = token;
        Span<byte> piece = stackalloc byte[1024];
        job.Text.Append(piece[..model.Piece(token, piece)]);
        if (job.Text.Stopped) Finish(sequence, job, FinishReason.Stop);
        else if (job.AnswerTokens >= job.AnswerLimit) Finish(sequence, job, FinishReason.Length);
        else Show(job);
    }

    private void Show(ChatJob job)
    {
        if (job.Text.Ready.IsEmpty) return;
        output.Text(job.Id, job.Text.Ready);
        job.Text.Taken();
    }

    private void Finish(ChatSequence sequence, ChatJob job, FinishReason reason)
    {
        job.Text.Complete();
        Show(job);
        var report = new DoneReport(reason, job.Prompt.Length, job.CachedTokens, job.AnswerTokens, job.PromptTime.TotalMilliseconds, job.AnswerTime.TotalMilliseconds, job.Text.StoppedBy);
        output.Send(FrameKind.Done, job.Id, report, ProtocolJson.Default.DoneReport);
        queue.Ended(job.Id);
        pool.Release(sequence);
    }

    // What a failed call left in the cells is not known, so every answer that stands on them ends.
    private void Fail(int code)
    {
        foreach (var sequence in pool.All)
        {
            if (sequence.Job is not { } job) continue;
            output.Error(job.Id, InferenceError.Failed, $"The model could not be run (code {code}).");
            queue.Ended(job.Id);
            pool.Release(sequence);
        }
        pool.ForgetAll();
    }

    public void Dispose()
    {
        stopping = true;
        context.Abort();
        queue.Wake();
        if (!thread.Join(TimeSpan.FromSeconds(2))) return;
        foreach (var sequence in pool.All) pool.Release(sequence);
        embedder.Dispose();
        context.Dispose();
        batch.Dispose();
    }
}
