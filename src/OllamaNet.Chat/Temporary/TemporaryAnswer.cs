using Microsoft.AspNetCore.Http;
using OllamaNet.Chat.Messages;
using OllamaNet.Chat.Runs;
using OllamaNet.Contracts.Inference;
using OllamaNet.Platform.Http;
using OllamaNet.Platform.Security;

namespace OllamaNet.Chat.Temporary;

/// <summary>An answer that lives as long as its request: nothing of it is registered, drafted or stored, and who leaves stops it.</summary>
internal sealed class TemporaryAnswer(IInference inference, Run run, ChatRequest request, StartMetadata metadata, Revocations revocations, CurrentUser user, TemporaryRuns.Place place) : IResult
{
    private static readonly TimeSpan Beat = TimeSpan.FromSeconds(1);

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        using (place)
        using (run)
        using (var watch = revocations.Watch(user))
        {
            await using var left = httpContext.RequestAborted.Register(static state => ((Run)state!).Stop(), run);
            await using var revoked = watch.Revoked.Register(static state => ((Run)state!).Stop(), run);
            await using var beat = new Timer(static state => ((Run)state!).Log.Beat(), run, Beat, Beat);
            var making = MakeAsync();
            try
            {
                await new AnswerStream(run.Log, 0, () => watch.Revoked.IsCancellationRequested).ExecuteAsync(httpContext);
            }
            finally
            {
                run.Stop();
                await making;
            }
        }
    }

    private async Task MakeAsync()
    {
        run.Log.AppendControl(RunEvents.Start(run.MessageId, metadata));
        run.Log.AppendControl(RunEvents.StartStep);
        try
        {
            var result = await Task.Run(() => inference.ChatAsync(request, run, run.Cancellation));
            Finish(result);
        }
        catch (OperationCanceledException) when (run.TooLong)
        {
            Finish(null);
        }
        catch (OperationCanceledException)
        {
            run.Log.AppendControl(RunEvents.Abort);
        }
        catch (InferenceException e)
        {
            Tell(new(Problems.CodeOf(e.Error), e.Message, Problems.IsRetryable(e.Error)));
        }
        catch
        {
            Tell(AnswerError.Internal);
            throw;
        }
        finally
        {
            run.End();
        }
    }

    private void Finish(ChatResult? result)
    {
        run.Log.AppendControl(RunEvents.FinishStep);
        run.Log.AppendControl(RunEvents.Finish(MessageStatus.Complete, run.Figures(result)));
    }

    private void Tell(AnswerError error)
    {
        run.Log.AppendControl(RunEvents.ErrorDetails(error));
        run.Log.AppendControl(RunEvents.Error(error.Message));
    }
}
