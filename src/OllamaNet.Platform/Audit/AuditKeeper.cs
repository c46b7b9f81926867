using System.Globalization;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;

namespace OllamaNet.Platform.Audit;

/// <summary>
/// Looks after the tables of the months, some times a day. What is too old goes from the beginning of the chain on, and a signed checkpoint says where it ended;
/// the database lets nothing else be deleted.
/// </summary>
internal sealed class AuditKeeper(NpgsqlDataSource dataSource, AuditKey key, IOptionsMonitor<AuditOptions> options, TimeProvider time, ILogger<AuditKeeper> logger) : BackgroundService
{
    private const int Ahead = 2;
    private static readonly TimeSpan Interval = TimeSpan.FromHours(6), Retry = TimeSpan.FromSeconds(30);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            var pause = Interval;
            try
            {
                await MaintainAsync(stoppingToken);
            }
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
            {
                logger.AuditNotKept(exception);
                pause = Retry;
            }
            catch (OperationCanceledException)
            {
                return;
            }

            await Task.Delay(pause, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    internal async Task MaintainAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var month = new DateOnly(now.Year, now.Month, 1);
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        for (var ahead = 0; ahead <= Ahead; ahead++) await MakeAsync(connection, month.AddMonths(ahead), cancellationToken);
        if (options.CurrentValue.RetentionMonths is var kept and > 0) await RemoveAsync(connection, month.AddMonths(-kept), cancellationToken);
        await LogHeadAsync(connection, cancellationToken);
    }

    private static async Task MakeAsync(NpgsqlConnection connection, DateOnly month, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand("SELECT platform.make_audit_month($1)", connection) { Parameters = { new() { Value = month } } };
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private async Task RemoveAsync(NpgsqlConnection connection, DateOnly first, CancellationToken cancellationToken)
    {
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await using (var take = new NpgsqlCommand("SELECT pg_advisory_xact_lock($1)", connection) { Parameters = { new() { Value = AuditChainer.LockKey } } })
            await take.ExecuteNonQueryAsync(cancellationToken);

        // Only what is linked is taken away, and only from the beginning: an entry of the next month that was linked before the last of the old ones goes with them.
        var limit = first.ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc);
        await using var last = new NpgsqlCommand("SELECT seq, hash FROM platform.audit WHERE at < $1 AND seq IS NOT NULL ORDER BY seq DESC LIMIT 1", connection) { Parameters = { new() { Value = limit } } };
        AuditCheckpoint checkpoint;
        await using (var reader = await last.ExecuteReaderAsync(cancellationToken))
        {
            if (!await reader.ReadAsync(cancellationToken)) return;
            checkpoint = AuditCheckpoint.Of(key.Checkpoints, reader.GetInt64(0), reader.GetFieldValue<byte[]>(1));
        }

        await using (var write = new NpgsqlCommand("INSERT INTO platform.audit_checkpoints (seq, hash, signature) VALUES ($1, $2, $3)", connection)
        { Parameters = { new() { Value = checkpoint.Seq }, new() { Value = checkpoint.Hash }, new() { Value = checkpoint.Signature } } })
            await write.ExecuteNonQueryAsync(cancellationToken);

        await DropBeforeAsync(connection, first, cancellationToken);
        await using var delete = new NpgsqlCommand("DELETE FROM platform.audit WHERE seq <= $1", connection) { Parameters = { new() { Value = checkpoint.Seq } } };
        await delete.ExecuteNonQueryAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        var end = Convert.ToHexString(checkpoint.Hash);
        logger.AuditRemoved(checkpoint.Seq, end);
    }

    private static async Task DropBeforeAsync(NpgsqlConnection connection, DateOnly first, CancellationToken cancellationToken)
    {
        List<string> old = [];
        await using (var list = new NpgsqlCommand(
            "SELECT c.relname FROM pg_inherits AS i JOIN pg_class AS c ON c.oid = i.inhrelid WHERE i.inhparent = 'platform.audit'::regclass AND c.relname ~ '^audit_[0-9]{4}_[0-9]{2}$' AND c.relname < $1 COLLATE \"C\"", connection)
        { Parameters = { new() { Value = string.Create(CultureInfo.InvariantCulture, $"audit_{first:yyyy_MM}") } } })
        await using (var reader = await list.ExecuteReaderAsync(cancellationToken))
            while (await reader.ReadAsync(cancellationToken)) old.Add(reader.GetString(0));

        foreach (var name in old)
        {
            // The names are made of numbers alone; a table's name cannot be a parameter.
            await using var drop = new NpgsqlCommand($"DROP TABLE platform.{name}", connection);
            await drop.ExecuteNonQueryAsync(cancellationToken);
        }
    }

    // Kept where the database's owner cannot reach, it shows that the end of the chain was cut off.
    private async Task LogHeadAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var (seq, hash) = await AuditChainer.HeadAsync(connection, cancellationToken);
        var end = Convert.ToHexString(hash);
        if (seq > 0) logger.AuditStands(seq, end);
    }
}
