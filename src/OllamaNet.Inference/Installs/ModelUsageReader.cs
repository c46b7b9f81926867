using Npgsql;
using OllamaNet.Inference.Models;
using OllamaNet.Inference.Nodes;

namespace OllamaNet.Inference.Installs;

/// <param name="Requests">Of the last 30 days.</param>
/// <param name="Users">Who made them.</param>
/// <param name="Aliases">Names that point to it.</param>
/// <param name="Nodes">How many nodes have it.</param>
public sealed record ModelUsage(long Requests, long Users, IReadOnlyList<string> Aliases, int Nodes);

internal sealed class ModelUsageReader(NpgsqlDataSource dataSource, ModelDirectory directory, NodeSet nodes, TimeProvider time)
{
    private static readonly TimeSpan Period = TimeSpan.FromDays(30);

    public async Task<ModelUsage> ReadAsync(string model, CancellationToken cancellationToken)
    {
        var spellings = (string[])[model, ModelNames.Canonical(model), .. model.EndsWith(":latest", StringComparison.Ordinal) ? (string[])[model[..^":latest".Length]] : []];
        await using var command = dataSource.CreateCommand("SELECT coalesce(sum(requests), 0)::bigint, count(DISTINCT user_id) FROM inference.usage_hours WHERE hour >= $1 AND model = ANY($2)");
        command.Parameters.Add(new() { Value = (time.GetUtcNow() - Period).UtcDateTime });
        command.Parameters.Add(new() { Value = spellings });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        var aliases = directory.Aliases.Where(a => a.Value.Any(t => ModelNames.Same(t, model))).Select(a => a.Key).Order(StringComparer.Ordinal);
        return new(reader.GetInt64(0), reader.GetInt64(1), [.. aliases], nodes.Known.Count(n => n.Installed(model) is not null));
    }
}
