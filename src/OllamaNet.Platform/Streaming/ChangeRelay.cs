using System.Globalization;
using System.Text;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace OllamaNet.Platform.Streaming;

/// <summary>
/// Carries hints between processes with PostgreSQL's NOTIFY, many in one. Nothing is stored: after a lost connection, or more hints than
/// are kept, the browsers are told to look at everything again.
/// </summary>
internal sealed class ChangeRelay(NpgsqlDataSource dataSource, Changes changes, TimeProvider time, ILogger<ChangeRelay> logger) : BackgroundService
{
    private const string Channel = "ollamanet_changes";

    /// <summary>Stands for every hint of every user.</summary>
    private const string All = "*";

    /// <summary>A payload has less than 8000 bytes; a line has 90 at most.</summary>
    private const int LinesPerPayload = 80;

    private static readonly TimeSpan Gather = TimeSpan.FromMilliseconds(30), Pause = TimeSpan.FromSeconds(1), Silence = TimeSpan.FromSeconds(15);
    private readonly string _process = Guid.CreateVersion7().ToString("N");
    private bool _failing;

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(AgainAsync(SendAsync, stoppingToken), AgainAsync(ListenAsync, stoppingToken));

    private async Task AgainAsync(Func<CancellationToken, Task> work, CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await work(stoppingToken);
            }
            catch (Exception) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e)
            {
                if (!_failing) logger.ChangesNotRelayed(e.GetType().Name);
                _failing = true;
                await Task.Delay(Pause, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task SendAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            await changes.Outgoing.WaitAsync(cancellationToken);
            await Task.Delay(Gather, time, cancellationToken);
            var (items, lost) = changes.Outgoing.Take();
            try
            {
                await NotifyAsync(lost ? [All] : [.. items.Select(i => Line(i.User, i.Change))], cancellationToken);
            }
            catch
            {
                changes.Outgoing.GiveUp();
                throw;
            }
        }
    }

    private async Task NotifyAsync(string[] lines, CancellationToken cancellationToken)
    {
        if (lines.Length == 0) return;
        await using var batch = dataSource.CreateBatch();
        foreach (var some in lines.Chunk(LinesPerPayload))
        {
            batch.BatchCommands.Add(new("SELECT pg_notify($1, $2)")
            {
                Parameters = { new() { Value = Channel }, new() { Value = new StringBuilder(_process).AppendJoin(string.Empty, some.Select(l => $"\n{l}")).ToString() } },
            });
        }

        await batch.ExecuteNonQueryAsync(cancellationToken);
    }

    private async Task ListenAsync(CancellationToken cancellationToken)
    {
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        connection.Notification += (_, notification) => Hear(notification.Payload);
        await using (var listen = new NpgsqlCommand($"LISTEN {Channel}", connection)) await listen.ExecuteNonQueryAsync(cancellationToken);
        if (_failing) logger.ChangesRelayed();
        _failing = false;
        changes.TellEverything();
        while (true)
        {
            if (await connection.WaitAsync(Silence, cancellationToken)) continue;

            // A connection that died without a word would otherwise be waited on for ever.
            await using var ping = new NpgsqlCommand("SELECT 1", connection) { CommandTimeout = 5 };
            await ping.ExecuteNonQueryAsync(cancellationToken);
        }
    }

    private void Hear(string payload)
    {
        var lines = payload.Split('\n');
        if (lines[0] == _process) return;
        foreach (var line in lines.AsSpan(1))
        {
            if (line == All) changes.TellEverything();
            else if (line.Split(' ') is [var user, var kind, var id] && Guid.TryParseExact(user, "N", out var owner))
            {
                if (owner == Guid.Empty) changes.TellAll(kind);
                else changes.Tell(owner, new(kind, Guid.TryParseExact(id, "N", out var one) ? one : null));
            }
        }
    }

    private static string Line(Guid user, Change change) => string.Create(CultureInfo.InvariantCulture, $"{user:N} {change.Kind} {change.Id:N}");
}
