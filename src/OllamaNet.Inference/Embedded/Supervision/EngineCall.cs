using System.Runtime.InteropServices;
using System.Text.Json;
using OllamaNet.Contracts.Inference;
using OllamaNet.Inference.Embedded.Protocol;
using OllamaNet.Inference.Engines;

namespace OllamaNet.Inference.Embedded.Supervision;

/// <summary>A request that an engine process works on. Once it has ended, for whatever reason, nothing more reaches its caller.</summary>
internal sealed class EngineCall(IAnswerSink? sink)
{
    private readonly Lock gate = new();
    private readonly TaskCompletionSource<DoneReport> done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool hasAnswered;

    public Task<DoneReport> Done => done.Task;

    public List<ReadOnlyMemory<float>> Vectors { get; } = [];

    public int[] Counts { get; private set; } = [];

    public void Deliver(FrameKind kind, ReadOnlySpan<byte> content)
    {
        lock (gate)
        {
            if (done.Task.IsCompleted) return;
            try
            {
                Take(kind, content);
            }
#pragma warning disable CA1031 // The failure of one caller must not stop the thread that reads for all; it is handed to that caller.
            catch (Exception e)
#pragma warning restore CA1031
            {
                done.TrySetException(e);
            }
        }
    }

    private void Take(FrameKind kind, ReadOnlySpan<byte> content)
    {
        switch (kind)
        {
            case FrameKind.Text:
                hasAnswered = true;
                sink?.Text(content);
                // Not awaited: this thread reads for all, and one slow reader must not hold up the others. An answer is no longer than the model's window.
                _ = sink?.FlushAsync(CancellationToken.None).AsTask();
                break;
            case FrameKind.Vector:
                Vectors.Add(MemoryMarshal.Cast<byte, float>(content).ToArray());
                break;
            case FrameKind.Counts:
                Counts = MemoryMarshal.Cast<byte, int>(content).ToArray();
                break;
            case FrameKind.Done:
                done.TrySetResult(JsonSerializer.Deserialize(content, ProtocolJson.Default.DoneReport)!);
                break;
            case FrameKind.Error:
                done.TrySetException(ToException(JsonSerializer.Deserialize(content, ProtocolJson.Default.ErrorReport)!));
                break;
            default:
                throw new InferenceException(InferenceError.Failed, "The embedded engine sent what is not its protocol.");
        }
    }

    /// <summary>The engine computes: nobody should take its silence for a failure.</summary>
    public void Alive()
    {
        lock (gate)
        {
            if (!done.Task.IsCompleted && sink is ISignsOfLife signs) signs.Alive();
        }
    }

    public bool TryCancel(CancellationToken cancellationToken)
    {
        lock (gate) return done.TrySetCanceled(cancellationToken);
    }

    /// <summary>The process is gone.</summary>
    public void Lose(InferenceError? error, string message)
    {
        lock (gate) done.TrySetException(new InferenceException(error ?? (hasAnswered ? InferenceError.Cut : InferenceError.Failed), message));
    }

    private static InferenceException ToException(ErrorReport report) => new(report.Error, report.Message)
    {
        Parameter = report.Parameter,
        RetryAfter = report.RetryAfterSeconds is { } seconds ? TimeSpan.FromSeconds(seconds) : null,
    };
}
