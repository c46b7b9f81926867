using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using OllamaNet.Platform.Http;
using OllamaNet.Platform.Security;

namespace OllamaNet.Inference.Routing.Queue;

/// <summary>Requests for one model.</summary>
/// <param name="Waiting">How many wait for a place on a node.</param>
/// <param name="Running">How many have one.</param>
/// <param name="OldestMs">How long the first of them waits, in milliseconds; null: none does.</param>
public sealed record QueueLook(string Model, int Waiting, int Running, double? OldestMs);

/// <param name="Waiting">Of all models.</param>
/// <param name="Running">Of all models.</param>
/// <param name="Items">Most waiting first.</param>
public sealed record QueueList(int Waiting, int Running, IReadOnlyList<QueueLook> Items);

internal static class QueueEndpoint
{
    public static void MapQueue(this IEndpointRouteBuilder routes) => routes.MapGet("/api/v1/admin/queue", GetQueue).WithTags("Nodes").RequirePermission(Permissions.UsageRead)
        .WithSummary("Who waits for which model")
        .WithDescription("In this moment, in the process that answers; models that nobody asks are not listed.")
        .WithExample(response: new QueueList(3, 4, [new("llama3.3:70b", 3, 4, 1250)]));

    private static Ok<QueueList> GetQueue(WaitingRoom room)
    {
        var queues = room.Look();
        return TypedResults.Ok(new QueueList(queues.Sum(q => q.Waiting), queues.Sum(q => q.Running), [.. queues.OrderByDescending(q => q.Waiting).ThenByDescending(q => q.Running).ThenBy(q => q.Model, StringComparer.Ordinal)]));
    }
}
