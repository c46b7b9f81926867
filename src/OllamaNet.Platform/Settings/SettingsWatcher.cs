using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace OllamaNet.Platform.Settings;

/// <summary>Brings what any process changed into this one: at once when it is told, within five seconds when not.</summary>
internal sealed class SettingsWatcher(NpgsqlDataSource dataSource, SettingsReader reader, TimeProvider time, ILogger<SettingsWatcher> logger) : BackgroundService
{
    internal const string Channel = "ollamanet_settings";
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(4), FirstPatience = TimeSpan.FromSeconds(2);
    private bool _failing;

    /// <summary>What starts after this should find the settings; a database that is away must not hold up the start.</summary>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(FirstPatience);
        try
        {
            await reader.RefreshAsync(patience.Token);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            Failed(exception);
        }

        await base.StartAsync(cancellationToken);
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
        await using (var listen = new NpgsqlCommand($"LISTEN {Channel}", connection)) await listen.ExecuteNonQueryAsync(cancellationToken);
        while (true)
        {
            await reader.RefreshAsync(cancellationToken);
            _failing = false;
            await connection.WaitAsync(Interval, cancellationToken);
        }
    }

    // Once, not each time.
    private void Failed(Exception exception)
    {
        if (!_failing) logger.SettingsUnreadable(exception);
        _failing = true;
    }
}
