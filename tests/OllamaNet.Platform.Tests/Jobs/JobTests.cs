using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using OllamaNet.Platform.Jobs;
using OllamaNet.Testing;
using Xunit;

namespace OllamaNet.Platform.Tests.Jobs;

public sealed class JobTests
{
    private static readonly Guid Owner = Guid.CreateVersion7();

    [Fact]
    public async Task A_job_is_done_once_and_leaves_its_result()
    {
        await using var host = await StartAsync(new());
        var id = await EnqueueAsync(host, "one");

        var job = await EndAsync(host, id);

        Assert.Equal((JobState.Done, 3, 3), (job.State, job.Done, job.Total));
        Assert.Equal("one by attempt 1", job.ResultAs<Said>()?.What);
        Assert.Null(await host.Services.GetRequiredService<JobQueue>().FindAsync<Work>(Guid.CreateVersion7(), id, default));
    }

    [Fact]
    public async Task A_job_whose_process_died_is_taken_over_and_the_dead_one_can_write_no_more()
    {
        var desk = new Desk();
        await using var first = await StartAsync(desk, ("Jobs:Parallel", "1"), ("Jobs:LeaseSeconds", "1"));
        desk.Hold = true;
        await EnqueueAsync(first, "in the way"); // the host is busy, so that the test takes the next one in its place
        await desk.Started.WaitAsync();
        var id = await EnqueueAsync(first, "taken");
        var store = first.Services.GetRequiredService<JobStore>();
        var dead = (await store.TakeAsync([nameof(Work)], leaseSeconds: 1, default))!;
        Assert.Equal(id, dead.Id);
        Assert.True(await store.ReportAsync(dead, 1, 3, null, default));

        desk.Release();
        var job = await EndAsync(first, id);

        Assert.Equal("taken by attempt 2", job.ResultAs<Said>()?.What);
        Assert.False(await store.ReportAsync(dead, 2, 3, "{}", default));
        Assert.Null(await store.RenewAsync(dead, 60, default));
        Assert.False(await store.EndAsync(dead, JobState.Failed, null, new("x", "x")));
        Assert.False(await store.GiveBackAsync(dead, 0, counts: false));
        await using var connection = await first.Services.GetRequiredService<NpgsqlDataSource>().OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await Assert.ThrowsAsync<JobLostException>(() => JobStore.HoldAsync(dead, transaction, default));
        Assert.Equal(JobState.Done, (await EndAsync(first, id)).State);
    }

    [Fact]
    public async Task While_a_job_is_held_its_lease_is_renewed_it_can_be_cancelled_and_nobody_takes_or_closes_it()
    {
        var desk = new Desk { Hold = true };
        await using var host = await StartAsync(desk, ("Jobs:Parallel", "1"));
        await EnqueueAsync(host, "in the way");
        await desk.Started.WaitAsync();
        var id = await EnqueueAsync(host, "held");
        var (store, queue) = (host.Services.GetRequiredService<JobStore>(), host.Services.GetRequiredService<JobQueue>());
        var held = (await store.TakeAsync([nameof(Work)], leaseSeconds: 60, default))!;
        await using var connection = await host.Services.GetRequiredService<NpgsqlDataSource>().OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await JobStore.HoldAsync(held, transaction, default);
        using var soon = new CancellationTokenSource(TimeSpan.FromSeconds(5));

        Assert.False(await store.RenewAsync(held, 0, soon.Token));
        Assert.True(await queue.CancelAsync<Work>(Owner, id, soon.Token));
        await Task.Delay(50, soon.Token); // its lease is over now
        await store.CloseLostAsync(nameof(Work), 1, soon.Token);
        Assert.Null(await store.TakeAsync([nameof(Work)], 60, soon.Token));
        Assert.Equal(JobState.Running, (await queue.FindAsync<Work>(Owner, id, soon.Token))!.State);

        await transaction.CommitAsync(soon.Token);
        await store.CloseLostAsync(nameof(Work), 1, soon.Token);
        Assert.Equal(JobState.Cancelled, (await queue.FindAsync<Work>(Owner, id, soon.Token))!.State);
        desk.Release();
    }

    [Fact]
    public async Task A_worker_that_lost_its_lease_is_told_to_stop()
    {
        var desk = new Desk { Hold = true };
        await using var host = await StartAsync(desk, ("Jobs:LeaseSeconds", "2"));
        var id = await EnqueueAsync(host, "slow");
        await desk.Started.WaitAsync();

        await ExecuteAsync(host, $"UPDATE platform.jobs SET fence = fence + 1 WHERE id = '{id}'"); // as a taker does
        await desk.Stopped.WaitAsync(TimeSpan.FromSeconds(20));

        Assert.Equal(JobState.Running, (await host.Services.GetRequiredService<JobQueue>().FindAsync<Work>(Owner, id, default))!.State);
    }

    [Fact]
    public async Task A_process_that_stops_gives_its_job_to_the_next()
    {
        var desk = new Desk { Hold = true };
        await using var first = await StartAsync(desk);
        var id = await EnqueueAsync(first, "moved");
        await desk.Started.WaitAsync();
        await first.StopAsync();

        await using var second = await StartAsync(new(), [.. first.SettingsToShare().Select(s => (s.Key, s.Value!))]);
        var job = await EndAsync(second, id);

        Assert.Equal("moved by attempt 1", job.ResultAs<Said>()?.What);
    }

    [Fact]
    public async Task Cancelling_ends_a_waiting_job_at_once_and_a_running_one_soon()
    {
        var desk = new Desk { Hold = true };
        await using var host = await StartAsync(desk, ("Jobs:Parallel", "1"));
        var queue = host.Services.GetRequiredService<JobQueue>();
        var running = await EnqueueAsync(host, "running");
        await desk.Started.WaitAsync();
        var waiting = await EnqueueAsync(host, "waiting");

        Assert.False(await queue.CancelAsync<Work>(Guid.CreateVersion7(), running, default));
        Assert.True(await queue.CancelAsync<Work>(Owner, waiting, default));
        Assert.Equal(JobState.Cancelled, (await queue.FindAsync<Work>(Owner, waiting, default))!.State);
        Assert.True(await queue.CancelAsync<Work>(Owner, running, default));

        Assert.Equal(JobState.Cancelled, (await EndAsync(host, running)).State);
        Assert.False(await queue.CancelAsync<Work>(Owner, running, default));
    }

    [Fact]
    public async Task Cancelling_reaches_a_job_of_another_process()
    {
        var desk = new Desk { Hold = true };
        await using var worker = await StartAsync(desk, ("Jobs:LeaseSeconds", "1"));
        var id = await EnqueueAsync(worker, "elsewhere");
        await desk.Started.WaitAsync();
        await using var other = await StartAsync(new(), [.. worker.SettingsToShare().Select(s => (s.Key, s.Value!))]);

        await other.Services.GetRequiredService<JobQueue>().CancelAsync<Work>(Owner, id, default);

        Assert.Equal(JobState.Cancelled, (await EndAsync(other, id)).State);
    }

    [Fact]
    public async Task A_job_that_breaks_comes_again_later_and_fails_in_the_end()
    {
        var desk = new Desk { Failures = 2 };
        await using var host = await StartAsync(desk, ("Jobs:RetrySeconds", "0.2"));
        var (mended, broken) = (await EnqueueAsync(host, "mended"), Guid.Empty);
        Assert.Equal("mended by attempt 3", (await EndAsync(host, mended)).ResultAs<Said>()?.What);

        desk.Failures = 100;
        broken = await EnqueueAsync(host, "broken");
        var job = await EndAsync(host, broken);

        Assert.Equal((JobState.Failed, "internal-error"), (job.State, job.Error?.Code));
        Assert.DoesNotContain("secret", job.Error!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_one_key_one_runs_at_a_time_in_however_many_processes()
    {
        var desk = new Desk { Pause = TimeSpan.FromMilliseconds(60) };
        await using var first = await StartAsync(desk, ("Jobs:Parallel", "4"), ("Jobs:PollSeconds", "0.1"));
        await using var second = await StartAsync(desk, [.. first.SettingsToShare().Select(s => (s.Key, s.Value!)), ("Jobs:Parallel", "4"), ("Jobs:PollSeconds", "0.1")]);
        List<Guid> ids = [];
        for (var i = 0; i < 12; i++) ids.Add(await EnqueueAsync(i % 2 == 0 ? first : second, $"{i}", new("same key")));

        foreach (var id in ids) Assert.Equal(JobState.Done, (await EndAsync(first, id)).State);

        Assert.Equal(1, desk.MostAtOnce);
        Assert.Equal(12, desk.Runs);
    }

    [Fact]
    public async Task An_owner_has_only_so_many_open()
    {
        var desk = new Desk { Hold = true };
        await using var host = await StartAsync(desk);
        var queue = host.Services.GetRequiredService<JobQueue>();

        var taken = await Task.WhenAll(Enumerable.Range(0, 10).Select(i => queue.EnqueueAsync(Owner, new Work($"{i}"), new(Open: 3), default)));

        Assert.Equal(3, taken.Count(id => id is not null));
        desk.Release();
    }

    private static Task<TestHost> StartAsync(Desk desk, params (string Key, string Value)[] settings) =>
        TestHost.StartAsync(new Dictionary<string, string?>(settings.Append(("Jobs:PollSeconds", "0.2")).DistinctBy(s => s.Item1).ToDictionary(s => s.Item1, s => (string?)s.Item2), StringComparer.Ordinal), builder =>
        {
            builder.Services.AddSingleton(desk);
            builder.Services.AddJob<Work, Worker>(maxAttempts: 4);
        });

    private static async Task<Guid> EnqueueAsync(TestHost host, string what, JobSettings? settings = null) =>
        (await host.Services.GetRequiredService<JobQueue>().EnqueueAsync(Owner, new Work(what), settings, default))!.Value;

    private static async Task<JobView> EndAsync(TestHost host, Guid id)
    {
        for (var i = 0; i < 300; i++)
        {
            if (await host.Services.GetRequiredService<JobQueue>().FindAsync<Work>(Owner, id, default) is { IsOver: true } job) return job;
            await Task.Delay(100);
        }

        throw new TimeoutException("The job did not end within 30 seconds.");
    }

    private static async Task ExecuteAsync(TestHost host, string sql)
    {
        await using var command = host.Services.GetRequiredService<NpgsqlDataSource>().CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    private sealed record Work(string What);

    private sealed record Said(string What);

    /// <summary>What the test tells the worker, and sees of it.</summary>
    private sealed class Desk : IDisposable
    {
        private readonly Lock _lock = new();
        private readonly TaskCompletionSource _released = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int _atOnce;

        public bool Hold { get; set; }

        public int Failures { get; set; }

        public TimeSpan Pause { get; set; }

        public int MostAtOnce { get; private set; }

        public int Runs { get; private set; }

        public SemaphoreSlim Started { get; } = new(0);

        public SemaphoreSlim Stopped { get; } = new(0);

        public void Dispose()
        {
            Started.Dispose();
            Stopped.Dispose();
        }

        public void Release() => _released.TrySetResult();

        public async Task WorkAsync(CancellationToken cancellationToken)
        {
            lock (_lock) (MostAtOnce, Runs) = (Math.Max(MostAtOnce, ++_atOnce), Runs + 1);
            try
            {
                Started.Release();
                if (Hold) await _released.Task.WaitAsync(cancellationToken);
                await Task.Delay(Pause, cancellationToken);
                if (Failures-- > 0) throw new InvalidOperationException("secret");
            }
            finally
            {
                lock (_lock) _atOnce--;
                Stopped.Release();
            }
        }
    }

    private sealed class Worker(Desk desk) : IJobHandler<Work>
    {
        public async Task RunAsync(JobContext<Work> job, CancellationToken cancellationToken)
        {
            await job.ReportAsync(1, 3, cancellationToken);
            await desk.WorkAsync(cancellationToken);
            job.Result = new Said($"{job.Payload.What} by attempt {job.Attempt}");
            await job.ReportAsync(3, 3, cancellationToken);
        }
    }
}
