using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.Extensions.Logging;
using OllamaNet.Contracts.Inference;
using OllamaNet.Inference.Embedded.Protocol;

namespace OllamaNet.Inference.Embedded.Supervision;

/// <summary>One life of one engine process. A thread reads what it says and hands it to the callers; when it ends, so do they.</summary>
internal sealed class EngineProcess : IAsyncDisposable
{
    private readonly string model;
    private readonly EmbeddedOptions options;
    private readonly Action<EngineProcess> onEnd;
    private readonly TimeProvider time;
    private readonly ILogger logger;
    private readonly Process process;
    private readonly Stream input;
    private readonly ConcurrentDictionary<int, EngineCall> calls = new();
    private readonly TaskCompletionSource<ReadyReport> ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<int> exited = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly SemaphoreSlim writing = new(1);
    private readonly ITimer watchdog;
    private int lastCall;
    private long lastHeard;
    private volatile bool wasSilent, ended;

    /// <param name="onEnd">Called when the process has ended, before its callers learn it.</param>
    public EngineProcess(string model, ProcessStartInfo program, Action<EngineProcess> onEnd, EmbeddedOptions options, TimeProvider time, ILogger logger)
    {
        this.model = model;
        this.onEnd = onEnd;
        this.options = options;
        this.time = time;
        this.logger = logger;
        lastHeard = time.GetTimestamp();
        process = Process.Start(program) ?? throw new InvalidOperationException("The engine process could not be started.");
        input = process.StandardInput.BaseStream;
        logger.EngineStarted(model, process.Id);
        process.ErrorDataReceived += (_, line) =>
        {
            if (line.Data is { Length: > 0 } text) logger.EngineSays(model, text);
        };
        process.BeginErrorReadLine();
        new Thread(Read) { IsBackground = true, Name = $"engine {model}" }.Start();
        var interval = options.SilenceLimit / 4;
        watchdog = time.CreateTimer(_ => EndIfSilent(), state: null, interval, interval);
    }

    public int Id => process.Id;

    public Task<ReadyReport> Ready => ready.Task;

    /// <summary>Ends with the exit code.</summary>
    public Task<int> Exited => exited.Task;

    /// <summary>The engine said that it cannot load the file; it did not just die.</summary>
    public bool RefusedFile => ready.Task.Exception?.InnerException is InvalidDataException;

    public async Task<DoneReport> CallAsync<T>(FrameKind kind, T command, JsonTypeInfo<T> type, EngineCall call, CancellationToken cancellationToken)
    {
        var id = Interlocked.Increment(ref lastCall);
        calls[id] = call;
        Volatile.Write(ref lastHeard, time.GetTimestamp());
        await using var cancelling = cancellationToken.Register(() => call.TryCancel(cancellationToken));
        try
        {
            var frame = new FrameBuffer();
            frame.Add(kind, id, command, type);
            await SendAsync(frame, cancellationToken);
            if (ended) LoseAll();
            return await call.Done;
        }
        finally
        {
            calls.TryRemove(id, out _);
            if (!call.Done.IsCompletedSuccessfully) await CancelAsync(id);
        }
    }

    private async Task SendAsync(FrameBuffer frame, CancellationToken cancellationToken)
    {
        await writing.WaitAsync(cancellationToken);
        try
        {
            // A frame that was begun must be finished: the next one starts where it ends.
            await input.WriteAsync(frame.Written, CancellationToken.None);
            await input.FlushAsync(CancellationToken.None);
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            throw new EngineGoneException(e);
        }
        finally
        {
            writing.Release();
        }
    }

    private async Task CancelAsync(int id)
    {
        if (ended) return;
        var frame = new FrameBuffer();
        frame.Add(FrameKind.Cancel, id);
        try
        {
            await SendAsync(frame, CancellationToken.None);
        }
        catch (EngineGoneException)
        {
            // And the request with it.
        }
    }

    private void Read()
    {
        try
        {
            var frames = new FrameReader(process.StandardOutput.BaseStream);
            while (frames.TryRead(out var kind, out var id, out var content))
            {
                Volatile.Write(ref lastHeard, time.GetTimestamp());
                if (id == 0) TakeOwn(kind, content);
                else if (calls.TryGetValue(id, out var call)) call.Deliver(kind, content);
            }
        }
        catch (Exception e) when (e is InvalidDataException or IOException or JsonException)
        {
            logger.EngineSays(model, e.Message);
            Kill();
        }
        process.WaitForExit();
        ended = true;
        onEnd(this);
        LoseAll();
        ready.TrySetException(new InferenceException(InferenceError.Failed, $"the engine ended with code {process.ExitCode} while it loaded the model"));
        exited.TrySetResult(process.ExitCode);
    }

    private void TakeOwn(FrameKind kind, ReadOnlySpan<byte> content)
    {
        if (kind == FrameKind.Ready) ready.TrySetResult(JsonSerializer.Deserialize(content, ProtocolJson.Default.ReadyReport)!);
        else if (kind == FrameKind.Busy) TellAlive();
        else if (kind == FrameKind.Error) ready.TrySetException(new InvalidDataException(JsonSerializer.Deserialize(content, ProtocolJson.Default.ErrorReport)!.Message));
    }

    private void TellAlive()
    {
        foreach (var (_, call) in calls) call.Alive();
    }

    private void LoseAll()
    {
        foreach (var call in calls.Values)
        {
            if (wasSilent) call.Lose(InferenceError.Timeout, "The embedded engine did not answer in time. Try again.");
            else call.Lose(error: null, "The embedded engine ended before the answer did. Try again.");
        }
    }

    private void EndIfSilent()
    {
        var silence = time.GetElapsedTime(Volatile.Read(ref lastHeard));
        if (calls.IsEmpty || silence < options.SilenceLimit) return;
        logger.EngineSilent(model, silence);
        wasSilent = true;
        Kill();
    }

    public void Kill()
    {
        if (!ended) process.Kill();
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            await input.DisposeAsync();
        }
        catch (IOException)
        {
            // It is closed already: the process is gone.
        }
        try
        {
            await Exited.WaitAsync(TimeSpan.FromSeconds(3));
        }
        catch (TimeoutException)
        {
            Kill();
            await Exited;
        }
        await watchdog.DisposeAsync();
        process.Dispose();
    }
}
