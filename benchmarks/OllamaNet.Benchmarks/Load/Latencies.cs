using System.Diagnostics;

namespace OllamaNet.Benchmarks.Load;

/// <summary>Times of one measurement; room is made beforehand so that adding costs nothing.</summary>
internal sealed class Latencies(int capacity)
{
    private readonly long[] _ticks = new long[capacity];
    private long _from = long.MaxValue;
    private long _to = long.MaxValue;

    public int Count { get; private set; }

    /// <summary>Only what was sent from now on counts.</summary>
    public void Open() => _from = Stopwatch.GetTimestamp();

    /// <summary>What is sent from now on does not.</summary>
    public void Close() => _to = Stopwatch.GetTimestamp();

    public void Add(long sent, long seen)
    {
        if (sent >= _from && sent < _to && Count < _ticks.Length) _ticks[Count++] = seen - sent;
    }

    public double Milliseconds(double quantile)
    {
        if (Count == 0) return double.NaN;
        Array.Sort(_ticks, 0, Count);
        return _ticks[(int)Math.Ceiling(quantile * Count) - 1] * 1000.0 / Stopwatch.Frequency;
    }
}
