using Npgsql;

namespace OllamaNet.Inference.Limits;

/// <summary>Reads what this month came to so far.</summary>
internal sealed class MonthReader(NpgsqlDataSource dataSource, CallLimits limits, TimeProvider time)
{
    /// <summary>What every process wrote down since the month began.</summary>
    public async Task ReadAsync(CancellationToken cancellationToken)
    {
        var today = time.GetUtcNow().UtcDateTime.Date;
        await using var command = dataSource.CreateCommand(
            """
            SELECT user_id, model, coalesce(sum(prompt_tokens + answer_tokens) FILTER (WHERE hour >= $2), 0)::bigint, sum(prompt_tokens + answer_tokens)::bigint
            FROM inference.usage_hours WHERE hour >= $1 GROUP BY GROUPING SETS ((user_id), (user_id, model))
            """);
        command.CommandTimeout = 30;
        command.Parameters.Add(new() { Value = new DateTime(today.Year, today.Month, 1, 0, 0, 0, DateTimeKind.Utc) });
        command.Parameters.Add(new() { Value = today });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            if (reader.IsDBNull(1)) limits.CatchUp(reader.GetGuid(0), reader.GetInt64(2), reader.GetInt64(3));
            else limits.CatchUp(reader.GetGuid(0), reader.GetString(1), reader.GetInt64(2), reader.GetInt64(3));
        }
    }
}
