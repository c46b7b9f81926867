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
    private readonly TimeProvider time;
    private readonly ILogger logger;
    private readonly Process process;
    private readonly ConcurrentDictionary<int, EngineCall> calls = new();
    private readonly TaskCompletionSource<ReadyReport> ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<int> exited = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly SemaphoreSlim writing = new(1);
    private readonly ITimer watchdog;
    private int lastCall;
    private long lastHeard;
    private volatile bool wasSilent, ended;

    public EngineProcess(string model, ProcessStartInfo program, EmbeddedOptions options, TimeProvider time, ILogger logger)
    {
        this.model = model;
        this.options = options;
        this.time = time;
        this.logger = logger;
        lastHeard = time.GetTimestamp();
        process = Process.Start(program) ?? throw new InvalidOperationException("The engine process could not be started.");
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

    /// <summary>Ends with the exit code, after all callers were told.</summary>
    public Task<int> Exited => exited.Task;

    public async Task<DoneReport> CallAsync<T>(FrameKind kind, T command, JsonTypeInfo<T> type, EngineCall call, CancellationToken cancellationToken)
    {
        var id = Interlocked.Increment(ref lastCall);
        calls[id] = call;
        Volatile.Write(ref lastHeard, time.GetTimestamp());
        try
        {
            var frame = new FrameBuffer();
            frame.Add(kind, id, command, type);
            await SendAsync(frame, cancellationToken);
            if (ended) LoseAll();
            await using var cancelling = cancellationToken.Register(() => call.TryCancel(cancellationToken));
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
            await process.StandardInput.BaseStream.WriteAsync(frame.Written, CancellationToken.None);
            await process.StandardInput.BaseStream.FlushAsync(CancellationToken.None);
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            throw new InferenceException(InferenceError.Failed, "The embedded engine ended. Try again.", e);
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
        catch (InferenceException)
        {
            // The process is gone, and the request with it.
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
        LoseAll();
        ready.TrySetException(new InferenceException(InferenceError.Failed, $"the engine ended with code {process.ExitCode} while it loaded the model"));
        exited.TrySetResult(process.ExitCode);
    }

    private void TakeOwn(FrameKind kind, ReadOnlySpan<byte> content)
    {
        if (kind == FrameKind.Ready) ready.TrySetResult(JsonSerializer.Deserialize(content, ProtocolJson.Default.ReadyReport)!);
        else if (kind == FrameKind.Error) ready.TrySetException(new InvalidDataException(JsonSerializer.Deserialize(content, ProtocolJson.Default.ErrorReport)!.Message));
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
        process.StandardInput.Close();
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
        writing.Dispose();
        process.Dispose();
    }
}
