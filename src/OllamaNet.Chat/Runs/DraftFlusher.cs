using System.Diagnostics;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace OllamaNet.Chat.Runs;

/// <summary>Writes all growing answers down, twice a second and in one statement, so that a killed process loses half a second of text at most.</summary>
internal sealed class DraftFlusher(RunRegistry registry, RunStore store, AnswerRunner runner, ILogger<DraftFlusher> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(400);
    private static readonly TimeSpan BeatInterval = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval);
        var beat = Stopwatch.GetTimestamp();
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            await FlushAsync(stoppingToken);
            if (Stopwatch.GetElapsedTime(beat) < BeatInterval) continue;

            beat = Stopwatch.GetTimestamp();
            foreach (var run in registry.Live) run.Log.Beat();
            registry.Sweep();
        }
    }

    private async Task FlushAsync(CancellationToken cancellationToken)
    {
        var runs = registry.Live.ToList();
        List<Guid> ended = [];
        while (runner.Ended.TryDequeue(out var id)) ended.Add(id);
        ended.RemoveAll(id => runs.Exists(r => r.MessageId == id)); // it goes on; its drafts are the new run's
        if (runs.Count == 0 && ended.Count == 0) return;

        var pieces = runs.SelectMany(r => r.Log.TakeUnflushed()).ToList();
        try
        {
            var stops = await store.FlushAsync(registry.RunnerId, pieces, [.. runs.Select(r => r.MessageId)], [.. ended], cancellationToken);
            foreach (var run in runs.Where(r => stops.Contains(r.MessageId))) run.Stop();
        }
        catch (Exception e) when (e is NpgsqlException or TimeoutException)
        {
            logger.DraftsNotWritten(runs.Count, e.GetType().Name);
            foreach (var run in runs) run.Log.GiveBack(pieces.Where(p => p.MessageId == run.MessageId).Select(p => p.Position).DefaultIfEmpty(int.MaxValue).Min());
            foreach (var id in ended) runner.Ended.Enqueue(id);
        }
    }
}
