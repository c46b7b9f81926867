using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace OllamaNet.Inference.Usage;

/// <summary>
/// Writes what the log holds, many calls together. Goes on until every other part of the program has stopped, so that the last calls are written too.
/// </summary>
internal sealed class UsageWriter(UsageLog log, UsageStore store, IOptions<UsageOptions> options, TimeProvider time, ILogger<UsageWriter> logger) : IHostedLifecycleService, IDisposable
{
    private const int MostAtOnce = 10_000;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30), LastPatience = TimeSpan.FromSeconds(3), LongestPause = TimeSpan.FromSeconds(5);
    private readonly CancellationTokenSource _stopping = new();
    private readonly List<UsageRow> _batch = [];
    private Task _writing = Task.CompletedTask;
    private bool _again;
    private int _failures;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _writing = Task.Run(WriteUntilStoppedAsync, CancellationToken.None);
        return Task.CompletedTask;
    }

    public async Task StoppedAsync(CancellationToken cancellationToken)
    {
        await _stopping.CancelAsync();
        await _writing;
        // The time given to stop may be used up by slower parts; this takes little, and is what is owed.
        using var patience = new CancellationTokenSource(LastPatience);
        while (Take() && await WriteAsync(patience.Token))
        {
        }

        if (Left is var left and > 0) logger.UsageLost(left);
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose() => _stopping.Dispose();

    private int Left => _batch.Count + log.Reader.Count;

    private async Task WriteUntilStoppedAsync()
    {
        try
        {
            while (_batch.Count > 0 || await log.Reader.WaitToReadAsync(_stopping.Token))
            {
                await Task.Delay(Pause(), time, _stopping.Token);
                if (!Take()) continue;
                using var patience = CancellationTokenSource.CreateLinkedTokenSource(_stopping.Token);
                patience.CancelAfter(Patience);
                await WriteAsync(patience.Token);
            }
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
        {
            // What is left is written at the very end.
        }
    }

    /// <summary>No pause while there is more than one batch takes.</summary>
    private TimeSpan Pause() => _failures > 0 ? Shorter(options.Value.FlushInterval * Math.Pow(2, Math.Min(_failures, 10)), LongestPause)
        : log.Reader.Count >= MostAtOnce ? TimeSpan.Zero : options.Value.FlushInterval;

    /// <summary>A batch that failed stays as it is, so that it can be told whether it was written after all.</summary>
    private bool Take()
    {
        if (_batch.Count == 0)
            while (_batch.Count < MostAtOnce && log.Reader.TryRead(out var row)) _batch.Add(row);
        return _batch.Count > 0;
    }

    private async Task<bool> WriteAsync(CancellationToken cancellationToken)
    {
        try
        {
            await store.WriteAsync(_batch, _again, cancellationToken);
            if (_failures > 0) logger.UsageWritten(_batch.Count);
            _batch.Clear();
            (_again, _failures) = (false, 0);
            return true;
        }
        catch (Exception exception)
        {
            _again = true;
            // Once, not each time.
            if (_failures++ == 0 && !_stopping.IsCancellationRequested) logger.UsageNotWritten(exception, Left);
            return false;
        }
    }

    private static TimeSpan Shorter(TimeSpan a, TimeSpan b) => a < b ? a : b;
}
