using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;

namespace OllamaNet.Platform.Jobs;

/// <summary>One kind of job and who does it.</summary>
/// <param name="Parallel">Places of its own in a process; null: it shares those of the others.</param>
internal sealed record JobRegistration(string Kind, int MaxAttempts, int? Parallel, Func<IServiceProvider, JobStore, TakenJob, TimeProvider, (JobContext Context, Func<CancellationToken, Task> RunAsync)> Prepare);

/// <summary>Takes jobs, keeps their leases while their handlers work, and writes how they ended.</summary>
internal sealed class JobRunner(
    JobStore store, JobSignals signals, IEnumerable<JobRegistration> registrations, IServiceScopeFactory scopes, IOptions<JobOptions> options, TimeProvider time, ILogger<JobRunner> logger) : BackgroundService
{
    private readonly Dictionary<string, JobRegistration> _registrations = registrations.ToDictionary(r => r.Kind, StringComparer.Ordinal);
    private readonly JobOptions _options = options.Value;
    private readonly List<(string Kind, Task Done)> _running = [];
    private long _forgotten;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (_registrations.Count == 0) return;
        try
        {
            while (!stoppingToken.IsCancellationRequested)
            {
                _running.RemoveAll(r => r.Done.IsCompleted);
                if (!await TakeOneAsync(stoppingToken)) await signals.WaitAsync(TimeSpan.FromSeconds(_options.PollSeconds), stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The process stops.
        }

        await Task.WhenAll(_running.Select(r => r.Done));
    }

    private async Task<bool> TakeOneAsync(CancellationToken stoppingToken)
    {
        if (KindsWithRoom() is not { Length: > 0 } kinds) return false;
        try
        {
            await KeepHouseAsync(stoppingToken);
            // Not cancelled: what the database has handed out would wait for its lease.
            if (await store.TakeAsync(kinds, _options.LeaseSeconds, CancellationToken.None) is not { } taken) return false;
            _running.Add((taken.Kind, Task.Run(() => DoAsync(taken, stoppingToken), CancellationToken.None)));
            return true;
        }
        catch (Exception e) when (e is NpgsqlException or TimeoutException)
        {
            logger.JobsUnreachable(e.GetType().Name);
            return false;
        }
    }

    /// <summary>Work that mostly waits for others, such as a download of hours, must not keep the rest waiting.</summary>
    private string[] KindsWithRoom()
    {
        var shared = _running.Count(r => _registrations[r.Kind].Parallel is null) < _options.Parallel;
        return [.. _registrations.Values.Where(r => r.Parallel is { } own ? _running.Count(t => t.Kind == r.Kind) < own : shared).Select(r => r.Kind)];
    }

    private async Task KeepHouseAsync(CancellationToken cancellationToken)
    {
        foreach (var registration in _registrations.Values) await store.CloseLostAsync(registration.Kind, registration.MaxAttempts, cancellationToken);
        if (_forgotten != 0 && time.GetElapsedTime(_forgotten) < TimeSpan.FromHours(1)) return;
        _forgotten = time.GetTimestamp();
        await store.ForgetAsync(_options.KeepDays, cancellationToken);
    }

    private async Task DoAsync(TakenJob taken, CancellationToken stoppingToken)
    {
        using var cancelled = new CancellationTokenSource(); // by the owner
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken, cancelled.Token);
        using var lost = new CancellationTokenSource();
        using var all = CancellationTokenSource.CreateLinkedTokenSource(stop.Token, lost.Token);
        signals.Began(taken.Id, cancelled);
        var renewing = RenewAsync(taken, cancelled, lost, all.Token);
        try
        {
            await HandleAsync(taken, cancelled.Token, lost.Token, all.Token);
        }
        catch (Exception e) when (e is NpgsqlException or TimeoutException)
        {
            logger.JobsUnreachable(e.GetType().Name); // its lease runs out, and somebody takes it over
        }
        finally
        {
            signals.Ended(taken.Id);
            await all.CancelAsync();
            await renewing;
            signals.Wake();
        }
    }

    private async Task HandleAsync(TakenJob taken, CancellationToken cancelled, CancellationToken lost, CancellationToken all)
    {
        var registration = _registrations[taken.Kind];
        await using var scope = scopes.CreateAsyncScope();
        var (context, runAsync) = registration.Prepare(scope.ServiceProvider, store, taken, time);
        try
        {
            await runAsync(all);
            await store.EndAsync(taken, JobState.Done, context.ResultJson(), error: null);
            logger.JobDone(taken.Kind, taken.Id, taken.Attempts);
        }
        catch (Exception e) when (lost.IsCancellationRequested || e is JobLostException)
        {
            logger.JobLost(taken.Kind, taken.Id);
        }
        catch (Exception) when (cancelled.IsCancellationRequested)
        {
            await store.EndAsync(taken, JobState.Cancelled, context.ResultJson(), error: null);
            logger.JobCancelled(taken.Kind, taken.Id);
        }
        catch (OperationCanceledException) when (all.IsCancellationRequested)
        {
            await store.GiveBackAsync(taken, 0, counts: false); // the process stops: the next one goes on
        }
        catch (JobFailedException e)
        {
            await store.EndAsync(taken, JobState.Failed, context.ResultJson(), new(e.Code, e.Message));
            logger.JobFailed(taken.Kind, taken.Id, taken.Attempts, e.Code, exception: null);
        }
        catch (Exception e)
        {
            // Whatever a handler threw, the job stays and comes again, until it has had its attempts.
            logger.JobFailed(taken.Kind, taken.Id, taken.Attempts, (e as JobAgainException)?.Code ?? e.GetType().Name, e is JobAgainException ? null : e);
            if (taken.Attempts < registration.MaxAttempts) await store.GiveBackAsync(taken, _options.RetrySeconds * Math.Pow(2, taken.Attempts - 1), counts: true);
            else await store.EndAsync(taken, JobState.Failed, context.ResultJson(), new("internal-error", "The server failed at it, several times. Try again later, or ask the administrator."));
        }
    }

    private async Task RenewAsync(TakenJob taken, CancellationTokenSource cancelled, CancellationTokenSource lost, CancellationToken over)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(_options.LeaseSeconds / 5), time);
        var renewed = time.GetTimestamp();
        while (!over.IsCancellationRequested)
        {
            try
            {
                if (!await timer.WaitForNextTickAsync(over)) return;
                if (await store.RenewAsync(taken, _options.LeaseSeconds, over) is not { } cancel)
                {
                    await lost.CancelAsync();
                    return;
                }

                renewed = time.GetTimestamp();
                if (cancel) await cancelled.CancelAsync();
            }
            catch (OperationCanceledException)
            {
                return;
            }
            catch (Exception e) when (e is NpgsqlException or TimeoutException)
            {
                logger.JobsUnreachable(e.GetType().Name);
                if (time.GetElapsedTime(renewed).TotalSeconds > _options.LeaseSeconds) await lost.CancelAsync();
            }
        }
    }
}
