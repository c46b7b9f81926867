using System.Threading.Channels;

namespace OllamaNet.Platform.Streaming;

/// <summary>A set that one reader empties: the same twice is once, and too many are only remembered as lost.</summary>
internal sealed class Pending<T>(int limit)
{
    private readonly Channel<bool> _signal = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly Lock _lock = new();
    private HashSet<T> _items = [];
    private bool _lost;

    public void Add(T item)
    {
        lock (_lock)
        {
            if (_items.Count >= limit) Lose();
            else if (!_lost) _items.Add(item);
        }

        _signal.Writer.TryWrite(true);
    }

    /// <summary>What was taken did not arrive.</summary>
    public void GiveUp()
    {
        lock (_lock) Lose();
        _signal.Writer.TryWrite(true);
    }

    public async Task WaitAsync(CancellationToken cancellationToken) => await _signal.Reader.ReadAsync(cancellationToken);

    public (IReadOnlyList<T> Items, bool Lost) Take()
    {
        lock (_lock)
        {
            var taken = ((IReadOnlyList<T>)[.. _items], _lost);
            (_items, _lost) = ([], false);
            return taken;
        }
    }

    private void Lose()
    {
        _items.Clear();
        _lost = true;
    }
}
