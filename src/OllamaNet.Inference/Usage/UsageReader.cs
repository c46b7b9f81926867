using Npgsql;
using OllamaNet.Contracts.Inference;

namespace OllamaNet.Inference.Usage;

/// <summary>Reads the sums an hour, summed further. Whose they are is part of the query.</summary>
internal sealed class UsageReader(NpgsqlDataSource dataSource)
{
    /// <param name="userId">Null: everybody's.</param>
    public async Task<List<UsageItem>> ReadAsync(Guid? userId, DateTimeOffset from, DateTimeOffset to, UsageBy by, CancellationToken cancellationToken)
    {
        var (group, name) = GroupOf(by);
        // What administrators pay is not for those who ask.
        var (cost, prices) = userId is not null ? ("NULL::numeric", "")
            : ("round(sum(h.prompt_tokens * p.prompt + h.answer_tokens * p.answer) / 1000000, 6)", "LEFT JOIN inference.price_times AS p ON p.model = h.model AND h.hour >= p.valid_from AND h.hour < p.valid_until");
        await using var command = dataSource.CreateCommand(
            $"""
            SELECT s.g, {name}, s.requests, s.prompt_tokens, s.answer_tokens, s.errors, s.first_token_ms, s.duration_ms, s.cost FROM (
                SELECT {group} AS g, sum(h.requests)::bigint AS requests, sum(h.prompt_tokens)::bigint AS prompt_tokens, sum(h.answer_tokens)::bigint AS answer_tokens, sum(h.errors)::bigint AS errors,
                    (sum(h.first_token_ms) / nullif(sum(h.first_tokens), 0))::float8 AS first_token_ms, (sum(h.duration_ms) / nullif(sum(h.requests), 0))::float8 AS duration_ms, {cost} AS cost
                FROM inference.usage_hours AS h {prices}
                WHERE h.hour >= $1 AND h.hour < $2 AND ($3::uuid IS NULL OR h.user_id = $3)
                GROUP BY 1) AS s
            ORDER BY {(by is UsageBy.Hour or UsageBy.Day ? "1" : "s.prompt_tokens + s.answer_tokens DESC, s.requests DESC, 1")} LIMIT 10000
            """);
        command.Parameters.Add(new() { Value = from.UtcDateTime });
        command.Parameters.Add(new() { Value = to.UtcDateTime });
        command.Parameters.Add(new() { Value = userId is { } id ? id : DBNull.Value, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Uuid });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var items = new List<UsageItem>();
        while (await reader.ReadAsync(cancellationToken)) items.Add(Item(reader, by));
        return items;
    }

    // The texts are these and no others; nothing of a request is in them.
    private static (string Group, string Name) GroupOf(UsageBy by) => by switch
    {
        UsageBy.Hour => ("h.hour", "NULL"),
        UsageBy.Day => ("date_trunc('day', h.hour, 'UTC')", "NULL"),
        UsageBy.Model => ("h.model", "NULL"),
        UsageBy.Node => ("h.node", "NULL"),
        UsageBy.User => ("h.user_id", "(SELECT p.user_name FROM platform.principals AS p WHERE p.user_id = s.g)"),
        UsageBy.Key => ("h.key_id", "(SELECT k.name FROM platform.api_keys AS k WHERE k.id = s.g)"),
        _ => ("h.protocol", "NULL"),
    };

    private static UsageItem Item(NpgsqlDataReader row, UsageBy by)
    {
        var sum = new UsageItem(row.GetInt64(2), row.GetInt64(3), row.GetInt64(4), row.GetInt64(5), Number(row, 6), Number(row, 7), row.IsDBNull(8) ? null : row.GetDecimal(8)) { Name = row.IsDBNull(1) ? null : row.GetString(1) };
        return by switch
        {
            UsageBy.Hour => sum with { Hour = row.GetFieldValue<DateTimeOffset>(0) },
            UsageBy.Day => sum with { Day = row.GetFieldValue<DateTimeOffset>(0) },
            UsageBy.Model => sum with { Model = row.GetString(0) },
            UsageBy.Node => sum with { Node = row.GetString(0) },
            UsageBy.User => sum with { User = row.GetGuid(0) },
            UsageBy.Key => sum with { Key = row.GetGuid(0) is var key && key == Guid.Empty ? "" : key.ToString() },
            _ => sum with { Protocol = (CallProtocol)row.GetInt16(0) },
        };
    }

    private static double? Number(NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : Math.Round(row.GetDouble(column), 1);
}
