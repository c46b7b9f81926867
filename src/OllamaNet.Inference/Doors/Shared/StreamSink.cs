using System.Buffers;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using OllamaNet.Contracts.Inference;
using OllamaNet.Inference.Engines;
using OllamaNet.Platform.Http;

namespace OllamaNet.Inference.Doors.Shared;

/// <summary>
/// Sends an answer to its client while it is made. The engine's thread writes into the response in the call that brings the part; the
/// connection takes it at <see cref="FlushAsync"/>, and a client that is slow holds up the engine there. The status is sent with the
/// first part, or after ten seconds of waiting: an error before that has a proper status.
/// </summary>
internal abstract class StreamSink : IWireSink
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(7);

    private readonly Lock _gate = new();
    private readonly DoorCall _call;
    private readonly DoorErrors _errors;
    private bool _begun;
    private bool _opened;
    private bool _relayed;
    private bool _ended;
    private bool _dirty;
    private bool _wrote;

    protected StreamSink(DoorCall call, DoorErrors errors)
    {
        (_call, _errors) = (call, errors);
        Output = call.Context.Response.BodyWriter;
    }

    /// <summary>Where the parts are written; only inside the methods that are overridden.</summary>
    protected PipeWriter Output { get; }

    /// <summary>The model that answers, by its public name; before that, the one that was asked for.</summary>
    protected string Model => _call.Model;

    protected abstract string ContentType { get; }

    /// <summary>What may stand between two parts and means nothing; empty where the protocol has no such thing.</summary>
    protected abstract ReadOnlySpan<byte> KeepAlive { get; }

    /// <summary>Asks, sends what comes, and says how it ended.</summary>
    /// <returns>The problem, where nothing was sent yet.</returns>
    public async Task<IResult> RunAsync(Func<Task<ChatResult>> ask)
    {
        await using var timer = _call.Time.CreateTimer(static sink => ((StreamSink)sink!).Tick(), this, Patience, Silence);
        try
        {
            var result = await ask();
            lock (_gate)
            {
                // What is relayed brings its own end.
                if (!_relayed)
                {
                    Open();
                    WriteEnd(result);
                }

                (_ended, _dirty) = (true, true);
            }
        }
        catch (InferenceException e)
        {
            if (!Fail(e, out var problem)) return problem;
        }
        catch (OperationCanceledException) when (_call.Context.RequestAborted.IsCancellationRequested)
        {
            lock (_gate) _ended = true;
            return TypedResults.Empty;
        }
        catch (OperationCanceledException e) when (_call.IsRevoked)
        {
            if (!Fail(new InferenceException(InferenceError.Cut, "Your access ended while the answer was made.", e), out var problem)) return problem;
        }
        catch (Exception e) when (TryFail(e))
        {
        }

        await FlushAsync(CancellationToken.None);
        return TypedResults.Empty;
    }

    public void Started(string node, string model) => _call.Started(node, model);

    public void Text(ReadOnlySpan<byte> utf8)
    {
        lock (_gate)
        {
            Open();
            WriteText(utf8);
            Written();
        }
    }

    public void Thinking(ReadOnlySpan<byte> utf8)
    {
        lock (_gate)
        {
            Open();
            WriteThinking(utf8);
            Written();
        }
    }

    public void ToolCall(ToolCall call)
    {
        lock (_gate)
        {
            Open();
            WriteToolCall(call);
            Written();
        }
    }

    public void Logprobs(ReadOnlySpan<byte> json)
    {
        lock (_gate)
        {
            Open();
            WriteLogprobs(json);
            Written();
        }
    }

    public void Wire(ReadOnlySpan<byte> bytes)
    {
        lock (_gate)
        {
            Begin();
            _relayed = true;
            WriteWire(bytes);
            Written();
        }
    }

    public ValueTask FlushAsync(CancellationToken cancellationToken)
    {
        ValueTask<FlushResult> flush;
        lock (_gate)
        {
            if (!_dirty) return ValueTask.CompletedTask;
            _dirty = false;
            // Not cancelled in the middle: what a client that is gone does not take is thrown away by the server.
            flush = Output.FlushAsync(CancellationToken.None);
        }

        if (!flush.IsCompletedSuccessfully) return WaitAsync(flush);
        _ = flush.Result;
        return ValueTask.CompletedTask;
    }

    /// <summary>Before the first part of an answer that is translated; <see cref="Model"/> is known.</summary>
    protected virtual void WriteBegin()
    {
    }

    protected abstract void WriteText(ReadOnlySpan<byte> utf8);

    protected abstract void WriteThinking(ReadOnlySpan<byte> utf8);

    protected abstract void WriteToolCall(ToolCall call);

    protected virtual void WriteLogprobs(ReadOnlySpan<byte> json)
    {
    }

    protected virtual void WriteWire(ReadOnlySpan<byte> bytes) => Output.WriteBytes(bytes);

    /// <summary>The end of an answer that is translated.</summary>
    protected abstract void WriteEnd(ChatResult result);

    /// <summary>After it comes nothing. The status is what it would have been, had it not been sent already.</summary>
    protected abstract void WriteError(int status, string code, string message, string? parameter);

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private static async ValueTask WaitAsync(ValueTask<FlushResult> flush)
    {
        try
        {
            await flush;
        }
        catch (Exception e) when (e is IOException or OperationCanceledException or ObjectDisposedException)
        {
            // The client is gone; the token of its request says so.
        }
    }

    private void Begin()
    {
        if (_begun) return;
        _begun = true;
        DoorResponse.BeginStream(_call.Context, ContentType);
    }

    private void Open()
    {
        Begin();
        if (_opened) return;
        _opened = true;
        WriteBegin();
    }

    private void Written() => (_dirty, _wrote) = (true, true);

    private bool Fail(InferenceException e, out IResult problem)
    {
        lock (_gate)
        {
            _ended = true;
            problem = TypedResults.Empty;
            if (!_begun)
            {
                problem = _errors.ProblemOf(e);
                return false;
            }

            WriteError(Problems.StatusOf(e.Error), Problems.CodeOf(e.Error), e.Message, e.Parameter is { } parameter ? _errors.NameOf(parameter) : null);
            _dirty = true;
            return true;
        }
    }

    /// <summary>A mistake of ours: where nothing was sent it is answered like any other.</summary>
    private bool TryFail(Exception e)
    {
        lock (_gate)
        {
            _ended = true;
            if (!_begun) return false;
            _call.Logger.DoorFailed(e);
            WriteError(StatusCodes.Status500InternalServerError, "internal-error", "The server failed in the middle of the answer. Try again.", parameter: null);
            _dirty = true;
            return true;
        }
    }

    private void Tick()
    {
        ValueTask<FlushResult> flush;
        lock (_gate)
        {
            if (_ended || KeepAlive.IsEmpty) return;
            if (_wrote)
            {
                _wrote = false;
                return;
            }

            Begin();
            Output.WriteBytes(KeepAlive);
            _dirty = false;
            flush = Output.FlushAsync(CancellationToken.None);
        }

        _ = WaitAsync(flush).AsTask();
    }
}
