using System.Diagnostics;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace OllamaNet.Platform.Data;

/// <summary>
/// PostgreSQL as a child of this process: started without waiting, started again when it ends by itself, ended with the host whichever way that ends.
/// The thread that starts it lives until the end, because the server's life is bound to that thread.
/// </summary>
public sealed class EmbeddedPostgres : IAsyncDisposable
{
    private static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(10);

    private readonly EmbeddedPostgresCluster cluster;
    private readonly TaskCompletionSource ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Queue<string> lastLines = new();
    private readonly ManualResetEventSlim stopping = new();

    private EmbeddedPostgres(EmbeddedPostgresCluster cluster) => this.cluster = cluster;

    /// <summary>Known before the server takes connections.</summary>
    public string ConnectionString => cluster.ConnectionString;

    /// <summary>Completes when the server takes connections for the first time.</summary>
    /// <exception cref="EmbeddedPostgresException">It never will; the message says why.</exception>
    public Task Ready => ready.Task;

    /// <summary>Where the server's messages go, once logging stands.</summary>
    public ILogger Logger { get; set; } = NullLogger.Instance;

    /// <summary>Begins to start the server, and makes its data first where there is none. The caller holds the lock of the data directory.</summary>
    public static EmbeddedPostgres Start(EmbeddedPostgresOptions options)
    {
        var postgres = new EmbeddedPostgres(new EmbeddedPostgresCluster(options));
        new Thread(postgres.Run) { Name = "embedded PostgreSQL", IsBackground = true }.Start();
        return postgres;
    }

    /// <summary>How to reach the server that another process of this installation runs.</summary>
    public static string ConnectionStringOf(EmbeddedPostgresOptions options) => new EmbeddedPostgresCluster(options).ConnectionString;

    public async ValueTask DisposeAsync()
    {
        stopping.Set();
        await ended.Task;
    }

    private void Run()
    {
        try
        {
            cluster.Prepare();
            for (var pause = TimeSpan.FromMilliseconds(100); !stopping.IsSet; pause = pause < LongestPause ? pause * 2 : LongestPause)
            {
                if (RunServer()) pause = TimeSpan.FromMilliseconds(100);
                if (stopping.IsSet) break;

                if (!ready.Task.IsCompleted && pause > TimeSpan.FromSeconds(1)) throw new EmbeddedPostgresException($"PostgreSQL does not start. It says: {Problem()}");
                Logger.DatabaseEnded(pause);
                stopping.Wait(pause);
            }
        }
        catch (Exception exception)
        {
            var problem = exception as EmbeddedPostgresException ?? new EmbeddedPostgresException($"The embedded database cannot start: {exception.Message}", exception);
            if (!ready.TrySetException(problem)) Logger.DatabaseGivenUp(problem);
        }
        finally
        {
            ready.TrySetException(new EmbeddedPostgresException("The embedded database was stopped before it was ready."));
            _ = ready.Task.Exception;
            ended.SetResult();
        }
    }

    /// <summary>Runs the server to its end. True when it took connections in between.</summary>
    private bool RunServer()
    {
        using var server = cluster.StartServer();
        server.StandardInput.Close();
        var reader = new Thread(() => Read(server.StandardError)) { IsBackground = true };
        reader.Start();

        // Not disposed: the event may still be raised when this method has returned.
        var exited = new ManualResetEvent(false);
        server.Exited += (_, _) => exited.Set();
        server.EnableRaisingEvents = true;

        var wasReady = false;
        while (!server.HasExited)
        {
            WaitHandle.WaitAny([exited, stopping.WaitHandle], wasReady ? Timeout.Infinite : 5);
            if (stopping.IsSet)
            {
                EmbeddedPostgresOrphan.Stop(server, StopPatience);
                break;
            }
            if (wasReady || !cluster.IsReady(server.Id)) continue;

            wasReady = true;
            ready.TrySetResult();
        }
        reader.Join(TimeSpan.FromSeconds(1));
        return wasReady;
    }

    private void Read(StreamReader messages)
    {
        while (messages.ReadLine() is { } line)
        {
            lock (lastLines)
            {
                lastLines.Enqueue(line);
                if (lastLines.Count > 20) lastLines.Dequeue();
            }
            if (!stopping.IsSet && (line.StartsWith("FATAL:", StringComparison.Ordinal) || line.StartsWith("PANIC:", StringComparison.Ordinal))) Logger.DatabaseTrouble(line);
            else Logger.DatabaseSays(line);
        }
    }

    private string Problem()
    {
        lock (lastLines) return lastLines.LastOrDefault(line => line.StartsWith("FATAL:", StringComparison.Ordinal) || line.StartsWith("PANIC:", StringComparison.Ordinal)) ?? lastLines.LastOrDefault() ?? "nothing";
    }
}
