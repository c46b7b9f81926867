namespace OllamaNet.Inference.Routing.Queue;

/// <summary>A place on a node. Disposing gives it back, and it goes to whoever is next.</summary>
internal sealed class Seat(WaitingRoom room, Lane lane, Candidate candidate, bool trial, long since) : IDisposable
{
    private int _left;

    public Lane Lane => lane;

    public Candidate Candidate => candidate;

    /// <summary>It tries out a node that failed.</summary>
    public bool Trial => trial;

    public long Since => since;

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _left, 1) == 0) room.Leave(this);
    }
}
