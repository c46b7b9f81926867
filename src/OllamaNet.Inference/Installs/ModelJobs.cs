using System.Text.Json;
using Microsoft.Extensions.Options;
using OllamaNet.Inference.Engines;
using OllamaNet.Inference.Models;
using OllamaNet.Inference.Nodes;
using OllamaNet.Platform.Audit;
using OllamaNet.Platform.Jobs;

namespace OllamaNet.Inference.Installs;

/// <summary>Hands in jobs: one a node, each in a place of its node, none twice at a time.</summary>
internal sealed class ModelJobs(JobQueue jobs, NodeSet nodes, AuditLog audit, IOptions<InferenceOptions> options, TimeProvider time)
{
    private const int MostListed = 1000;

    /// <summary>Those of the asked nodes that install models; all of them when none is named.</summary>
    /// <returns>Null when one of them does not.</returns>
    public IReadOnlyList<Node>? Targets(IReadOnlyList<Guid>? ids)
    {
        var able = nodes.Known.Where(n => n.Engine is IModelStore && n.IsListed).ToArray();
        if (ids is null) return [.. able.Where(n => n.Hindrance is null && n.State.Reachable)];
        var found = able.Where(n => ids.Contains(n.Id)).ToArray();
        return found.Length == ids.Distinct().Count() ? found : null;
    }

    /// <returns>The jobs, those that were under way already among them.</returns>
    public async Task<List<ModelJobResponse>> StartAsync(Guid by, ModelJobKind kind, string model, IReadOnlyList<Node> on, JsonElement? recipe, CancellationToken cancellationToken)
    {
        var listed = await jobs.ListAsync<ModelJob>(ModelJob.Owner, after: null, MostListed, cancellationToken);
        var open = listed.Where(j => !j.IsOver).Select(j => (View: j, Asked: j.PayloadAs<ModelJob>())).ToList();
        List<ModelJobResponse> started = [];
        foreach (var node in on)
        {
            if (open.Find(o => o.Asked.NodeId == node.Id && o.Asked.Kind == kind && ModelNames.Short(o.Asked.Model) == ModelNames.Short(model)).View is { } same)
            {
                started.Add(ModelJobResponse.Of(same));
                continue;
            }

            var place = Enumerable.Range(0, options.Value.InstallsPerNode).MinBy(p => open.Count(o => o.Asked.NodeId == node.Id && o.Asked.Place == p));
            var id = await EnqueueAsync(new(kind, node.Id, node.Name, model, by, place, recipe), cancellationToken);
            started.Add(ModelJobResponse.Of((await jobs.FindAsync<ModelJob>(ModelJob.Owner, id, cancellationToken))!));
        }

        return started;
    }

    /// <summary>The same again, for a job that is over; the old one is forgotten.</summary>
    public async Task<ModelJobResponse> RetryAsync(Guid by, JobView over, Node node, CancellationToken cancellationToken)
    {
        var asked = over.PayloadAs<ModelJob>();
        var again = (await StartAsync(by, asked.Kind, asked.Model, [node], asked.Recipe, cancellationToken))[0];
        await jobs.DeleteAsync<ModelJob>(ModelJob.Owner, over.Id, cancellationToken);
        return again;
    }

    private async Task<Guid> EnqueueAsync(ModelJob asked, CancellationToken cancellationToken)
    {
        var id = Guid.CreateVersion7(time.GetUtcNow());
        var action = asked.Kind is ModelJobKind.Create ? AuditActions.ModelCreated : AuditActions.ModelPulled;
        await audit.RecordAsync(new(action, "model", asked.Model, asked.Model) { After = new { node = asked.Node, job = id } }, cancellationToken);
        await jobs.EnqueueAsync(ModelJob.Owner, asked, new(asked.ConcurrencyKey, Id: id), cancellationToken);
        return id;
    }
}
