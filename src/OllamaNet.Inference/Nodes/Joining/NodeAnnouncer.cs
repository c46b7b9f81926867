using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;
using OllamaNet.Inference.Data;
using OllamaNet.Platform.Http;
using OllamaNet.Platform.Security;

namespace OllamaNet.Inference.Nodes.Joining;

/// <summary>Takes announcements: the first makes a node known, each further one keeps it alive.</summary>
internal sealed class NodeAnnouncer(InferenceDb db, NodeSet nodes, Refresher refresher, SecretProtector protector, IOptions<InferenceOptions> options, ILogger<NodeAnnouncer> logger)
{
    private const int HeartbeatsMissed = 3, MostOfOneToken = 500;

    public async Task<Results<Ok<AnnounceNodeResponse>, ProblemHttpResult>> AnnounceAsync(
        AnnounceNodeRequest request, JoinToken token, IPAddress from, CancellationToken cancellationToken)
    {
        IPNetwork[] networks = [.. token.AllowedNetworks.Select(IPNetwork.Parse)];
        var url = new Uri(request.Url);
        var address = await AnnouncedAddress.CheckAsync(url, networks, from, cancellationToken);
        if (address.Problem is { } problem)
        {
            logger.AnnouncementRefused(token.Id, problem);
            return Problems.Invalid("url", problem);
        }

        // The database's clock says when it expires, whichever process looks.
        var now = await db.Database.SqlQuery<DateTimeOffset>($"SELECT clock_timestamp() AS \"Value\"").SingleAsync(cancellationToken);
        var sender = GuardedAddresses.Canonical(from).ToString();
        var name = request.Name.ToLowerInvariant();
#pragma warning disable CA1304, CA1311, CA1862, MA0011 // This runs in the database, where the index is on lower(name).
        var row = await db.Nodes.SingleOrDefaultAsync(n => n.Name.ToLower() == name, cancellationToken);
#pragma warning restore CA1304, CA1311, CA1862, MA0011
        if (Refusal(row, request, token, url, sender, now) is { } refusal) return refusal;

        var isNew = row is null;
        if (row is null)
        {
            if (await db.Nodes.CountAsync(n => n.JoinTokenId == token.Id, cancellationToken) >= MostOfOneToken) return Problems.Conflict("too-many-nodes", $"A join token brings at most {MostOfOneToken} nodes. Remove those that are gone.");
            row = new RegisteredNode { Name = request.Name, Kind = request.Kind, Source = NodeSource.Announced, CreatedAt = now, UpdatedAt = now };
            db.Nodes.Add(row);
        }

        var changed = isNew || row.Url != url.AbsoluteUri || row.Kind != request.Kind || row.ExpiresAt <= now;
        Fill(row, request, token, url, address);
        (row.AnnouncedFrom, row.LastSeenAt, row.ExpiresAt) = (sender, now, now + (options.Value.Heartbeat * HeartbeatsMissed));
        try
        {
            await db.SaveChangesAsync(cancellationToken);
        }
        catch (DbUpdateException e) when (e.InnerException is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation })
        {
            return Taken(request);
        }

        if (changed)
        {
            logger.NodeAnnounced(row.Id, token.Id, row.Approved);
            await refresher.RefreshAsync(cancellationToken);
        }

        return TypedResults.Ok(new AnnounceNodeResponse(row.Id, row.Approved, options.Value.Heartbeat.TotalSeconds, row.ExpiresAt.Value));
    }

    private ProblemHttpResult? Refusal(RegisteredNode? row, AnnounceNodeRequest request, JoinToken token, Uri url, string sender, DateTimeOffset now)
    {
        var isConfigured = nodes.Known.Any(n => n.Definition.Source is NodeSource.Configuration && string.Equals(n.Name, request.Name, StringComparison.OrdinalIgnoreCase));
        if (isConfigured || row is { Source: not NodeSource.Announced }) return Taken(request);
        // While a node lives, nobody else takes its name: not another token, not another machine with another address.
        var lives = row is not null && row.ExpiresAt > now;
        return lives && (row!.JoinTokenId != token.Id || (row.Url != url.AbsoluteUri && row.AnnouncedFrom != sender)) ? Taken(request) : null;
    }

    private void Fill(RegisteredNode row, AnnounceNodeRequest request, JoinToken token, Uri url, AnnouncedAddress address)
    {
        // An approval is for one address, and what was entrusted to that is not shown to another.
        var isOther = row.Url != url.AbsoluteUri || row.Kind != request.Kind;
        if (isOther) row.SealedKey = null;
        row.Approved = address.IsListed || (row.Approved && !isOther && row.JoinTokenId == token.Id);
        (row.Kind, row.Url, row.JoinTokenId, row.AllowedNetworks) = (request.Kind, url.AbsoluteUri, token.Id, token.AllowedNetworks);
        row.Declaration = new()
        {
            DataLeavesSite = !address.IsListed || (request.DataLeavesSite ?? !address.IsPrivate),
            Labels = new(request.Labels ?? new Dictionary<string, string>(StringComparer.Ordinal), StringComparer.Ordinal),
            Models = request.Models is { Count: > 0 } models ? [.. models] : null,
        };
        if (request.ApiKey is { Length: > 0 } key && (row.SealedKey is null || NodeReader.Open(protector, row.Id, row.SealedKey) != key))
            row.SealedKey = NodeReader.Seal(protector, row.Id, key);
    }

    private static ProblemHttpResult Taken(AnnounceNodeRequest request) =>
        Problems.Conflict("node-name-taken", $"There is another node with the name {request.Name}. Choose another one, or wait until that has expired.");
}
