using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;
using OllamaNet.Contracts.Inference;
using OllamaNet.Inference.Engines.OpenAI;
using OllamaNet.Platform.Http;
using OllamaNet.Platform.Security;

namespace OllamaNet.Inference.Nodes.Admin;

internal static class NodeEndpoints
{
    public static void MapNodes(this RouteGroupBuilder api)
    {
        api.MapGet("/", ListNodes)
            .WithSummary("List the inference nodes")
            .WithDescription("For administrators: every node, used or not, with what the last probe found and how it does.")
            .WithExample(response: new NodeResponseList([Example]));
        api.MapGet("/{id:guid}", GetNode)
            .WithSummary("One inference node")
            .WithDescription("The header ETag is what If-Match takes when it is changed.")
            .WithExample(response: Example);
        api.MapPost("/", AddNode)
            .ProducesProblem(StatusCodes.Status409Conflict)
            .WithSummary("Register an inference node")
            .WithDescription("Every process uses it within seconds. The key goes to this node's address only and can never be read again.")
            .WithExample(new CreateNodeRequest("gpu-1", NodeKind.OpenAI, "http://10.0.0.5:8000", ApiKey: "sk-…", Dialect: OpenAIDialect.Vllm, Placement: [new("llama3.3:70b", "meta-llama/Llama-3.3-70B-Instruct")]), Example);
        api.MapPatch("/{id:guid}", ChangeNode)
            .ProducesProblem(StatusCodes.Status409Conflict)
            .ProducesProblem(StatusCodes.Status412PreconditionFailed)
            .WithSummary("Change, approve or drain an inference node")
            .WithDescription("What is left out stays. A node that drains gets no new work, and what runs on it ends in peace. A node from the configuration can only be drained. An announced node says its name, kind and address itself.")
            .WithExample(new UpdateNodeRequest { Draining = true }, Example with { Draining = true });
        api.MapDelete("/{id:guid}", RemoveNode)
            .ProducesProblem(StatusCodes.Status409Conflict)
            .WithSummary("Remove an inference node")
            .WithDescription("At once; what runs on it still ends with its stream. A node that announces itself comes back unless its join token is revoked.");
        api.MapPost("/{id:guid}/probe", ProbeNode)
            .ProducesProblem(StatusCodes.Status409Conflict)
            .WithSummary("Ask an inference node now")
            .WithDescription("Asks it what it is and what it has, rather than at its next turn.")
            .WithExample(response: Example);
        api.MapPost("/test", TestNode)
            .WithSummary("Try an inference node")
            .WithDescription("Asks the node at an address what it is and what it has, and stores nothing.")
            .WithExample(new TestNodeRequest(NodeKind.Ollama, "http://10.0.0.5:11434"), new NodeTestResult(Reachable: true, "0.35.1", Warning: null, Example.Models, Error: null));
    }

    internal static NodeResponse Example { get; } = new()
    {
        Id = Guid.Parse("019f3a20-0000-7000-8000-000000000001"),
        Name = "gpu-1",
        Kind = NodeKind.OpenAI,
        Url = "http://10.0.0.5:8000",
        Source = NodeSource.Administrator,
        Approved = true,
        Draining = false,
        Reachable = true,
        Breaker = BreakerState.Closed,
        DataLeavesSite = false,
        Weight = 1,
        Labels = new Dictionary<string, string>(StringComparer.Ordinal) { ["room"] = "b2" },
        Dialect = OpenAIDialect.Vllm,
        HasApiKey = true,
        Models = [new("llama3.3:70b", "meta-llama/Llama-3.3-70B-Instruct", Loaded: true, ["completion", "tools", "jsonSchema"])],
        Placement = [new("llama3.3:70b", "meta-llama/Llama-3.3-70B-Instruct")],
        InFlight = 3,
        FirstTokenMs = 210,
        TokensPerSecond = 48,
        ErrorRate = 0,
        LastSeenAt = new DateTimeOffset(2026, 11, 21, 12, 0, 0, TimeSpan.Zero),
        Revision = 1,
    };

    private static Ok<NodeResponseList> ListNodes(NodeSet nodes) => TypedResults.Ok(new NodeResponseList([.. nodes.Known.Where(n => n.IsListed).Select(NodeResponse.Of)]));

    private static Results<Ok<NodeResponse>, ProblemHttpResult> GetNode(Guid id, NodeSet nodes, HttpResponse response) =>
        nodes.Find(id) is { } node ? Shown(node, response) : Problems.NotFound("node");

    private static async Task<Results<Created<NodeResponse>, ProblemHttpResult>> AddNode(
        CreateNodeRequest request, NodeRegistry registry, CurrentUser user, FreshLogin fresh, HttpResponse response, ILogger<NodeRegistry> logger, CancellationToken cancellationToken)
    {
        if (request.ApiKey is not null && fresh.Fault(user) is { } stale) return stale;
        var rules = new NodeRules().Url(request.Kind, request.Url).ApiKey(request.ApiKey).Labels(request.Labels).Models("placement", request.Placement).Timeouts(request.Timeouts);
        if (request.Kind is NodeKind.Embedded && registry.HasEmbedded(except: null)) rules.Add("kind", "There is an embedded engine already, and one is enough.");
        if (rules.Errors.Count > 0) return Problems.Invalid(rules.Errors);
        if (await registry.AddAsync(request, cancellationToken) is not { } node) return NameTaken(request.Name);

        logger.NodeRegistered(user.Id, node.Id);
        return TypedResults.Created($"/api/v1/admin/nodes/{node.Id}", Shown(node, response).Value);
    }

    private static async Task<Results<Ok<NodeResponse>, ProblemHttpResult>> ChangeNode(
        Guid id, UpdateNodeRequest request, [FromHeader(Name = "If-Match")] string? ifMatch, NodeSet nodes, NodeRegistry registry, CurrentUser user, FreshLogin fresh, HttpResponse response, ILogger<NodeRegistry> logger, CancellationToken cancellationToken)
    {
        if (nodes.Find(id) is not { } node) return Problems.NotFound("node");
        if ((request.ApiKey is not null || request.Url is not null) && fresh.Fault(user) is { } stale) return stale;
        if (ifMatch is not (null or "*") && ifMatch != Tag(node))
            return Problems.Of(StatusCodes.Status412PreconditionFailed, "changed-meanwhile", "Someone else changed this meanwhile. Read it again and repeat your change.");
        if (node.Definition.Source is NodeSource.Configuration)
        {
            if (!request.OnlyDrains) return Problems.Conflict("configured-node", "This node is part of the configuration: change it there. Only 'draining' can be set here.");
            if (request.Draining is { } draining) await registry.DrainConfiguredAsync(node, draining, cancellationToken);
        }
        else
        {
            if (Check(node, request, registry) is { Count: > 0 } errors) return Problems.Invalid(errors);
            if (await registry.ChangeAsync(node, request, cancellationToken) is not { } changed) return NameTaken(request.Name ?? node.Name);
            node = changed;
        }

        logger.NodeChanged(user.Id, id);
        return Shown(node, response);
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> RemoveNode(Guid id, NodeSet nodes, NodeRegistry registry, CurrentUser user, ILogger<NodeRegistry> logger, CancellationToken cancellationToken)
    {
        if (nodes.Find(id)?.Definition.Source is NodeSource.Configuration) return Problems.Conflict("configured-node", "This node is part of the configuration: remove it there, or drain it.");
        if (!await registry.RemoveAsync(id, cancellationToken)) return Problems.NotFound("node");

        logger.NodeRemoved(user.Id, id);
        return TypedResults.NoContent();
    }

    private static async Task<Results<Ok<NodeResponse>, ProblemHttpResult>> ProbeNode(Guid id, NodeSet nodes, NodeProber prober, HttpResponse response, CancellationToken cancellationToken)
    {
        if (nodes.Find(id) is not { } node) return Problems.NotFound("node");
        if (node.Hindrance is { } hindrance) return Problems.Conflict("node-not-used", hindrance);

        await prober.ProbeAsync(node, cancellationToken);
        return Shown(node, response);
    }

    private static async Task<Results<Ok<NodeTestResult>, ProblemHttpResult>> TestNode(TestNodeRequest request, NodeTester tester, CancellationToken cancellationToken)
    {
        var rules = new NodeRules().Url(request.Kind, request.Url).ApiKey(request.ApiKey);
        return rules.Errors.Count > 0 ? Problems.Invalid(rules.Errors) : TypedResults.Ok(await tester.TestAsync(request, cancellationToken));
    }

    private static IDictionary<string, string[]> Check(Node node, UpdateNodeRequest request, NodeRegistry registry)
    {
        var shown = NodeResponse.Of(node);
        var kind = request.Kind ?? node.Options.Kind;
        var rules = new NodeRules().ApiKey(request.ApiKey).Labels(request.Labels).Models("placement", request.Placement).Timeouts(request.Timeouts);
        if (request.Url is not null || request.Kind is not null) rules.Url(kind, request.Url ?? shown.Url);
        if (kind is NodeKind.Embedded && registry.HasEmbedded(except: node.Id)) rules.Add("kind", "There is an embedded engine already, and one is enough.");
        if (node.Definition.Source is not NodeSource.Announced)
        {
            if (request.Approved is false) rules.Add("approved", "Only an announced node waits for approval. Drain this one instead.");
            return rules.Errors;
        }

        const string own = "An announced node says this itself.";
        if (request.Name is { } name && name != node.Name) rules.Add("name", own);
        if (kind != node.Options.Kind) rules.Add("kind", own);
        if (request.Url is { } url && NodeRules.TryParse(url, out var parsed) && parsed != node.Options.Url) rules.Add("url", own);
        return rules.Errors;
    }

    private static Ok<NodeResponse> Shown(Node node, HttpResponse response)
    {
        response.Headers.ETag = Tag(node);
        return TypedResults.Ok(NodeResponse.Of(node));
    }

    private static string Tag(Node node) => string.Create(CultureInfo.InvariantCulture, $"\"{node.Definition.Version}\"");

    private static ProblemHttpResult NameTaken(string name) => Problems.Conflict("node-name-taken", $"There is a node with the name {name} already. Choose another one.");
}
