using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Options;
using OllamaNet.Inference.Doors.Ollama;
using OllamaNet.Inference.Engines;
using OllamaNet.Inference.Models;
using OllamaNet.Inference.Nodes;
using OllamaNet.Platform.Http;
using OllamaNet.Platform.Jobs;
using OllamaNet.Platform.Security;

namespace OllamaNet.Inference.Installs;

/// <param name="Source">A model of the node.</param>
/// <param name="Destination">The name of the copy.</param>
public sealed record CopyModelRequest([Required] Guid? NodeId, [Required, MaxLength(ModelNames.MaxLength)] string Source, [Required, MaxLength(ModelNames.MaxLength)] string Destination);

/// <param name="Loaded">True keeps it in the node's memory until it is unloaded; false frees the memory now.</param>
public sealed record LoadModelRequest([Required] Guid? NodeId, [Required, MaxLength(ModelNames.MaxLength)] string Model, [Required] bool? Loaded);

internal static class InstalledModelEndpoints
{
    private static readonly string ExampleDigest = "sha256:" + new string('a', 64);

    public static void MapInstalledModels(this RouteGroupBuilder api)
    {
        api.MapGet("/", ListInstalledModels)
            .WithSummary("List what is installed on the nodes")
            .WithDescription("Every model on the disk of every node that installs models, served or not, as the last probe found it.")
            .WithExample(response: new InstalledModelList([new("llama3.2:3b", [new(ModelJobResponse.Example.NodeId, "gpu-1", 2_019_377_376, ExampleDigest, Loaded: true)]) { ParameterSize = "3.2B", Quantization = "Q4_K_M" }], [new(ModelJobResponse.Example.NodeId, "gpu-1", Reachable: true)]));
        api.MapGet("/usage", GetModelUsage)
            .WithSummary("Read who depends on a model")
            .WithDescription("Look before you remove one: requests and users of the last 30 days, and the aliases that point to it.")
            .WithExample(response: new ModelUsage(1204, 17, ["house"], 2));
        api.MapPost("/", CreateModel).ProducesValidationProblem().ProducesProblem(StatusCodes.Status409Conflict)
            .WithSummary("Make a model of another")
            .WithDescription("As a job a node: another system prompt, template or parameters, or an adapter that was uploaded to the node before. A base that the node lacks it fetches, from the registries of `Inference:AllowedRegistries` only.")
            .WithExample(new CreateModelRequest("pirate", "llama3.2:3b", "You are a pirate."), new ModelJobList([ModelJobResponse.Example with { Kind = ModelJobKind.Create, Model = "pirate", State = JobState.Queued }]));
        api.MapPost("/copies", CopyModel).ProducesValidationProblem().ProducesProblem(StatusCodes.Status404NotFound)
            .WithSummary("Copy a model to another name")
            .WithDescription("On one node. The copy takes no room; a model of that name is replaced.")
            .WithExample(new CopyModelRequest(ModelJobResponse.Example.NodeId, "llama3.2:3b", "house:stable"));
        api.MapPut("/loaded", LoadModel).ProducesValidationProblem().ProducesProblem(StatusCodes.Status404NotFound)
            .WithSummary("Load a model into a node's memory, or free it")
            .WithDescription("The answer comes when it is done; loading a large model takes its time.")
            .WithExample(new LoadModelRequest(ModelJobResponse.Example.NodeId, "llama3.2:3b", Loaded: true));
        api.MapDelete("/", RemoveModel).ProducesValidationProblem().ProducesProblem(StatusCodes.Status404NotFound)
            .WithSummary("Remove a model from a node")
            .WithDescription("Its files go where no other model of the node needs them.")
            .WithExample(response: null);
    }

    private static Ok<InstalledModelList> ListInstalledModels(NodeSet nodes) => TypedResults.Ok(InstalledModelList.Of(nodes));

    private static async Task<Results<Ok<ModelUsage>, ProblemHttpResult>> GetModelUsage([MaxLength(ModelNames.MaxLength)] string model, ModelUsageReader reader, CancellationToken cancellationToken) =>
        TypedResults.Ok(await reader.ReadAsync(model, cancellationToken));

    private static async Task<Results<Accepted<ModelJobList>, ProblemHttpResult>> CreateModel(
        CreateModelRequest request, ModelJobs jobs, CurrentUser user, IOptions<InferenceOptions> options, CancellationToken cancellationToken)
    {
        if (request.Check(options.Value.AllowedRegistries) is { Count: > 0 } errors) return Problems.Invalid(errors);
        if (jobs.Targets(request.NodeIds) is not { } nodes) return Problems.Invalid("nodeIds", "One of these is no node that installs models. Ollama nodes do.");
        if (nodes.Count == 0) return Problems.Conflict("no-node-installs", "No node that is there installs models. Add an Ollama node first.");

        return TypedResults.Accepted((string?)null, new ModelJobList(await jobs.StartAsync(user.Id, ModelJobKind.Create, request.Name, nodes, request.Recipe, cancellationToken)));
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> CopyModel(CopyModelRequest request, NodeSet nodes, InstalledModels models, CancellationToken cancellationToken)
    {
        if (!OllamaNames.IsName(request.Destination)) return NoName("destination");
        if (Find(nodes, request.NodeId, request.Source) is not { } found) return Problems.NotFound("model");
        await models.CopyAsync(found.Node, found.Model, request.Destination, cancellationToken);
        return TypedResults.NoContent();
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> LoadModel(LoadModelRequest request, NodeSet nodes, InstalledModels models, CancellationToken cancellationToken)
    {
        if (Find(nodes, request.NodeId, request.Model) is not { } found) return Problems.NotFound("model");
        await models.LoadAsync(found.Node, found.Model, request.Loaded!.Value, cancellationToken);
        return TypedResults.NoContent();
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> RemoveModel([MaxLength(ModelNames.MaxLength)] string model, Guid nodeId, NodeSet nodes, InstalledModels models, CancellationToken cancellationToken)
    {
        if (Find(nodes, nodeId, model) is not { } found) return Problems.NotFound("model");
        await models.RemoveAsync(found.Node, found.Model, cancellationToken);
        return TypedResults.NoContent();
    }

    /// <summary>What goes to a node is the name that it said itself.</summary>
    private static (Node Node, EngineModel Model)? Find(NodeSet nodes, Guid? nodeId, string model) =>
        nodes.Find(nodeId ?? Guid.Empty) is { Engine: IModelStore, Hindrance: null } node && node.Installed(model) is { } installed && OllamaNames.IsName(installed.Name) ? (node, installed) : null;

    private static ProblemHttpResult NoName(string field) => Problems.Invalid(field, "A model's name looks like llama3.2:3b.");
}
