using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Options;
using OllamaNet.Contracts.Inference;
using OllamaNet.Inference.Data;
using OllamaNet.Inference.Doors.Ollama;
using OllamaNet.Inference.Engines;
using OllamaNet.Inference.Nodes;
using OllamaNet.Ollama;
using OllamaNet.Platform.Audit;
using OllamaNet.Platform.Jobs;

namespace OllamaNet.Inference.Installs;

/// <summary>Lets a node fetch or make a model, and looks whether it has it then. Begun again after a crash, it asks again: the engine goes on with the bytes it has.</summary>
internal sealed class ModelJobHandler(NodeSet nodes, Refresher refresher, NodeProber prober, AuditLog audit, IOptions<InferenceOptions> options, TimeProvider time) : IJobHandler<ModelJob>
{
    public const int MaxAttempts = 5;

    /// <summary>Checking the hash of a large file takes a node minutes, without a word.</summary>
    private static readonly TimeSpan LongestSilence = TimeSpan.FromMinutes(15), Pause = TimeSpan.FromSeconds(0.4);
    private const int LongestLine = 256 * 1024;

    public async Task RunAsync(JobContext<ModelJob> job, CancellationToken cancellationToken)
    {
        var (asked, progress) = (job.Payload, new InstallProgress(time));
        try
        {
            // What is allowed may be less than when somebody asked for it.
            var fetched = asked.Recipe?.GetProperty("from").GetString() ?? asked.Model;
            if (OllamaNames.Forbidden(fetched, options.Value.AllowedRegistries) is not null) throw InstallFailure.NotAllowed(fetched).Exception;
            var node = await FindAsync(asked, cancellationToken);
            var before = node.Installed(asked.Model)?.Digest;
            await FollowAsync(job, node, progress, cancellationToken);
            await EndAsync(job, node, progress, before, cancellationToken);
        }
        catch (Exception e) when (e is InferenceException or JobFailedException && !cancellationToken.IsCancellationRequested)
        {
            await FailAsync(job, progress, await WhyAsync(asked, e, cancellationToken), e, cancellationToken);
        }
        catch (Exception) when (cancellationToken.IsCancellationRequested)
        {
            throw new OperationCanceledException(cancellationToken);
        }
    }

    private async Task<Node> FindAsync(ModelJob asked, CancellationToken cancellationToken)
    {
        // Right after the start a node may not have been read yet.
        if (nodes.Find(asked.NodeId) is null) await refresher.RefreshAsync(cancellationToken);
        if (nodes.Find(asked.NodeId) is not { Engine: IModelStore } node) throw InstallFailure.NodeGone(asked.Node).Exception;
        if (node.Hindrance is { } hindrance) throw new InferenceException(InferenceError.Unavailable, hindrance);
        await node.Probed.WaitAsync(cancellationToken);
        return node;
    }

    private static async Task FollowAsync(JobContext<ModelJob> job, Node node, InstallProgress progress, CancellationToken cancellationToken)
    {
        var (path, body) = job.Payload.Kind is ModelJobKind.Create
            ? ("api/create", JsonObject.Create(job.Payload.Recipe!.Value)!)
            : ("api/pull", new JsonObject { ["model"] = job.Payload.Model });
        body["stream"] = true;
        using var content = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(body));
        content.Headers.ContentType = new("application/json");

        using var silence = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, node.Gone);
        silence.CancelAfter(LongestSilence);
        await EngineFailure.TranslateAsync(node.Options, async () =>
        {
            using var response = await ((IModelStore)node.Engine).SendAsync(HttpMethod.Post, path, content, silence.Token);
            await using var stream = await response.Content.ReadAsStreamAsync(silence.Token);
            using var lines = new LineReader(stream, LongestLine);
            while (await NextAsync(lines, job, progress, silence.Token))
            {
                silence.CancelAfter(LongestSilence);
                if (!lines.IsComplete && progress.Succeeded) break;
                if (lines.Line.IsEmpty) continue;
                progress.Read(lines.Line);
                job.Result = progress.Snapshot;
                await job.ReportAsync(progress.Done, progress.Total, cancellationToken);
            }

            return progress.Succeeded ? true : throw WireException.Cut();
        }, cancellationToken);
    }

    /// <summary>Most reports write nothing: when the node falls silent, what it said last must be written all the same.</summary>
    private static async Task<bool> NextAsync(LineReader lines, JobContext<ModelJob> job, InstallProgress progress, CancellationToken cancellationToken)
    {
        if (lines.TryRead()) return true;
        var next = lines.ReadAsync(cancellationToken).AsTask();
        if (job.Result is not null && await Task.WhenAny(next, Task.Delay(Pause, cancellationToken)) != next && !cancellationToken.IsCancellationRequested)
            await job.ReportNowAsync(progress.Done, progress.Total, cancellationToken);
        return await next;
    }

    /// <summary>What the node says is looked up: users see the model from this moment on.</summary>
    private async Task EndAsync(JobContext<ModelJob> job, Node node, InstallProgress progress, string? before, CancellationToken cancellationToken)
    {
        var asked = job.Payload;
        if (!await prober.ProbeAsync(node, cancellationToken)) throw new InferenceException(InferenceError.Unavailable, $"The node {node.Name} cannot be reached.");
        if (node.Installed(asked.Model) is not { } model) throw InstallFailure.Missing(node.Name, asked.Model).Exception;

        job.Result = progress.Snapshot with { BytesPerSecond = null, Digest = model.Digest, DigestBefore = before };
        await job.ReportNowAsync(progress.Done, progress.Total, cancellationToken);
        await audit.RecordAsync(new(AuditActions.ModelReady, "model", asked.Model, asked.Model) { ActorId = asked.By, After = new { node = node.Name, digest = model.Digest } }, cancellationToken);
    }

    private async Task<InstallFailure> WhyAsync(ModelJob asked, Exception exception, CancellationToken cancellationToken)
    {
        if (exception is not InferenceException inference) return new(((JobFailedException)exception).Code, exception.Message);
        await refresher.RefreshAsync(cancellationToken);
        return nodes.Find(asked.NodeId) is null ? InstallFailure.NodeGone(asked.Node) : InstallFailure.Of(inference, asked.Node, asked.Model);
    }

    private async Task FailAsync(JobContext<ModelJob> job, InstallProgress progress, InstallFailure failure, Exception exception, CancellationToken cancellationToken)
    {
        var asked = job.Payload;
        job.Result = progress.Snapshot with { BytesPerSecond = null, Problem = failure.Message };
        await job.ReportNowAsync(progress.Done, progress.Total, cancellationToken);
        if (failure.Passing && job.Attempt < MaxAttempts) throw new JobAgainException(failure.Code, exception);

        await audit.RecordAsync(new(AuditActions.ModelReady, "model", asked.Model, asked.Model) { ActorId = asked.By, Outcome = AuditOutcome.Failure, After = new { node = asked.Node, reason = failure.Code } }, cancellationToken);
        throw failure.Exception;
    }
}
