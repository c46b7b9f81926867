using System.Diagnostics;

namespace OllamaNet.Benchmarks.Simulation;

/// <summary>A timer wheel whose turn is the time between two tokens: a stream keeps its slot, and sends each time it comes by.</summary>
internal sealed class Carousel
{
    public const int UsualTokensPerSecond = 20;
    private const int Slots = 1000;

    private readonly List<StreamingAnswer>[] _slots = [.. Enumerable.Range(0, Slots).Select(_ => new List<StreamingAnswer>())];
    private readonly Random _random = new(1);
    private long _slotTime;
    private long _at;

    public Carousel() => TokensPerSecond = UsualTokensPerSecond;

    /// <summary>Of each stream.</summary>
    public int TokensPerSecond
    {
        get;
        set
        {
            field = value;
            _slotTime = Stopwatch.Frequency / value / Slots;
            _at = Stopwatch.GetTimestamp() / _slotTime;
        }
    }

    /// <summary>Takes a seat at random: people who ask know nothing of each other.</summary>
    public void Add(StreamingAnswer answer) => _slots[_random.Next(Slots)].Add(answer);

    public void Remove(StreamingAnswer answer)
    {
        foreach (var slot in _slots) slot.Remove(answer);
    }

    /// <returns>When the next slot with somebody in it is due; looks a few milliseconds ahead.</returns>
    public long Turn(long now)
    {
        var target = now / _slotTime;
        while (_at < target)
        {
            var slot = _slots[++_at % Slots];
            for (var i = slot.Count - 1; i >= 0; i--)
            {
                if (!slot[i].Next()) slot.RemoveAt(i);
            }
        }

        var next = _at + 1;
        while (next < _at + 50 && _slots[next % Slots].Count == 0) next++;
        return next * _slotTime;
    }
}
