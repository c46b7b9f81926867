using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace OllamaNet.Platform.Security;

/// <summary>Keeps <see cref="Revocations"/> and <see cref="SigningKeys"/> up to date: each second, and at once when another process notifies.</summary>
internal sealed class RevocationPoller(
    NpgsqlDataSource dataSource, Revocations revocations, SigningKeys keys, TimeProvider time, ILogger<RevocationPoller> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1), PruneEvery = TimeSpan.FromMinutes(10);
    private bool _failing;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await ListenAsync(stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception exception)
            {
                // Once, not each second; what follows from it is refused by the bearer handler.
                if (!_failing) logger.RevocationsUnreadable(exception);
                _failing = true;
                await Task.Delay(Interval / 2, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task ListenAsync(CancellationToken cancellationToken)
    {
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        await using (var listen = new NpgsqlCommand($"LISTEN {RevocationWriter.Channel}", connection)) await listen.ExecuteNonQueryAsync(cancellationToken);

        var prunedAt = time.GetTimestamp();
        while (true)
        {
            await revocations.RefreshAsync(cancellationToken);
            await keys.RefreshAsync(cancellationToken);
            if (_failing) logger.RevocationsReadable();
            _failing = false;

            if (time.GetElapsedTime(prunedAt) > PruneEvery)
            {
                await using var prune = new NpgsqlCommand("DELETE FROM platform.revocations WHERE at < clock_timestamp() - interval '1 hour'", connection);
                await prune.ExecuteNonQueryAsync(cancellationToken);
                prunedAt = time.GetTimestamp();
            }

            await connection.WaitAsync(Interval, cancellationToken);
        }
    }
}
