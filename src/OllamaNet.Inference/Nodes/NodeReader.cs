using System.Collections.Frozen;
using System.Net;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Npgsql;
using OllamaNet.Contracts.Inference;
using OllamaNet.Platform.Security;

namespace OllamaNet.Inference.Nodes;

/// <summary>Reads the registered nodes. Plain SQL: it runs at the start, before the model of EF is built, and after each change.</summary>
internal sealed class NodeReader(SecretProtector protector, ILogger<NodeReader> logger)
{
    public const string KeyPurpose = "node-keys";

    /// <returns>The registered nodes by name, and the ids of configured nodes that are drained.</returns>
    public async Task<(IReadOnlyList<NodeDefinition> Registered, IReadOnlySet<Guid> Drained)> ReadAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        const string sql =
            """
            SELECT id, name, kind, source, url, sealed_key, settings, declaration, approved, draining, version, announced_from, allowed_networks, last_seen_at, expires_at
            FROM inference.nodes ORDER BY lower(name);
            SELECT id FROM inference.configured_node_states WHERE draining
            """;
        await using var command = new NpgsqlCommand(sql, connection);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var registered = new List<NodeDefinition>();
        while (await reader.ReadAsync(cancellationToken)) registered.Add(Definition(reader));
        var drained = new HashSet<Guid>();
        await reader.NextResultAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken)) drained.Add(reader.GetGuid(0));
        return (registered, drained.ToFrozenSet());
    }

    public static string? Open(SecretProtector protector, Guid id, byte[] sealedKey) =>
        protector.Unprotect(KeyPurpose, id.ToString(), sealedKey) is { } key ? Encoding.UTF8.GetString(key) : null;

    public static byte[] Seal(SecretProtector protector, Guid id, string key) => protector.Protect(KeyPurpose, id.ToString(), Encoding.UTF8.GetBytes(key));

    private NodeDefinition Definition(NpgsqlDataReader row)
    {
        var (id, source) = (row.GetGuid(0), (NodeSource)row.GetInt16(3));
        var settings = JsonSerializer.Deserialize(row.GetString(6), NodeJson.Default.NodeSettings)!;
        var declaration = row.IsDBNull(7) ? new NodeDeclaration() : JsonSerializer.Deserialize(row.GetString(7), NodeJson.Default.NodeDeclaration)!;
        var sealedKey = row.IsDBNull(5) ? null : row.GetFieldValue<byte[]>(5);
        var key = sealedKey is null ? null : Open(protector, id, sealedKey);
        if (sealedKey is not null && key is null) logger.NodeKeyUnreadable(id);

        var placement = settings.Placement ?? declaration.Models;
        return new(id, source, new NodeOptions
        {
            Name = row.GetString(1),
            Kind = (NodeKind)row.GetInt16(2),
            Url = row.IsDBNull(4) ? null : new Uri(row.GetString(4)),
            ApiKey = key,
            DataLeavesSite = settings.DataLeavesSite ?? (source is NodeSource.Announced ? declaration.DataLeavesSite : null),
            Dialect = settings.Dialect,
            Capabilities = settings.Capabilities,
            Models = [.. (placement ?? []).Select(m => new ModelOptions { Name = m.Name, Upstream = m.Upstream })],
            Weight = settings.Weight,
            MaxConcurrent = settings.MaxConcurrent,
            Labels = Merged(declaration.Labels, settings.Labels),
            NumCtx = settings.NumCtx,
            ConnectTimeout = Seconds(settings.Timeouts?.Connect),
            FirstTokenTimeout = Seconds(settings.Timeouts?.FirstToken),
            BetweenTokensTimeout = Seconds(settings.Timeouts?.BetweenTokens),
            TotalTimeout = Seconds(settings.Timeouts?.Total),
            OnlyNetworks = source is NodeSource.Announced ? [.. row.GetFieldValue<string[]>(12).Select(IPNetwork.Parse)] : null,
        })
        {
            Approved = row.GetBoolean(8),
            Draining = row.GetBoolean(9),
            Version = row.GetInt32(10),
            Placement = placement,
            AnnouncedFrom = row.IsDBNull(11) ? null : row.GetString(11),
            LastSeenAt = row.IsDBNull(13) ? null : row.GetFieldValue<DateTimeOffset>(13),
            ExpiresAt = row.IsDBNull(14) ? null : row.GetFieldValue<DateTimeOffset>(14),
            Problem = sealedKey is not null && key is null ? "Its key was stored under another master key. Set the key again." : null,
        };
    }

    private static Dictionary<string, string> Merged(Dictionary<string, string> below, Dictionary<string, string> above)
    {
        var merged = new Dictionary<string, string>(below, StringComparer.Ordinal);
        foreach (var (label, value) in above) merged[label] = value;
        return merged;
    }

    private static TimeSpan? Seconds(double? seconds) => seconds is { } given ? TimeSpan.FromSeconds(given) : null;
}
