using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace OllamaNet.Inference.Data;

/// <summary>
/// Keeps what this process holds in memory as the database has it: looks each second, and at once when another process notifies. While the
/// database is away everything goes on with what is known.
/// </summary>
internal sealed class Refresher(NpgsqlDataSource dataSource, IEnumerable<IRefreshed> parts, TimeProvider time, ILogger<Refresher> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1), FirstPatience = TimeSpan.FromSeconds(2), Shortest = TimeSpan.FromMilliseconds(100);
    private readonly Dictionary<string, long> _known = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim _refreshing = new(1, 1);
    private bool _failing;

    /// <summary>The first requests should find everything; a database that is away must not hold up the start.</summary>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(FirstPatience);
        try
        {
            await RefreshAsync(patience.Token);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            Failed(exception);
        }

        await base.StartAsync(cancellationToken);
    }

    /// <summary>Reads what changed. Call it after a change so that this process knows at once.</summary>
    public async Task RefreshAsync(CancellationToken cancellationToken)
    {
        await _refreshing.WaitAsync(cancellationToken);
        try
        {
            await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
            await RefreshAsync(connection, cancellationToken);
        }
        finally
        {
            _refreshing.Release();
        }
    }

    public override void Dispose()
    {
        _refreshing.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await ListenAsync(stoppingToken);
            }
            catch (Exception) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception exception)
            {
                Failed(exception);
                await Task.Delay(Interval, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task ListenAsync(CancellationToken cancellationToken)
    {
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        await using (var listen = new NpgsqlCommand($"LISTEN {Revision.Channel}", connection)) await listen.ExecuteNonQueryAsync(cancellationToken);
        while (true)
        {
            await RefreshAsync(cancellationToken);
            if (_failing) logger.SettingsReadable();
            _failing = false;
            await connection.WaitAsync(Interval, cancellationToken);
            // Many changes at once are one reading.
            await Task.Delay(Shortest, time, cancellationToken);
        }
    }

    private async Task RefreshAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var (now, revisions) = await RevisionsAsync(connection, cancellationToken);
        foreach (var part in parts)
        {
            var revision = revisions.GetValueOrDefault(part.Name);
            if (!_known.TryGetValue(part.Name, out var known) || known != revision)
            {
                await part.ReadAsync(connection, cancellationToken);
                _known[part.Name] = revision;
            }

            part.Current(now);
        }
    }

    private static async Task<(DateTimeOffset Now, Dictionary<string, long> Revisions)> RevisionsAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand("SELECT clock_timestamp(), name, value FROM inference.revisions", connection) { CommandTimeout = 4 };
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var revisions = new Dictionary<string, long>(StringComparer.Ordinal);
        DateTimeOffset now = default;
        while (await reader.ReadAsync(cancellationToken))
        {
            now = reader.GetFieldValue<DateTimeOffset>(0);
            revisions[reader.GetString(1)] = reader.GetInt64(2);
        }

        return (now, revisions);
    }

    // Once, not each second.
    private void Failed(Exception exception)
    {
        if (!_failing) logger.SettingsUnreadable(exception);
        _failing = true;
    }
}
