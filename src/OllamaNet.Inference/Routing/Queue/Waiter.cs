using OllamaNet.Contracts.Inference;

namespace OllamaNet.Inference.Routing.Queue;

/// <summary>A request that waits for a place. Its task ends with the seat, or with why there is none.</summary>
internal sealed class Waiter(Lane lane, Demand demand, IAnswerSink? sink, long since) : TaskCompletionSource<Seat?>(TaskCreationOptions.RunContinuationsAsynchronously)
{
    private readonly Lock _telling = new();
    private int _told;
    private bool _closed;

    public Lane Lane => lane;

    public Demand Demand => demand;

    public long Since => since;

    /// <summary>Tells the caller where he stands, if that is news. Never under the room's lock: callers may do anything.</summary>
    public void Tell(int position)
    {
        lock (_telling)
        {
            if (_closed || _told == position) return;
            _told = position;
            try
            {
                sink?.Queued(position);
            }
#pragma warning disable CA1031 // One caller's mistake must not stop the places of all; his request goes on without the news.
            catch (Exception)
#pragma warning restore CA1031
            {
            }
        }
    }

    /// <summary>Nothing is told any more.</summary>
    public void Close()
    {
        lock (_telling) _closed = true;
    }
}
