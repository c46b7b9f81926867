using Npgsql;

namespace OllamaNet.Platform.Audit;

/// <param name="Entries">How many linked entries were looked at.</param>
/// <param name="Waiting">Entries that are not linked yet.</param>
/// <param name="Fault">What is wrong, and where; null when the chain is whole.</param>
public sealed record AuditVerdict(long Entries, long First, long Last, string Hash, long Waiting, string? Fault);

/// <summary>Walks the whole chain and says where it breaks.</summary>
public sealed class AuditVerifier
{
    // Longer than the writer ever takes.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);
    private readonly NpgsqlDataSource _dataSource;
    private readonly AuditKey _key;
    private readonly TimeProvider _time;

    internal AuditVerifier(NpgsqlDataSource dataSource, AuditKey key, TimeProvider time) => (_dataSource, _key, _time) = (dataSource, key, time);

    public async Task<AuditVerdict> VerifyAsync(CancellationToken cancellationToken)
    {
        await using var connection = await _dataSource.OpenConnectionAsync(cancellationToken);
        // One moment for all of it, while others write.
        await using var transaction = await connection.BeginTransactionAsync(System.Data.IsolationLevel.RepeatableRead, cancellationToken);
        var checkpoint = await AuditCheckpoint.LastAsync(connection, cancellationToken);
        var (head, headHash) = await AuditChainer.HeadAsync(connection, cancellationToken);
        var (waiting, oldest) = await WaitingAsync(connection, cancellationToken);
        var (seq, hash) = checkpoint is null ? (0L, AuditKey.Begin) : (checkpoint.Seq, checkpoint.Hash);
        var (first, entries) = (seq + 1, 0L);
        AuditVerdict Verdict(string? fault) => new(entries, first, seq, Convert.ToHexString(hash), waiting, fault);

        if (checkpoint?.IsSignedWith(_key.Checkpoints) is false) return Verdict($"The checkpoint at {checkpoint.Seq} is not signed by this server: what was before it was not taken away by retention.");

        await using var command = new NpgsqlCommand($"SELECT {AuditRow.Columns}, hash FROM platform.audit WHERE seq IS NOT NULL ORDER BY seq", connection) { CommandTimeout = 0 };
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            var row = AuditRow.Read(reader);
            var next = row.Seq!.Value;
            if (next <= seq) return Verdict($"Entry {next} ({row.Id}, {row.At:u}) is one too many: there was an entry with this number, or retention took it away.");
            if (next > seq + 1) return Verdict(next == seq + 2 ? $"Entry {seq + 1} is missing." : $"The entries {seq + 1} to {next - 1} are missing.");

            var expected = row.Hash(_key.Chain, hash, next);
            if (!expected.AsSpan().SequenceEqual(reader.GetFieldValue<byte[]>(AuditRow.ColumnCount)))
                return Verdict($"Entry {next} ({row.Id}, {row.At:u}, {row.Action}) was changed after it was written, or it was written under another master key.");
            (seq, hash, entries) = (next, expected, entries + 1);
        }

        if (seq < head) return Verdict(seq + 1 == head ? $"Entry {head}, the last one, is missing." : $"The entries {seq + 1} to {head} at the end are missing.");
        if (seq > head || !hash.AsSpan().SequenceEqual(headHash)) return Verdict($"The chain ends at {seq}, and its head says {head} with another hash: the head was changed.");
        return Verdict(oldest is { } since && _time.GetUtcNow() - since > Patience ? $"{waiting} entries, the oldest of {since:u}, were never linked. Is the server running?" : null);
    }

    private static async Task<(long Count, DateTimeOffset? Oldest)> WaitingAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand("SELECT count(*), min(at) FROM platform.audit WHERE seq IS NULL", connection);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        return (reader.GetInt64(0), reader.IsDBNull(1) ? null : reader.GetFieldValue<DateTimeOffset>(1));
    }
}
