using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using OllamaNet.Contracts.Inference;
using OllamaNet.Platform.Http;
using OllamaNet.Platform.Security;

namespace OllamaNet.Inference.Nodes;

public sealed record NodeList(IReadOnlyList<NodeInfo> Items);

internal static class NodeEndpoints
{
    public static void MapNodes(this RouteGroupBuilder api)
    {
        api.MapGet("/", ListNodes)
            .RequirePermission(Permissions.NodesManage)
            .WithSummary("List the inference nodes")
            .WithDescription("For administrators: every configured node, whether it can be reached, its version, how many models it has, and what is wrong with it.")
            .ProducesProblem(StatusCodes.Status401Unauthorized)
            .ProducesProblem(StatusCodes.Status403Forbidden)
            .WithExample(response: new NodeList([new("embedded", NodeKind.Embedded, Reachable: true, DataLeavesSite: false, "llama.cpp", 1, Error: null)]));
    }

    private static async Task<Ok<NodeList>> ListNodes(IInference inference, CancellationToken cancellationToken) =>
        TypedResults.Ok(new NodeList(await inference.ListNodesAsync(cancellationToken)));
}
