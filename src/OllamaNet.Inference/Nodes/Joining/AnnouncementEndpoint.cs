using System.ComponentModel.DataAnnotations;
using System.Net;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using OllamaNet.Contracts.Inference;
using OllamaNet.Inference.Nodes.Admin;
using OllamaNet.Platform.Http;

namespace OllamaNet.Inference.Nodes.Joining;

/// <param name="Url">Where this server reaches the node.</param>
/// <param name="DataLeavesSite">Whether prompts leave the site. Outside of the token's networks they always do.</param>
/// <param name="Models">The models it serves, each under the name given here; null: all it has.</param>
/// <param name="ApiKey">Sent as a bearer token, to this node only.</param>
public sealed record AnnounceNodeRequest(
    [Required, RegularExpression(NodeRules.Name, ErrorMessage = NodeRules.NameMessage)] string Name,
    NodeKind Kind,
    [Required, MaxLength(NodeRules.MaxUrl)] string Url,
    bool? DataLeavesSite = null,
    IReadOnlyDictionary<string, string>? Labels = null,
    IReadOnlyList<PlacedModel>? Models = null,
    string? ApiKey = null);

/// <param name="Approved">False: it gets no work until an administrator approves it.</param>
/// <param name="HeartbeatSeconds">Send the same again this often.</param>
/// <param name="ExpiresAt">Not heard of again until then, it gets no more work.</param>
public sealed record AnnounceNodeResponse(Guid Id, bool Approved, double HeartbeatSeconds, DateTimeOffset ExpiresAt);

internal static class AnnouncementEndpoint
{
    public static void MapAnnouncements(this IEndpointRouteBuilder routes) => routes.MapPost("/api/v1/nodes/announce", AnnounceNode)
        .WithTags("Nodes")
        .RequireAuthorization(new AuthorizationPolicyBuilder(JoinTokenHandler.SchemeName).RequireAuthenticatedUser().Build())
        .WithRateClass(RateClass.SignIn)
        .ProducesProblem(StatusCodes.Status409Conflict)
        .WithSummary("Announce a node")
        .WithDescription("For nodes, with a join token. The same announcement again is the heartbeat. The address must be the one that announces, or lie in the token's networks.")
        .WithExample(
            new AnnounceNodeRequest("gpu-2", NodeKind.Ollama, "http://10.0.0.6:11434", Labels: new Dictionary<string, string>(StringComparer.Ordinal) { ["room"] = "b2" }),
            new AnnounceNodeResponse(Guid.Parse("019f3a20-0000-7000-8000-000000000003"), Approved: true, HeartbeatSeconds: 10, new DateTimeOffset(2026, 11, 21, 12, 0, 30, TimeSpan.Zero)));

    private static async Task<Results<Ok<AnnounceNodeResponse>, ProblemHttpResult>> AnnounceNode(AnnounceNodeRequest request, HttpContext context, NodeAnnouncer announcer, CancellationToken cancellationToken)
    {
        var rules = new NodeRules().Url(request.Kind, request.Url).ApiKey(request.ApiKey).Labels(request.Labels).Models("models", request.Models);
        if (request.Kind is NodeKind.Embedded) rules.Add("kind", "A node that announces itself is an ollama or an openAI server.");
        if (rules.Errors.Count > 0) return Problems.Invalid(rules.Errors);

        var token = (JoinToken)context.Items[typeof(JoinToken)]!;
        return await announcer.AnnounceAsync(request, token, context.Connection.RemoteIpAddress ?? IPAddress.None, cancellationToken);
    }
}
