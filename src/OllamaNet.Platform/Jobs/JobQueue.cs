using System.Text.Json;
using Npgsql;
using NpgsqlTypes;
using OllamaNet.Platform.Streaming;

namespace OllamaNet.Platform.Jobs;

/// <summary>How a job is put into the queue.</summary>
/// <param name="ConcurrencyKey">Of the jobs with the same key one runs at a time.</param>
/// <param name="Open">Most jobs of this kind that its owner may have waiting or running.</param>
/// <param name="Id">Chosen by the caller, for files that are named after it.</param>
public sealed record JobSettings(string? ConcurrencyKey = null, int? Open = null, Guid? Id = null);

/// <summary>Where work is handed in, looked at and cancelled. Every look-up is by owner.</summary>
public sealed class JobQueue
{
    private const string Columns = "id, state, progress_done, progress_total, payload::text, result::text, error_code, error_message, cancel_requested, created_at, ended_at";

    private readonly NpgsqlDataSource _dataSource;
    private readonly JobSignals _signals;
    private readonly Changes _changes;
    private readonly TimeProvider _time;

    internal JobQueue(NpgsqlDataSource dataSource, JobSignals signals, Changes changes, TimeProvider time) =>
        (_dataSource, _signals, _changes, _time) = (dataSource, signals, changes, time);

    /// <returns>Null when the owner has as many open jobs of the kind as he may.</returns>
    public async Task<Guid?> EnqueueAsync<TPayload>(Guid owner, TPayload payload, JobSettings? settings, CancellationToken cancellationToken)
    {
        var id = settings?.Id ?? Guid.CreateVersion7(_time.GetUtcNow());
        await using var connection = await _dataSource.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await using var one = Command("SELECT pg_advisory_xact_lock(hashtextextended($1, 0))", $"jobs:{owner:N}");
        (one.Connection, one.Transaction) = (connection, transaction);
        await one.ExecuteNonQueryAsync(cancellationToken);

        await using var insert = Command("""
            INSERT INTO platform.jobs (id, kind, owner_id, payload, concurrency_key, state, cancel_requested)
            SELECT $1, $2, $3, $4::jsonb, $5, 0, false WHERE (SELECT count(*) FROM platform.jobs WHERE owner_id = $3 AND kind = $2 AND state IN (0, 1)) < $6
            """, id, typeof(TPayload).Name, owner, JsonSerializer.Serialize(payload, JobJson.Options),
            new NpgsqlParameter { Value = (object?)settings?.ConcurrencyKey ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text }, (long)(settings?.Open ?? int.MaxValue));
        (insert.Connection, insert.Transaction) = (connection, transaction);
        var inserted = await insert.ExecuteNonQueryAsync(cancellationToken) > 0;
        await transaction.CommitAsync(cancellationToken);
        if (!inserted) return null;

        _signals.Wake();
        _changes.Publish(owner, ChangeKinds.Job, id);
        return id;
    }

    public async Task<JobView?> FindAsync<TPayload>(Guid owner, Guid id, CancellationToken cancellationToken) =>
        (await ReadAsync($"SELECT {Columns} FROM platform.jobs WHERE id = $1 AND owner_id = $2 AND kind = $3", cancellationToken, id, owner, typeof(TPayload).Name)).FirstOrDefault();

    /// <summary>Newest first.</summary>
    public Task<List<JobView>> ListAsync<TPayload>(Guid owner, (DateTimeOffset Time, Guid Id)? after, int limit, CancellationToken cancellationToken) =>
        ReadAsync($"SELECT {Columns} FROM platform.jobs WHERE owner_id = $1 AND kind = $2 AND (created_at, id) < ($3, $4) ORDER BY created_at DESC, id DESC LIMIT $5",
            cancellationToken, owner, typeof(TPayload).Name, after?.Time ?? DateTimeOffset.MaxValue, after?.Id ?? Guid.AllBitsSet, limit);

    /// <summary>A waiting job ends at once, a running one as soon as its handler sees it.</summary>
    /// <returns>False when there is no such job of the owner, or when it is over.</returns>
    public async Task<bool> CancelAsync<TPayload>(Guid owner, Guid id, CancellationToken cancellationToken)
    {
        await using var command = _dataSource.CreateCommand("""
            UPDATE platform.jobs SET cancel_requested = true, state = CASE WHEN state = 0 THEN 4 ELSE state END, ended_at = CASE WHEN state = 0 THEN clock_timestamp() END
            WHERE id = $1 AND owner_id = $2 AND kind = $3 AND state IN (0, 1)
            """);
        foreach (var value in (object[])[id, owner, typeof(TPayload).Name]) command.Parameters.Add(new() { Value = value });
        if (await command.ExecuteNonQueryAsync(cancellationToken) == 0) return false;

        _signals.Cancel(id);
        _changes.Publish(owner, ChangeKinds.Job, id);
        return true;
    }

    /// <summary>Forgets a job that is over.</summary>
    public async Task<bool> DeleteAsync<TPayload>(Guid owner, Guid id, CancellationToken cancellationToken)
    {
        await using var command = _dataSource.CreateCommand("DELETE FROM platform.jobs WHERE id = $1 AND owner_id = $2 AND kind = $3 AND state IN (2, 3, 4)");
        foreach (var value in (object[])[id, owner, typeof(TPayload).Name]) command.Parameters.Add(new() { Value = value });
        if (await command.ExecuteNonQueryAsync(cancellationToken) == 0) return false;

        _changes.Publish(owner, ChangeKinds.Job, id);
        return true;
    }

    private async Task<List<JobView>> ReadAsync(string sql, CancellationToken cancellationToken, params object[] values)
    {
        await using var command = _dataSource.CreateCommand(sql);
        foreach (var value in values) command.Parameters.Add(new() { Value = value });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        List<JobView> found = [];
        while (await reader.ReadAsync(cancellationToken)) found.Add(View(reader));
        return found;
    }

    private static JobView View(NpgsqlDataReader row) => new(
        row.GetGuid(0), (JobState)row.GetInt16(1), row.GetInt64(2), row.IsDBNull(3) ? null : row.GetInt64(3), JsonElement.Parse(row.GetString(4)),
        row.IsDBNull(5) ? null : JsonElement.Parse(row.GetString(5)), row.IsDBNull(6) ? null : new(row.GetString(6), row.GetString(7)), row.GetBoolean(8),
        row.GetFieldValue<DateTimeOffset>(9), row.IsDBNull(10) ? null : row.GetFieldValue<DateTimeOffset>(10));

    private static NpgsqlCommand Command(string sql, params object[] values)
    {
        var command = new NpgsqlCommand(sql);
        foreach (var value in values) command.Parameters.Add(value as NpgsqlParameter ?? new() { Value = value });
        return command;
    }
}
