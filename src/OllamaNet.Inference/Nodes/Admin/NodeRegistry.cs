using Microsoft.EntityFrameworkCore;
using Npgsql;
using OllamaNet.Contracts.Inference;
using OllamaNet.Inference.Data;
using OllamaNet.Platform.Audit;
using OllamaNet.Platform.Security;

namespace OllamaNet.Inference.Nodes.Admin;

/// <summary>Stores what administrators say about nodes. After each change this process has it at once, the others within seconds.</summary>
internal sealed class NodeRegistry(InferenceDb db, NodeSet nodes, Refresher refresher, SecretProtector protector, AuditLog audit, TimeProvider time)
{
    /// <returns>Null: the name is taken.</returns>
    public async Task<Node?> AddAsync(CreateNodeRequest request, CancellationToken cancellationToken)
    {
        if (IsTaken(request.Name, except: null)) return null;
        var now = time.GetUtcNow();
        var row = new RegisteredNode
        {
            Name = request.Name,
            Kind = request.Kind,
            Source = NodeSource.Administrator,
            Url = Normal(request.Url),
            Settings = new()
            {
                DataLeavesSite = request.DataLeavesSite,
                Dialect = request.Dialect,
                Capabilities = [.. request.Capabilities ?? []],
                Placement = request.Placement is { Count: > 0 } placement ? [.. placement] : null,
                Weight = request.Weight,
                MaxConcurrent = request.MaxConcurrent,
                NumCtx = request.NumCtx,
                Labels = new(request.Labels ?? new Dictionary<string, string>(StringComparer.Ordinal), StringComparer.Ordinal),
                Timeouts = request.Timeouts,
            },
            Approved = true,
            Draining = request.Draining,
            CreatedAt = now,
            UpdatedAt = now,
        };
        if (request.ApiKey is { Length: > 0 } key) row.SealedKey = NodeReader.Seal(protector, row.Id, key);
        db.Nodes.Add(row);
        return await SaveAsync(AuditEntry.On(AuditActions.NodeCreated, "node", row.Id, row.Name) with { After = Recorded(row) }, row.Id, cancellationToken);
    }

    /// <returns>Null: the name is taken.</returns>
    /// <exception cref="DbUpdateConcurrencyException">Somebody else changed or removed it meanwhile.</exception>
    public async Task<Node?> ChangeAsync(Node node, UpdateNodeRequest request, CancellationToken cancellationToken)
    {
        if (request.Name is { } name && IsTaken(name, except: node)) return null;
        var row = await db.Nodes.SingleOrDefaultAsync(n => n.Id == node.Id && n.Version == node.Definition.Version, cancellationToken)
            ?? throw new DbUpdateConcurrencyException("The node was changed or removed meanwhile.");

        var before = Recorded(row);
        var url = request.Url is null ? row.Url : Normal(request.Url);
        // What was entrusted to one server is not shown to another.
        if (!IsSameOrigin(url, row.Url)) row.SealedKey = null;
        if (request.ApiKey is { } key) row.SealedKey = key.Length == 0 ? null : NodeReader.Seal(protector, row.Id, key);
        (row.Name, row.Kind, row.Url) = (request.Name ?? row.Name, request.Kind ?? row.Kind, url);
        (row.Approved, row.Draining) = (request.Approved ?? row.Approved, request.Draining ?? row.Draining);
        row.Settings = Changed(row.Settings, request);
        row.Version++;
        row.UpdatedAt = time.GetUtcNow();
        return await SaveAsync(AuditEntry.On(AuditActions.NodeChanged, "node", row.Id, row.Name) with { Before = before, After = Recorded(row) }, row.Id, cancellationToken);
    }

    public async Task DrainConfiguredAsync(Node node, bool draining, CancellationToken cancellationToken)
    {
        await audit.RecordAsync(db, c => db.Database.ExecuteSqlAsync($"INSERT INTO inference.configured_node_states (id, draining) VALUES ({node.Id}, {draining}) ON CONFLICT (id) DO UPDATE SET draining = EXCLUDED.draining", c),
            AuditEntry.On(AuditActions.NodeChanged, "node", node.Id, node.Name) with { After = new { draining } }, cancellationToken);
        await refresher.RefreshAsync(cancellationToken);
    }

    public async Task<bool> RemoveAsync(Guid id, CancellationToken cancellationToken)
    {
        var removed = await audit.RecordAsync(db, c => db.Nodes.Where(n => n.Id == id).ExecuteDeleteAsync(c), AuditEntry.On(AuditActions.NodeRemoved, "node", id, nodes.Find(id)?.Name), cancellationToken);
        await refresher.RefreshAsync(cancellationToken);
        return removed > 0;
    }

    public bool HasEmbedded(Guid? except) => nodes.Known.Any(n => n.Options.Kind is NodeKind.Embedded && n.Id != except);

    private async Task<Node?> SaveAsync(AuditEntry entry, Guid id, CancellationToken cancellationToken)
    {
        try
        {
            await audit.RecordAsync(db, db.SaveChangesAsync, entry, cancellationToken);
        }
        catch (DbUpdateException e) when (e.InnerException is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation, ConstraintName: NodeConfiguration.NameIndex })
        {
            return null;
        }

        await refresher.RefreshAsync(cancellationToken);
        return nodes.Find(id) ?? throw new DbUpdateConcurrencyException("The node was removed meanwhile.");
    }

    // That it has a key, not which.
    private static object Recorded(RegisteredNode row) => new { row.Name, row.Kind, row.Url, row.Approved, row.Draining, hasApiKey = row.SealedKey is not null, row.Settings };

    private bool IsTaken(string name, Node? except) => nodes.Known.Any(n => n.Id != except?.Id && string.Equals(n.Name, name, StringComparison.OrdinalIgnoreCase));

    private static NodeSettings Changed(NodeSettings before, UpdateNodeRequest request) => before with
    {
        DataLeavesSite = request.Has(nameof(request.DataLeavesSite)) ? request.DataLeavesSite : before.DataLeavesSite,
        Dialect = request.Dialect ?? before.Dialect,
        Capabilities = request.Capabilities is { } capabilities ? [.. capabilities] : before.Capabilities,
        Placement = request.Has(nameof(request.Placement)) ? (request.Placement is { Count: > 0 } placement ? [.. placement] : null) : before.Placement,
        Weight = request.Weight ?? before.Weight,
        MaxConcurrent = request.Has(nameof(request.MaxConcurrent)) ? request.MaxConcurrent : before.MaxConcurrent,
        NumCtx = request.Has(nameof(request.NumCtx)) ? request.NumCtx : before.NumCtx,
        Labels = request.Labels is { } labels ? new(labels, StringComparer.Ordinal) : before.Labels,
        Timeouts = request.Has(nameof(request.Timeouts)) ? request.Timeouts : before.Timeouts,
    };

    private static string? Normal(string? url) => string.IsNullOrEmpty(url) ? null : new Uri(url).AbsoluteUri;

    private static bool IsSameOrigin(string? a, string? b) =>
        a == b || (a is not null && b is not null && new Uri(a).GetLeftPart(UriPartial.Authority) == new Uri(b).GetLeftPart(UriPartial.Authority));
}
