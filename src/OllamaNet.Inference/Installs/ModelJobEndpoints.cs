using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using OllamaNet.Inference.Doors.Ollama;
using OllamaNet.Inference.Models;
using OllamaNet.Inference.Nodes;
using OllamaNet.Platform.Audit;
using OllamaNet.Platform.Http;
using OllamaNet.Platform.Jobs;
using OllamaNet.Platform.Security;
using OllamaNet.Platform.Streaming;

namespace OllamaNet.Inference.Installs;

/// <param name="Model">As Ollama names it, such as <c>llama3.2:3b</c> or <c>hf.co/someone/model:Q4_K_M</c>.</param>
/// <param name="NodeIds">Left out: every node that installs models and can be reached.</param>
public sealed record InstallRequest([Required, MaxLength(ModelNames.MaxLength)] string Model, [MaxLength(1000)] IReadOnlyList<Guid>? NodeIds = null);

internal static class ModelJobEndpoints
{
    private const int MaxStreams = 50;

    private const string StreamExample = """
        data: {"id":"019f3a20-0000-7000-8000-000000000031","kind":"install","model":"llama3.2:3b","node":"gpu-1","state":"running","done":504000000,"total":2019377376,"bytesPerSecond":31500000,"secondsLeft":48}


        """;

    public static void MapModelJobs(this RouteGroupBuilder api)
    {
        api.MapGet("/", ListModelJobs).ProducesValidationProblem()
            .WithSummary("List the installations of models")
            .WithDescription("Newest first: those that wait or run, and those of the last weeks that ended.")
            .WithExample(response: new Page<ModelJobResponse>([ModelJobResponse.Example], null));
        api.MapPost("/", StartInstall).ProducesValidationProblem().ProducesProblem(StatusCodes.Status409Conflict)
            .WithSummary("Install a model on nodes, or update it there")
            .WithDescription("One job a node, in the background; it survives a restart of the server. Of a model that is there only what changed is fetched. A job that is under way already is answered, not begun again. Only from the registries of `Inference:AllowedRegistries`.")
            .WithExample(new InstallRequest("llama3.2:3b", [ModelJobResponse.Example.NodeId]), new ModelJobList([ModelJobResponse.Example with { State = JobState.Queued }]));
        api.MapGet("/events", FollowModelJobs).Produces<string>(StatusCodes.Status200OK, "text/event-stream").ProducesProblem(StatusCodes.Status429TooManyRequests)
            .WithSummary("Follow the installations of models")
            .WithDescription("Each event is a job as it is now: first those that are not over, then each whenever it changes. `{\"id\":…,\"removed\":true}` says that one was forgotten. A comment at least every 15 seconds shows that the line is alive.")
            .WithExample(response: StreamExample);
        api.MapGet("/{id:guid}", GetModelJob)
            .WithSummary("Read how far an installation is")
            .WithExample(response: ModelJobResponse.Example);
        api.MapPost("/{id:guid}/retry", RetryModelJob).ProducesProblem(StatusCodes.Status409Conflict)
            .WithSummary("Try an installation again")
            .WithDescription("For one that failed or was cancelled. The answer is a new job; the old one is forgotten. What the node has fetched it need not fetch again.")
            .WithExample(response: ModelJobResponse.Example with { State = JobState.Queued });
        api.MapDelete("/{id:guid}", DeleteModelJob)
            .WithSummary("Cancel an installation, or forget one that is over")
            .WithDescription("One that runs ends on its node, within a second.")
            .WithExample(response: null);
    }

    private static async Task<Results<Ok<Page<ModelJobResponse>>, ProblemHttpResult>> ListModelJobs(
        JobQueue jobs, CancellationToken cancellationToken, [Range(1, 200)] int limit = 50, string? after = null)
    {
        (DateTimeOffset, Guid)? from = null;
        if (after is not null)
        {
            if (!Cursor.TryParse(after, out var time, out var id)) return Problems.Invalid("after", "This is no cursor of this list. Leave it out to begin at the start.");
            from = (time, id);
        }

        var found = (await jobs.ListAsync<ModelJob>(ModelJob.Owner, from, limit + 1, cancellationToken)).ConvertAll(ModelJobResponse.Of);
        return TypedResults.Ok(Page.Of(found, limit, last => Cursor.Format(last.CreatedAt, last.Id)));
    }

    private static async Task<Results<Accepted<ModelJobList>, ProblemHttpResult>> StartInstall(
        InstallRequest request, ModelJobs jobs, CurrentUser user, IOptions<InferenceOptions> options, CancellationToken cancellationToken)
    {
        if (!OllamaNames.IsName(request.Model)) return Problems.Invalid("model", "A model's name looks like llama3.2:3b or hf.co/someone/model:Q4_K_M.");
        if (OllamaNames.Forbidden(request.Model, options.Value.AllowedRegistries) is { } why) return Problems.Invalid("model", char.ToUpperInvariant(why[0]) + why[1..]);
        if (jobs.Targets(request.NodeIds) is not { } nodes) return Problems.Invalid("nodeIds", "One of these is no node that installs models. Ollama nodes do.");
        if (nodes.Count == 0) return Problems.Conflict("no-node-installs", "No node that is there installs models. Add an Ollama node first.");

        return TypedResults.Accepted((string?)null, new ModelJobList(await jobs.StartAsync(user.Id, ModelJobKind.Install, request.Model, nodes, recipe: null, cancellationToken)));
    }

    private static IResult FollowModelJobs(Changes changes, JobQueue jobs, Revocations revocations, CurrentUser user, IHostApplicationLifetime lifetime) =>
        changes.TryRead(ModelJob.Owner, MaxStreams) is { } reader
            ? new ModelJobStream(reader, jobs, revocations, user, lifetime.ApplicationStopping)
            : Problems.TooManyRequests("too-many-event-streams", $"{MaxStreams} browsers follow the installations already. Close one.", TimeSpan.FromSeconds(30));

    private static async Task<Results<Ok<ModelJobResponse>, ProblemHttpResult>> GetModelJob(Guid id, JobQueue jobs, CancellationToken cancellationToken) =>
        await jobs.FindAsync<ModelJob>(ModelJob.Owner, id, cancellationToken) is { } job ? TypedResults.Ok(ModelJobResponse.Of(job)) : Problems.NotFound("job");

    private static async Task<Results<Accepted<ModelJobResponse>, ProblemHttpResult>> RetryModelJob(Guid id, JobQueue queue, ModelJobs jobs, CurrentUser user, CancellationToken cancellationToken)
    {
        if (await queue.FindAsync<ModelJob>(ModelJob.Owner, id, cancellationToken) is not { } job) return Problems.NotFound("job");
        if (job.State is not (JobState.Failed or JobState.Cancelled)) return Problems.Conflict("job-not-over", "Only what failed or was cancelled is tried again.");
        if (jobs.Targets([job.PayloadAs<ModelJob>().NodeId]) is not [var node]) return Problems.Conflict("node-gone", "The node was removed, or installs no models.");
        return TypedResults.Accepted((string?)null, await jobs.RetryAsync(user.Id, job, node, cancellationToken));
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> DeleteModelJob(Guid id, JobQueue jobs, AuditLog audit, CancellationToken cancellationToken)
    {
        if (await jobs.FindAsync<ModelJob>(ModelJob.Owner, id, cancellationToken) is not { } job) return Problems.NotFound("job");
        var asked = job.PayloadAs<ModelJob>();
        if (await jobs.CancelAsync<ModelJob>(ModelJob.Owner, id, cancellationToken))
        {
            await audit.RecordAsync(new(AuditActions.ModelJobCancelled, "model", asked.Model, asked.Model) { After = new { node = asked.Node, job = id } }, cancellationToken);
            return TypedResults.NoContent();
        }

        return await jobs.DeleteAsync<ModelJob>(ModelJob.Owner, id, cancellationToken) ? TypedResults.NoContent() : Problems.NotFound("job");
    }
}
