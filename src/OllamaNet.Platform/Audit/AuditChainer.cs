using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace OllamaNet.Platform.Audit;

/// <summary>
/// Links the rows to a chain, in batches: each gets the next number and a hash over itself and the one before. One process at a time does it, whichever has the lock.
/// </summary>
internal sealed class AuditChainer(NpgsqlDataSource dataSource, AuditKey key, AuditSignal signal, TimeProvider time, ILogger<AuditChainer> logger) : BackgroundService
{
    internal const long LockKey = 0x6f6c6c616d616175;
    private const int MostAtOnce = 500;
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5), Gather = TimeSpan.FromMilliseconds(200);
    private bool _failing;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await signal.WaitAsync(Interval, stoppingToken);
                await Task.Delay(Gather, time, stoppingToken);
                while (await ChainAsync(stoppingToken) == MostAtOnce)
                {
                }

                _failing = false;
            }
            catch (Exception) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception exception)
            {
                // Once, not each time.
                if (!_failing) logger.AuditNotChained(exception);
                _failing = true;
            }
        }
    }

    /// <returns>How many rows were linked.</returns>
    internal async Task<int> ChainAsync(CancellationToken cancellationToken)
    {
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await using (var take = new NpgsqlCommand("SELECT pg_try_advisory_xact_lock($1)", connection) { Parameters = { new() { Value = LockKey } } })
            if (await take.ExecuteScalarAsync(cancellationToken) is not true) return 0;

        var rows = await UnchainedAsync(connection, cancellationToken);
        if (rows.Count == 0) return 0;

        var (seq, hash) = await HeadAsync(connection, cancellationToken);
        List<DateTime> times = [];
        List<Guid> ids = [];
        List<long> places = [];
        List<byte[]> hashes = [];
        foreach (var row in rows)
        {
            hash = row.Hash(key.Chain, hash, ++seq);
            times.Add(row.At.UtcDateTime);
            ids.Add(row.Id);
            places.Add(seq);
            hashes.Add(hash);
        }

        await using var write = new NpgsqlCommand(
            """
            WITH head AS (UPDATE platform.audit_head SET seq = $5, hash = $6)
            UPDATE platform.audit AS a SET seq = n.seq, hash = n.hash FROM unnest($1, $2, $3, $4) AS n (at, id, seq, hash) WHERE a.at = n.at AND a.id = n.id
            """, connection)
        {
            Parameters = { new() { Value = times }, new() { Value = ids }, new() { Value = places }, new() { Value = hashes }, new() { Value = seq }, new() { Value = hash } },
        };
        await write.ExecuteNonQueryAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return rows.Count;
    }

    internal static async Task<(long Seq, byte[] Hash)> HeadAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand("SELECT seq, hash FROM platform.audit_head", connection);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken) ? (reader.GetInt64(0), reader.GetFieldValue<byte[]>(1)) : throw new InvalidOperationException("platform.audit_head has no row. Put it back from a backup.");
    }

    private static async Task<List<AuditRow>> UnchainedAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        List<AuditRow> rows = [];
        await using var command = new NpgsqlCommand($"SELECT {AuditRow.Columns} FROM platform.audit WHERE seq IS NULL ORDER BY at, id LIMIT {MostAtOnce}", connection);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken)) rows.Add(AuditRow.Read(reader));
        return rows;
    }
}
