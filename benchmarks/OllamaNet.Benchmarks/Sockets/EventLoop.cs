using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.Sockets;

namespace OllamaNet.Benchmarks.Sockets;

internal interface IReadable
{
    void Readable();
}

/// <summary>The one thread on which the simulator and the load live.</summary>
internal sealed class EventLoop : IDisposable
{
    private static readonly long LongestWait = Stopwatch.Frequency / 500;

    private readonly int _epoll = Libc.CreateEpoll();
    private readonly ConcurrentQueue<Action> _posted = new();
    private readonly IReadable?[] _handlers = new IReadable?[65536];
    private readonly Thread _thread;
    private volatile bool _stopping;

    public EventLoop()
    {
        _thread = new Thread(Run) { IsBackground = true, Name = "load" };
        _thread.Start();
    }

    /// <summary>Does what is due at this time and says when it wants to be called again, both in ticks of the stopwatch.</summary>
    public Func<long, long>? Timer { get; set; }

    /// <summary>Why the thread ended before it was told to.</summary>
    public Exception? Failure { get; private set; }

    public Task RunAsync(Action action)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _posted.Enqueue(() =>
        {
            action();
            done.SetResult();
        });
        return done.Task;
    }

    /// <summary>Waits for something that happens on the thread.</summary>
    /// <returns>False when it did not within the time.</returns>
    public async Task<bool> UntilAsync(Func<bool> condition, TimeSpan patience)
    {
        var began = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(began) < patience)
        {
            if (Failure is not null) throw new InvalidOperationException("The load broke off.", Failure);
            var met = false;
            await RunAsync(() => met = condition());
            if (met) return true;
            await Task.Delay(10);
        }

        return false;
    }

    public void Watch(Socket socket, IReadable handler)
    {
        var descriptor = (int)socket.Handle;
        _handlers[descriptor] = handler;
        Libc.Watch(_epoll, descriptor);
    }

    /// <summary>Before the socket is closed; closing takes it out of the kernel's set.</summary>
    public void Forget(Socket socket) => _handlers[(int)socket.Handle] = null;

    public void Dispose()
    {
        _stopping = true;
        _thread.Join();
    }

    private void Run()
    {
        try
        {
            Libc.WakePrecisely();
            Span<int> ready = stackalloc int[64];
            while (!_stopping)
            {
                while (_posted.TryDequeue(out var action)) action();
                var now = Stopwatch.GetTimestamp();
                var next = Math.Min(Timer?.Invoke(now) ?? long.MaxValue, now + LongestWait);
                var wait = Math.Max(0, next - Stopwatch.GetTimestamp()) * (1_000_000_000 / Stopwatch.Frequency);
                var count = Libc.Wait(_epoll, ready, wait);
                foreach (var descriptor in ready[..count]) _handlers[descriptor]?.Readable();
            }
        }
        catch (Exception e)
        {
            Failure = e;
            throw;
        }
    }
}
