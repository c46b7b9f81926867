using System.Globalization;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;

namespace OllamaNet.Inference.Usage;

/// <summary>A table a month: made before it is needed, dropped whole when its time is over.</summary>
internal sealed class UsagePartitions(NpgsqlDataSource dataSource, IOptionsMonitor<UsageOptions> options, TimeProvider time, ILogger<UsagePartitions> logger)
{
    private const long LockKey = 0x6f6c6c616d617573;
    private const int Ahead = 2;
    private volatile HashSet<DateOnly> _known = [];

    /// <summary>For rows of a month that nobody expected, such as after the clock was set.</summary>
    public async ValueTask EnsureAsync(List<UsageRow> rows, CancellationToken cancellationToken)
    {
        var known = _known;
        List<DateOnly>? missing = null;
        foreach (var row in rows)
        {
            if (!known.Contains(row.Month) && missing?.Contains(row.Month) is not true) (missing ??= []).Add(row.Month);
        }

        if (missing is not null) await MakeAsync(missing, oldest: null, cancellationToken);
    }

    /// <summary>Makes those of this month and the next ones, and drops those that are too old.</summary>
    public async Task MaintainAsync(CancellationToken cancellationToken)
    {
        var month = ThisMonth();
        var kept = options.CurrentValue.RetentionMonths;
        await MakeAsync([.. Enumerable.Range(0, Ahead + 1).Select(month.AddMonths)], kept > 0 ? month.AddMonths(-kept) : null, cancellationToken);
    }

    /// <param name="oldest">Months before it are dropped.</param>
    private async Task MakeAsync(IReadOnlyList<DateOnly> months, DateOnly? oldest, CancellationToken cancellationToken)
    {
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await LockAsync(connection, cancellationToken);
        foreach (var month in months)
        {
            // The names are made of numbers alone; a table's name cannot be a parameter.
            await using var command = new NpgsqlCommand(
                string.Create(CultureInfo.InvariantCulture, $"CREATE TABLE IF NOT EXISTS inference.{NameOf(month)} PARTITION OF inference.usage FOR VALUES FROM ('{month:yyyy-MM-dd} 00:00:00+00') TO ('{month.AddMonths(1):yyyy-MM-dd} 00:00:00+00')"), connection);
            await command.ExecuteNonQueryAsync(cancellationToken);
        }

        if (oldest is { } first) await DropBeforeAsync(connection, first, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        _known = [.. _known.Where(m => oldest is null || m >= oldest), .. months];
    }

    private async Task DropBeforeAsync(NpgsqlConnection connection, DateOnly first, CancellationToken cancellationToken)
    {
        List<string> old = [];
        await using (var list = new NpgsqlCommand(
            "SELECT c.relname FROM pg_inherits AS i JOIN pg_class AS c ON c.oid = i.inhrelid WHERE i.inhparent = 'inference.usage'::regclass AND c.relname ~ '^usage_[0-9]{4}_[0-9]{2}$' AND c.relname < $1 COLLATE \"C\"", connection)
        { Parameters = { new() { Value = NameOf(first) } } })
        await using (var reader = await list.ExecuteReaderAsync(cancellationToken))
            while (await reader.ReadAsync(cancellationToken)) old.Add(reader.GetString(0));

        foreach (var name in old)
        {
            await using var drop = new NpgsqlCommand($"DROP TABLE inference.{name}", connection);
            await drop.ExecuteNonQueryAsync(cancellationToken);
            logger.UsageDropped(name);
        }
    }

    private static async Task LockAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand("SELECT pg_advisory_xact_lock($1)", connection) { Parameters = { new() { Value = LockKey } } };
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private DateOnly ThisMonth()
    {
        var now = time.GetUtcNow();
        return new DateOnly(now.Year, now.Month, 1);
    }

    private static string NameOf(DateOnly month) => string.Create(CultureInfo.InvariantCulture, $"usage_{month:yyyy_MM}");
}
