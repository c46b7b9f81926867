using System.Runtime.CompilerServices;
using OllamaNet.Contracts.Inference;
using OllamaNet.Inference.Engines;

namespace OllamaNet.Inference.Routing;

/// <summary>How long a node may take.</summary>
internal sealed record TimeLimits(TimeSpan FirstToken, TimeSpan BetweenTokens, TimeSpan Total);

/// <summary>
/// Stands between an engine and the caller's sink for one attempt: tells the caller which node answers, notices the first token, and
/// cancels an engine that is silent for too long. The only cost per token is one look at the clock.
/// </summary>
internal sealed class AnswerRelay : IWireSink, ISignsOfLife, IDisposable
{
    private readonly IAnswerSink _sink;
    private readonly Candidate _candidate;
    private readonly TimeLimits _limits;
    private readonly TimeProvider _time;
    private readonly CancellationTokenSource _cancellation;
    private readonly ITimer _timer;
    private readonly long _begun;
    private long _lastSign;
    private volatile bool _started;
    private volatile bool _timedOut;
    private volatile bool _waitsForReader;
    private byte[]? _repaired;

    public AnswerRelay(IAnswerSink sink, Candidate candidate, TimeLimits limits, TimeProvider time, CancellationToken cancellationToken)
    {
        (_sink, _candidate, _limits, _time) = (sink, candidate, limits, time);
        _cancellation = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        _begun = _lastSign = time.GetTimestamp();
        _timer = time.CreateTimer(static relay => ((AnswerRelay)relay!).Check(), this, Shorter(limits.FirstToken, limits.Total), Timeout.InfiniteTimeSpan);
    }

    /// <summary>Cancelled by the caller, or when a limit is reached.</summary>
    public CancellationToken Token => _cancellation.Token;

    public bool Started => _started;

    public bool TimedOut => _timedOut;

    /// <summary>Since the first token.</summary>
    public TimeSpan Answering => FirstToken is { } first ? _time.GetElapsedTime(_begun) - first : TimeSpan.Zero;

    /// <summary>How many tokens came, roughly: an engine sends one at a time. Where it says the number itself, that counts.</summary>
    public int Tokens { get; private set; }

    /// <summary>From the attempt's beginning; null while there is none.</summary>
    public TimeSpan? FirstToken { get; private set; }

    void IAnswerSink.Started(string node, string model) => throw new InvalidOperationException("The relay says itself who answers.");

    public void Text(ReadOnlySpan<byte> utf8)
    {
        Sign();
        _sink.Text(utf8.Contains((byte)0) ? WithoutNul(utf8) : utf8);
    }

    public void Thinking(ReadOnlySpan<byte> utf8)
    {
        Sign();
        _sink.Thinking(utf8.Contains((byte)0) ? WithoutNul(utf8) : utf8);
    }

    public void ToolCall(ToolCall call)
    {
        Sign();
        _sink.ToolCall(call);
    }

    public void Source(AnswerSource source)
    {
        Sign(tokens: 0);
        _sink.Source(source);
    }

    public void Logprobs(ReadOnlySpan<byte> json)
    {
        Sign(tokens: 0);
        _sink.Logprobs(json);
    }

    public void Wire(ReadOnlySpan<byte> bytes)
    {
        // A token is a line, or an event, which ends with two.
        Sign(Math.Max(1, bytes.Count((byte)'\n') / (bytes.EndsWith("\n\n"u8) ? 2 : 1)));
        ((IWireSink)_sink).Wire(bytes);
    }

    public ValueTask FlushAsync(CancellationToken cancellationToken)
    {
        var flush = _sink.FlushAsync(cancellationToken);
        return flush.IsCompleted ? flush : WaitForReaderAsync(flush);
    }

    /// <summary>Before the first token a sign of life proves nothing: a queue can be kept warm for ever.</summary>
    public void Alive()
    {
        if (_started) Volatile.Write(ref _lastSign, _time.GetTimestamp());
    }

    /// <summary>For an answer that is empty: it was somebody's all the same.</summary>
    public void Finish()
    {
        if (!_started) Begin();
    }

    public void Dispose()
    {
        _timer.Dispose();
        _cancellation.Dispose();
    }

    /// <summary>The engine is not silent while its reader is slow; only the limit of the whole answer counts then.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private async ValueTask WaitForReaderAsync(ValueTask flush)
    {
        _waitsForReader = true;
        try
        {
            await flush;
        }
        finally
        {
            Volatile.Write(ref _lastSign, _time.GetTimestamp());
            _waitsForReader = false;
        }
    }

    private void Sign(int tokens = 1)
    {
        Volatile.Write(ref _lastSign, _time.GetTimestamp());
        Tokens += tokens;
        if (!_started) Begin();
    }

    private void Begin()
    {
        FirstToken = _time.GetElapsedTime(_begun);
        _started = true;
        _candidate.Node.Load.Began(FirstToken.Value);
        _timer.Change(Due(), Timeout.InfiniteTimeSpan);
        _sink.Started(_candidate.Node.Name, _candidate.Model.Name);
    }

    private void Check()
    {
        var due = Due();
        if (due > TimeSpan.Zero)
        {
            _timer.Change(due, Timeout.InfiniteTimeSpan);
            return;
        }

        _timedOut = true;
        try
        {
            _cancellation.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // The answer ended at the same moment.
        }
    }

    private TimeSpan Due()
    {
        var silence = _waitsForReader ? TimeSpan.Zero : _time.GetElapsedTime(Volatile.Read(ref _lastSign));
        return Shorter((_started ? _limits.BetweenTokens : _limits.FirstToken) - silence, _limits.Total - _time.GetElapsedTime(_begun));
    }

    /// <summary>A NUL is legal in JSON and in no text that people keep. A replacement character takes its place.</summary>
    private ReadOnlySpan<byte> WithoutNul(ReadOnlySpan<byte> utf8)
    {
        if (_repaired is null || _repaired.Length < utf8.Length * 3) _repaired = new byte[utf8.Length * 3];
        var length = 0;
        foreach (var b in utf8)
        {
            if (b != 0) _repaired[length++] = b;
            else "\uFFFD"u8.CopyTo(_repaired.AsSpan((length += 3) - 3));
        }

        return _repaired.AsSpan(0, length);
    }

    private static TimeSpan Shorter(TimeSpan a, TimeSpan b) => a < b ? a : b;
}
