using System.ComponentModel;
using System.Diagnostics;
using Microsoft.Extensions.Logging;
using OllamaNet.Contracts.Inference;
using OllamaNet.Inference.Embedded.Models;

namespace OllamaNet.Inference.Embedded.Supervision;

/// <summary>Keeps one model's engine process: starts it when it is needed, and again, after growing pauses, when it died.</summary>
internal sealed class ModelRunner(ModelFile file, Func<ProcessStartInfo> program, EmbeddedOptions options, TimeProvider time, ILogger logger) : IAsyncDisposable
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(0.25), LongestPause = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan WorthWaiting = TimeSpan.FromSeconds(2), LongLife = TimeSpan.FromMinutes(1);
    private readonly Lock gate = new();
    private Task<EngineProcess>? current;
    private DateTimeOffset notBefore;
    private TimeSpan pause;
    private bool disposed;

    public ModelFile File => file;

    /// <summary>Requests that use the model now. Guarded by the pool.</summary>
    public int Users { get; set; }

    /// <summary>Guarded by the pool.</summary>
    public long LastUsed { get; set; }

    /// <summary>Why the model could not be loaded the last time it was tried.</summary>
    public string? Problem { get; private set; }

    public int? ProcessId { get; private set; }

    /// <summary>Called when the process ended although nobody wanted it to.</summary>
    public Action? Died { get; init; }

    /// <summary>Takes memory: it runs, or is about to.</summary>
    public bool IsLoaded
    {
        get
        {
            lock (gate) return current is not null;
        }
    }

    /// <summary>The process, ready to answer.</summary>
    public Task<EngineProcess> GetAsync(CancellationToken cancellationToken)
    {
        lock (gate)
        {
            ObjectDisposedException.ThrowIf(disposed, this);
            if (current is null)
            {
                var left = notBefore - time.GetUtcNow();
                if (left > WorthWaiting) throw new InferenceException(InferenceError.Unavailable, Problem ?? $"The engine of {file.Name} failed and starts again soon.") { RetryAfter = left };
                current = StartAsync(left);
            }
            return current.WaitAsync(cancellationToken);
        }
    }

    /// <summary>When the process may be started again.</summary>
    public TimeSpan Pause => pause;

    private async Task<EngineProcess> StartAsync(TimeSpan delay)
    {
        if (delay > TimeSpan.Zero) await Task.Delay(delay, time);
        await Task.Yield();
        var startedAt = time.GetTimestamp();
        EngineProcess? process = null;
        try
        {
            process = new EngineProcess(file.Name, program(), ended => OnEnd(ended, startedAt), options, time, logger);
            ProcessId = process.Id;
            await process.Ready.WaitAsync(options.LoadLimit, time);
        }
        catch (Exception e) when (e is InvalidDataException or InferenceException or TimeoutException or Win32Exception or IOException)
        {
            if (process is null) Ended(LongestPause);
            process?.Kill();
            throw NotLoaded(e);
        }
        Problem = null;
        var took = time.GetElapsedTime(startedAt);
        logger.EngineReady(file.Name, took.TotalMilliseconds);
        return process;
    }

    private InferenceException NotLoaded(Exception reason)
    {
        var cause = reason is TimeoutException ? "it was not ready in time" : reason.Message.TrimEnd('.');
        Problem = $"{Path.GetFileName(file.Path)} cannot be used: {cause}.";
        logger.ModelNotLoaded(file.Name, Problem);
        return new InferenceException(InferenceError.Unavailable, Problem, reason);
    }

    private void OnEnd(EngineProcess process, long startedAt)
    {
        // A file does not mend itself, and a changed one gets a runner of its own.
        var next = process.RefusedFile ? LongestPause : time.GetElapsedTime(startedAt) > LongLife ? FirstPause : Longer();
        if (!Ended(next)) return;

        _ = BuryAsync(process, next);
        if (!process.RefusedFile) Died?.Invoke();
    }

    private async Task BuryAsync(EngineProcess process, TimeSpan next)
    {
        logger.EngineEnded(file.Name, await process.Exited, next);
        await process.DisposeAsync();
    }

    private TimeSpan Longer() => pause == TimeSpan.Zero ? FirstPause : TimeSpan.FromTicks(Math.Min(2 * pause.Ticks, LongestPause.Ticks));

    /// <returns>False when it was wanted.</returns>
    private bool Ended(TimeSpan next)
    {
        lock (gate)
        {
            if (disposed) return false;
            current = null;
            ProcessId = null;
            pause = next;
            notBefore = time.GetUtcNow() + next;
            return true;
        }
    }

    public async ValueTask DisposeAsync()
    {
        Task<EngineProcess>? last;
        lock (gate)
        {
            if (disposed) return;
            disposed = true;
            last = current;
        }
        if (last is null) return;
        try
        {
            await (await last).DisposeAsync();
        }
        catch (InferenceException)
        {
            // It never came to life.
        }
    }
}
