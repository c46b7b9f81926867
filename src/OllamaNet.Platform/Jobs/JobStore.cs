using System.Data.Common;
using Npgsql;
using NpgsqlTypes;
using OllamaNet.Platform.Streaming;

namespace OllamaNet.Platform.Jobs;

/// <summary>A job this process has the lease of.</summary>
internal sealed record TakenJob(Guid Id, string Kind, Guid OwnerId, string Payload, int Attempts, long Fence);

/// <summary>The statements of those who do jobs. Each names the fencing number: one that touches no row says that the job is another's.</summary>
internal sealed class JobStore(NpgsqlDataSource dataSource, Changes changes)
{
    private const string Mine = "id = $1 AND fence = $2 AND state = 1";

    // A job of a key waits while another of the key is in hand; the unique index on the key of running jobs decides when two are taken at once.
    private const string TakeSql = """
        UPDATE platform.jobs SET state = 1, fence = fence + 1, attempts = attempts + 1, lease_until = clock_timestamp() + make_interval(secs => $2)
        WHERE id = (
            SELECT j.id FROM platform.jobs AS j
            WHERE j.kind = ANY($1) AND ((j.state = 0 AND j.due_at <= clock_timestamp()) OR (j.state = 1 AND j.lease_until < clock_timestamp()))
              AND (j.concurrency_key IS NULL OR NOT EXISTS (SELECT 1 FROM platform.jobs AS o WHERE o.concurrency_key = j.concurrency_key AND o.state = 1 AND o.id <> j.id))
            ORDER BY j.due_at, j.id LIMIT 1 FOR UPDATE SKIP LOCKED)
        RETURNING id, kind, owner_id, payload::text, attempts, fence
        """;

    // Jobs whose process died for the last time, and those that somebody cancelled meanwhile.
    private const string CloseLostSql = """
        UPDATE platform.jobs SET state = CASE WHEN cancel_requested THEN 4 ELSE 3 END, fence = fence + 1, lease_until = NULL, ended_at = clock_timestamp(),
            error_code = CASE WHEN cancel_requested THEN NULL ELSE 'interrupted' END,
            error_message = CASE WHEN cancel_requested THEN NULL ELSE 'The server stopped in the middle of it, several times. Start it again.' END
        WHERE id IN (SELECT id FROM platform.jobs WHERE kind = $1 AND state = 1 AND lease_until < clock_timestamp() AND (cancel_requested OR attempts >= $2) FOR UPDATE SKIP LOCKED)
        RETURNING owner_id, id
        """;

    public async Task<TakenJob?> TakeAsync(string[] kinds, double leaseSeconds, CancellationToken cancellationToken)
    {
        await using var command = Command(TakeSql, kinds, leaseSeconds);
        try
        {
            await using var reader = await command.ExecuteReaderAsync(cancellationToken);
            if (!await reader.ReadAsync(cancellationToken)) return null;
            TakenJob taken = new(reader.GetGuid(0), reader.GetString(1), reader.GetGuid(2), reader.GetString(3), reader.GetInt32(4), reader.GetInt64(5));
            changes.Publish(taken.OwnerId, ChangeKinds.Job, taken.Id);
            return taken;
        }
        catch (PostgresException e) when (e.SqlState is PostgresErrorCodes.UniqueViolation)
        {
            return null; // another process took one of the same key in this moment
        }
    }

    public async Task CloseLostAsync(string kind, int maxAttempts, CancellationToken cancellationToken)
    {
        await using var command = Command(CloseLostSql, kind, maxAttempts);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken)) changes.Publish(reader.GetGuid(0), ChangeKinds.Job, reader.GetGuid(1));
    }

    /// <returns>Whether the owner wants it cancelled; null when the job is another's.</returns>
    public async Task<bool?> RenewAsync(TakenJob job, double leaseSeconds, CancellationToken cancellationToken)
    {
        await using var command = Command($"UPDATE platform.jobs SET lease_until = clock_timestamp() + make_interval(secs => $3) WHERE {Mine} RETURNING cancel_requested", job.Id, job.Fence, leaseSeconds);
        return await command.ExecuteScalarAsync(cancellationToken) as bool?;
    }

    public Task<bool> ReportAsync(TakenJob job, long done, long? total, string? result, CancellationToken cancellationToken) =>
        WriteAsync(job, $"UPDATE platform.jobs SET progress_done = $3, progress_total = coalesce($4, progress_total), result = coalesce($5::jsonb, result) WHERE {Mine}", cancellationToken, done, Or(total, NpgsqlDbType.Bigint), Or(result, NpgsqlDbType.Text));

    public Task<bool> EndAsync(TakenJob job, JobState state, string? result, JobError? error) =>
        WriteAsync(job, $"""
            UPDATE platform.jobs SET state = $3, result = coalesce($4::jsonb, result), error_code = $5, error_message = $6, lease_until = NULL, ended_at = clock_timestamp() WHERE {Mine}
            """, CancellationToken.None, (short)state, Or(result, NpgsqlDbType.Text), Or(error?.Code, NpgsqlDbType.Text), Or(error?.Message, NpgsqlDbType.Text));

    /// <summary>Back into the queue.</summary>
    /// <param name="counts">Whether the attempt counts.</param>
    public Task<bool> GiveBackAsync(TakenJob job, double waitSeconds, bool counts) =>
        WriteAsync(job, $"UPDATE platform.jobs SET state = 0, lease_until = NULL, due_at = clock_timestamp() + make_interval(secs => $3), attempts = attempts - $4 WHERE {Mine}",
            CancellationToken.None, waitSeconds, counts ? 0 : 1);

    public async Task ForgetAsync(int days, CancellationToken cancellationToken)
    {
        await using var command = Command("DELETE FROM platform.jobs WHERE ended_at < clock_timestamp() - make_interval(days => $1)", days);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    // A lock that keeps out who takes jobs over (FOR UPDATE) and lets through what changes no key: renewing the lease, cancelling.
    public static async Task HoldAsync(TakenJob job, DbTransaction transaction, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand($"SELECT 1 FROM platform.jobs WHERE {Mine} FOR KEY SHARE", (NpgsqlConnection)transaction.Connection!, (NpgsqlTransaction)transaction);
        command.Parameters.Add(new() { Value = job.Id });
        command.Parameters.Add(new() { Value = job.Fence });
        if (await command.ExecuteScalarAsync(cancellationToken) is null) throw new JobLostException();
    }

    private async Task<bool> WriteAsync(TakenJob job, string sql, CancellationToken cancellationToken, params object[] values)
    {
        await using var command = Command(sql, [job.Id, job.Fence, .. values]);
        var written = await command.ExecuteNonQueryAsync(cancellationToken) > 0;
        if (written) changes.Publish(job.OwnerId, ChangeKinds.Job, job.Id);
        return written;
    }

    private NpgsqlCommand Command(string sql, params object[] values)
    {
        var command = dataSource.CreateCommand(sql);
        foreach (var value in values) command.Parameters.Add(value as NpgsqlParameter ?? new() { Value = value });
        return command;
    }

    private static NpgsqlParameter Or(object? value, NpgsqlDbType type) => new() { Value = value ?? DBNull.Value, NpgsqlDbType = type };
}
