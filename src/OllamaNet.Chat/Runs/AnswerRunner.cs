using System.Collections.Concurrent;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using OllamaNet.Chat.Data;
using OllamaNet.Chat.Messages;
using OllamaNet.Chat.Queue;
using OllamaNet.Contracts.Inference;
using OllamaNet.Platform.Http;
using OllamaNet.Platform.Messaging;
using OllamaNet.Platform.Streaming;

namespace OllamaNet.Chat.Runs;

/// <summary>Makes answers apart from any request, and sees each to its stored end.</summary>
internal sealed class AnswerRunner(IInference inference, RunRegistry registry, RunStore store, OutboxDispatcher<ChatDb> outbox, Changes changes, QueueAsker queue, ILogger<AnswerRunner> logger) : IHostedService
{
    private static readonly TimeSpan StoreRetry = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan ShutdownPatience = TimeSpan.FromSeconds(4);

    private readonly ConcurrentDictionary<Guid, Task> _tasks = new();
    private volatile bool _stopping;

    /// <summary>Ended runs whose drafts can go.</summary>
    public ConcurrentQueue<Guid> Ended { get; } = new();

    public void Start(Run run, StartMetadata metadata, ChatRequest request)
    {
        registry.Add(run);
        changes.Publish(run.OwnerId, ChangeKinds.Conversation, run.ConversationId);
        run.Log.AppendControl(RunEvents.Start(run.MessageId, metadata));
        run.Log.AppendControl(RunEvents.StartStep);
        run.Log.AppendParts(run.Beginning);
        _tasks[run.MessageId] = Task.Run(async () =>
        {
            try { await RunAsync(run, request); }
            finally { _tasks.TryRemove(run.MessageId, out _); }
        });
        if (_stopping) run.Cancel();
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>What is being made is kept as interrupted.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        _stopping = true;
        foreach (var run in registry.Live) run.Cancel();
        await Task.WhenAny(Task.WhenAll(_tasks.Values), Task.Delay(ShutdownPatience, cancellationToken));
    }

    private async Task RunAsync(Run run, ChatRequest request)
    {
        ChatResult? result = null;
        var status = MessageStatus.Complete;
        AnswerError? error = null;
        try
        {
            result = await inference.ChatAsync(request, run, run.Cancellation);
        }
        catch (OperationCanceledException) when (run.Cancellation.IsCancellationRequested)
        {
            status = run.StopRequested ? MessageStatus.Stopped : run.TooLong ? MessageStatus.Complete : MessageStatus.Interrupted;
        }
        catch (InferenceException e)
        {
            (status, error) = (MessageStatus.Failed, new(Problems.CodeOf(e.Error), e.Message, Problems.IsRetryable(e.Error)));
            logger.AnswerFailed(run.MessageId, run.Model, e.Error);
        }
#pragma warning disable CA1031 // the run is the last to see it: whatever broke, the answer so far is kept and the viewers are told
        catch (Exception e)
#pragma warning restore CA1031
        {
            (status, error) = (MessageStatus.Failed, AnswerError.Internal);
            logger.AnswerBroke(run.MessageId, run.Model, e);
        }

        await EndAsync(run, new(status, run.Log.ToParts(), run.Figures(result), error));
    }

    private async Task EndAsync(Run run, AnswerEnd end)
    {
        var told = false;
        while (true)
        {
            try
            {
                if (!await store.EndAsync(registry.RunnerId, run, end, CancellationToken.None)) logger.AnswerGone(run.MessageId);
                break;
            }
            catch (Exception e) when (e is NpgsqlException or TimeoutException && !_stopping)
            {
                logger.AnswerNotStored(run.MessageId, e.GetType().Name);
                if (!told) Tell(run, AnswerError.NotStored);
                told = true;
                await Task.Delay(StoreRetry);
            }
        }

        if (end.Error is not null) Tell(run, end.Error);
        else if (end.Status is MessageStatus.Stopped or MessageStatus.Interrupted) run.Log.AppendControl(RunEvents.Abort);
        else
        {
            run.Log.AppendControl(RunEvents.FinishStep);
            run.Log.AppendControl(RunEvents.Finish(end.Status, end.Figures));
        }

        run.End();
        changes.Publish(run.OwnerId, ChangeKinds.Conversation, run.ConversationId);
        Ended.Enqueue(run.MessageId);
        outbox.Wake();
        queue.Look(run.ConversationId);
    }

    private static void Tell(Run run, AnswerError error)
    {
        run.Log.AppendControl(RunEvents.ErrorDetails(error));
        run.Log.AppendControl(RunEvents.Error(error.Message));
    }
}
