using System.ComponentModel.DataAnnotations;
using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using OllamaNet.Inference.Data;
using OllamaNet.Inference.Nodes.Admin;
using OllamaNet.Platform.Audit;
using OllamaNet.Platform.Http;
using OllamaNet.Platform.Security;

namespace OllamaNet.Inference.Nodes.Joining;

/// <param name="ExpiresAt">Null: it holds until it is revoked.</param>
/// <param name="AllowedNetworks">Nodes at these addresses need no approval, such as 10.0.0.0/8. Without any, only public addresses are taken, and each waits for approval.</param>
public sealed record CreateJoinTokenRequest([Required, MaxLength(100)] string Name, DateTimeOffset? ExpiresAt = null, IReadOnlyList<string>? AllowedNetworks = null);

public sealed record JoinTokenResponse(Guid Id, string Name, IReadOnlyList<string> AllowedNetworks, DateTimeOffset CreatedAt, DateTimeOffset? ExpiresAt, DateTimeOffset? LastUsedAt);

/// <param name="Token">The secret: shown this once.</param>
public sealed record NewJoinTokenResponse(Guid Id, string Name, IReadOnlyList<string> AllowedNetworks, DateTimeOffset CreatedAt, DateTimeOffset? ExpiresAt, DateTimeOffset? LastUsedAt, string Token);

public sealed record JoinTokenList(IReadOnlyList<JoinTokenResponse> Items);

internal static class JoinTokenEndpoints
{
    private const int MaxNetworks = 50;

    /// <summary>A wider one would be all of the world, or all of a provider.</summary>
    private const int ShortestIPv4 = 8, ShortestIPv6 = 7;

    private static readonly JoinTokenResponse Example = new(
        Guid.Parse("019f3a20-0000-7000-8000-000000000002"), "gpu room", ["10.0.0.0/8"], new DateTimeOffset(2026, 11, 21, 12, 0, 0, TimeSpan.Zero), ExpiresAt: null, LastUsedAt: null);

    public static void MapJoinTokens(this RouteGroupBuilder api)
    {
        api.MapGet("/", ListJoinTokens)
            .WithSummary("List the join tokens")
            .WithDescription("The secrets themselves are not kept.")
            .WithExample(response: new JoinTokenList([Example]));
        api.MapPost("/", MakeJoinToken)
            .RequireFreshLogin()
            .WithSummary("Make a join token")
            .WithDescription("With it nodes announce themselves. The secret is in this answer and nowhere else.")
            .WithExample(new CreateJoinTokenRequest("gpu room", AllowedNetworks: ["10.0.0.0/8"]), new NewJoinTokenResponse(Example.Id, Example.Name, Example.AllowedNetworks, Example.CreatedAt, null, null, "onj_3Yk0…"));
        api.MapDelete("/{id:guid}", RevokeJoinToken)
            .WithSummary("Revoke a join token")
            .WithDescription("Nodes that announced themselves with it expire when their next announcement is refused.");
    }

    private static async Task<Ok<JoinTokenList>> ListJoinTokens(InferenceDb db, CancellationToken cancellationToken) => TypedResults.Ok(new JoinTokenList(
        await db.JoinTokens.OrderBy(t => t.CreatedAt).Select(t => new JoinTokenResponse(t.Id, t.Name, t.AllowedNetworks, t.CreatedAt, t.ExpiresAt, t.LastUsedAt)).Take(1000).ToListAsync(cancellationToken)));

    private static async Task<Results<Created<NewJoinTokenResponse>, ProblemHttpResult>> MakeJoinToken(
        CreateJoinTokenRequest request, InferenceDb db, CurrentUser user, AuditLog audit, TimeProvider time, ILogger<JoinToken> logger, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var rules = new NodeRules();
        if (request.ExpiresAt <= now) rules.Add("expiresAt", "This moment is past.");
        var networks = request.AllowedNetworks ?? [];
        if (networks.Count > MaxNetworks) rules.Add("allowedNetworks", $"A join token lists up to {MaxNetworks} networks.");
        foreach (var (index, network) in networks.Index())
        {
            if (Wrong(network) is { } message) rules.Add($"allowedNetworks[{index}]", message);
        }

        if (rules.Errors.Count > 0) return Problems.Invalid(rules.Errors);

        var secret = JoinTokenSecret.Make();
        var token = new JoinToken
        {
            Name = request.Name,
            Prefix = JoinTokenSecret.PrefixOf(secret),
            Hash = JoinTokenSecret.Hash(secret),
            AllowedNetworks = [.. networks.Select(n => IPNetwork.Parse(n).ToString())],
            CreatedAt = now,
            ExpiresAt = request.ExpiresAt,
        };
        db.JoinTokens.Add(token);
        await audit.RecordAsync(db, db.SaveChangesAsync, AuditEntry.On(AuditActions.JoinTokenCreated, "join-token", token.Id, token.Name) with { After = new { token.AllowedNetworks, token.ExpiresAt } }, cancellationToken);
        logger.JoinTokenMade(user.Id, token.Id);
        return TypedResults.Created($"/api/v1/admin/nodes/join-tokens/{token.Id}",
            new NewJoinTokenResponse(token.Id, token.Name, token.AllowedNetworks, token.CreatedAt, token.ExpiresAt, LastUsedAt: null, secret));
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> RevokeJoinToken(Guid id, InferenceDb db, CurrentUser user, AuditLog audit, ILogger<JoinToken> logger, CancellationToken cancellationToken)
    {
        if (await audit.RecordAsync(db, c => db.JoinTokens.Where(t => t.Id == id).ExecuteDeleteAsync(c), AuditEntry.On(AuditActions.JoinTokenRevoked, "join-token", id), cancellationToken) == 0) return Problems.NotFound("join token");

        logger.JoinTokenRevoked(user.Id, id);
        return TypedResults.NoContent();
    }

    private static string? Wrong(string? text)
    {
        if (!IPNetwork.TryParse(text, out var network)) return "Give a network as 10.0.0.0/8 or fd12::/16.";
        var shortest = network.BaseAddress.AddressFamily is AddressFamily.InterNetwork ? ShortestIPv4 : ShortestIPv6;
        return network.PrefixLength < shortest || network.BaseAddress.IsIPv4MappedToIPv6 ? $"A network has a prefix of at least {ShortestIPv4} bits, for IPv6 {ShortestIPv6}." : null;
    }
}
