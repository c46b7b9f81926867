using Npgsql;
using NpgsqlTypes;

namespace OllamaNet.Inference.Usage;

/// <summary>
/// Writes a batch: its rows by COPY, and what they add to the sums an hour, in one transaction. So a row is in the sums exactly when it is in the table, whenever it
/// comes and to whichever hour it belongs; and a batch whose commit was not heard of is looked for before it is written again.
/// </summary>
internal sealed class UsageStore(NpgsqlDataSource dataSource, UsagePartitions partitions)
{
    /// <param name="again">It was tried before, and may have succeeded.</param>
    public async Task WriteAsync(List<UsageRow> rows, bool again, CancellationToken cancellationToken)
    {
        await partitions.EnsureAsync(rows, cancellationToken);
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        if (again && await IsThereAsync(connection, rows[0], cancellationToken)) return;

        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await CopyAsync(connection, rows, cancellationToken);
        await AddAsync(connection, new UsageSums(rows), cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }

    private static async Task<bool> IsThereAsync(NpgsqlConnection connection, UsageRow first, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand("SELECT EXISTS (SELECT 1 FROM inference.usage WHERE at = $1 AND id = $2)", connection) { Parameters = { new() { Value = Stored(first.At) }, new() { Value = first.Id } } };
        return await command.ExecuteScalarAsync(cancellationToken) is true;
    }

    private static async Task CopyAsync(NpgsqlConnection connection, List<UsageRow> rows, CancellationToken cancellationToken)
    {
        await using var writer = await connection.BeginBinaryImportAsync(
            """
            COPY inference.usage (id, at, user_id, key_id, protocol, operation, asked, model, node, prompt_tokens, answer_tokens, estimated, cached,
                first_token_ms, duration_ms, waited_ms, attempts, outcome, error) FROM STDIN (FORMAT binary)
            """, cancellationToken);
        foreach (var row in rows)
        {
            // Into the writer's buffer: nothing here waits unless the buffer is full.
            var call = row.Call;
            await writer.StartRowAsync(cancellationToken);
            await writer.WriteAsync(row.Id, NpgsqlDbType.Uuid, cancellationToken);
            await writer.WriteAsync(Stored(row.At), NpgsqlDbType.TimestampTz, cancellationToken);
            await writer.WriteAsync(call.Caller.UserId, NpgsqlDbType.Uuid, cancellationToken);
            await WriteAsync(writer, call.Caller.KeyId, NpgsqlDbType.Uuid, cancellationToken);
            await writer.WriteAsync((short)call.Caller.Protocol, NpgsqlDbType.Smallint, cancellationToken);
            await writer.WriteAsync((short)call.Operation, NpgsqlDbType.Smallint, cancellationToken);
            await writer.WriteAsync(row.Asked, NpgsqlDbType.Text, cancellationToken);
            await (call.Model is { } model ? writer.WriteAsync(model, NpgsqlDbType.Text, cancellationToken) : writer.WriteNullAsync(cancellationToken));
            await (call.Node is { } node ? writer.WriteAsync(node, NpgsqlDbType.Text, cancellationToken) : writer.WriteNullAsync(cancellationToken));
            await writer.WriteAsync(call.PromptTokens, NpgsqlDbType.Integer, cancellationToken);
            await writer.WriteAsync(call.AnswerTokens, NpgsqlDbType.Integer, cancellationToken);
            await writer.WriteAsync(call.Estimated, NpgsqlDbType.Boolean, cancellationToken);
            await writer.WriteAsync(call.Cached, NpgsqlDbType.Boolean, cancellationToken);
            await WriteAsync(writer, row.FirstTokenMs, NpgsqlDbType.Integer, cancellationToken);
            await writer.WriteAsync(row.DurationMs, NpgsqlDbType.Integer, cancellationToken);
            await writer.WriteAsync(row.WaitedMs, NpgsqlDbType.Integer, cancellationToken);
            await writer.WriteAsync((short)Math.Min(call.Attempts, short.MaxValue), NpgsqlDbType.Smallint, cancellationToken);
            await writer.WriteAsync((short)call.Outcome, NpgsqlDbType.Smallint, cancellationToken);
            await WriteAsync(writer, (short?)call.Error, NpgsqlDbType.Smallint, cancellationToken);
        }

        await writer.CompleteAsync(cancellationToken);
    }

    private static Task WriteAsync<T>(NpgsqlBinaryImporter writer, T? value, NpgsqlDbType type, CancellationToken cancellationToken) where T : struct =>
        value is { } given ? writer.WriteAsync(given, type, cancellationToken) : writer.WriteNullAsync(cancellationToken);

    private static async Task AddAsync(NpgsqlConnection connection, UsageSums sums, CancellationToken cancellationToken)
    {
        var all = sums.InOrder().ToList();
        await using var command = new NpgsqlCommand(
            """
            INSERT INTO inference.usage_hours AS h (hour, user_id, key_id, model, node, protocol, requests, errors, prompt_tokens, answer_tokens, first_tokens, first_token_ms, duration_ms)
            SELECT * FROM unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
            ON CONFLICT (hour, user_id, key_id, model, node, protocol) DO UPDATE SET
                requests = h.requests + excluded.requests, errors = h.errors + excluded.errors,
                prompt_tokens = h.prompt_tokens + excluded.prompt_tokens, answer_tokens = h.answer_tokens + excluded.answer_tokens,
                first_tokens = h.first_tokens + excluded.first_tokens, first_token_ms = h.first_token_ms + excluded.first_token_ms,
                duration_ms = h.duration_ms + excluded.duration_ms
            """, connection);
        Add(command, all.ConvertAll(s => DateTime.SpecifyKind(s.Key.Hour, DateTimeKind.Utc)));
        Add(command, all.ConvertAll(s => s.Key.UserId));
        Add(command, all.ConvertAll(s => s.Key.KeyId));
        Add(command, all.ConvertAll(s => s.Key.Model));
        Add(command, all.ConvertAll(s => s.Key.Node));
        Add(command, all.ConvertAll(s => (short)s.Key.Protocol));
        Add(command, all.ConvertAll(s => s.Value.Requests));
        Add(command, all.ConvertAll(s => s.Value.Errors));
        Add(command, all.ConvertAll(s => s.Value.PromptTokens));
        Add(command, all.ConvertAll(s => s.Value.AnswerTokens));
        Add(command, all.ConvertAll(s => s.Value.FirstTokens));
        Add(command, all.ConvertAll(s => s.Value.FirstTokenMs));
        Add(command, all.ConvertAll(s => s.Value.DurationMs));
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private static void Add<T>(NpgsqlCommand command, List<T> column) => command.Parameters.Add(new() { Value = column });

    /// <summary>The database keeps microseconds; what is looked for again must be what was stored.</summary>
    private static DateTime Stored(DateTime at) => new(at.Ticks - (at.Ticks % TimeSpan.TicksPerMicrosecond), DateTimeKind.Utc);
}
