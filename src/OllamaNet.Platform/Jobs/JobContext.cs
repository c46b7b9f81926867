using System.Data.Common;
using System.Text.Json;

namespace OllamaNet.Platform.Jobs;

/// <summary>A job in hand: what it is about, and the only ways to write about it. Every write names the fencing number and is refused once the job is another's.</summary>
public class JobContext
{
    private static readonly TimeSpan ReportInterval = TimeSpan.FromMilliseconds(300);

    private readonly JobStore _store;
    private readonly TakenJob _taken;
    private readonly TimeProvider _time;
    private long _lastReport;

    internal JobContext(JobStore store, TakenJob taken, TimeProvider time) => (_store, _taken, _time) = (store, taken, time);

    public Guid Id => _taken.Id;

    public Guid OwnerId => _taken.OwnerId;

    /// <summary>1 for the first attempt.</summary>
    public int Attempt => _taken.Attempts;

    /// <summary>Grows with every taking: part of the names of what is written outside the database.</summary>
    public long Fence => _taken.Fence;

    /// <summary>Stored with each report and at the end, whatever the end is.</summary>
    public object? Result { get; set; }

    /// <summary>Says how far the work is. Often is fine: most calls write nothing.</summary>
    /// <exception cref="JobLostException">Another process has the job.</exception>
    public async Task ReportAsync(long done, long? total = null, CancellationToken cancellationToken = default)
    {
        if (_lastReport != 0 && done != total && _time.GetElapsedTime(_lastReport) < ReportInterval) return;
        await ReportNowAsync(done, total, cancellationToken);
    }

    /// <summary>The same, written whenever the last one was.</summary>
    /// <exception cref="JobLostException">Another process has the job.</exception>
    public async Task ReportNowAsync(long done, long? total, CancellationToken cancellationToken)
    {
        _lastReport = _time.GetTimestamp();
        if (!await _store.ReportAsync(_taken, done, total, ResultJson(), cancellationToken)) throw new JobLostException();
    }

    /// <summary>Makes the transaction fail if the job is another's, and keeps it from being taken over until the transaction ends.</summary>
    /// <exception cref="JobLostException">Another process has the job.</exception>
    public Task HoldAsync(DbTransaction transaction, CancellationToken cancellationToken) => JobStore.HoldAsync(_taken, transaction, cancellationToken);

    internal string? ResultJson() => Result is null ? null : JsonSerializer.Serialize(Result, Result.GetType(), JobJson.Options);
}

/// <inheritdoc />
public sealed class JobContext<TPayload> : JobContext
{
    internal JobContext(JobStore store, TakenJob taken, TimeProvider time) : base(store, taken, time) =>
        Payload = JsonSerializer.Deserialize<TPayload>(taken.Payload, JobJson.Options)!;

    public TPayload Payload { get; }
}
