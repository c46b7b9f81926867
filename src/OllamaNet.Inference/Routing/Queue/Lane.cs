namespace OllamaNet.Inference.Routing.Queue;

/// <summary>The requests of one user for one model: in order of arrival. Work that nobody waits for has a lane of its own.</summary>
internal sealed class Lane(ModelQueue queue, Guid user, bool background)
{
    public ModelQueue Queue => queue;

    public Guid User => user;

    public bool Background => background;

    public LinkedList<Waiter> Waiting { get; } = [];

    /// <summary>Places that its requests have now.</summary>
    public int Running { get; set; }

    /// <summary>When one of them got a place last; 0 is never.</summary>
    public long Served { get; set; }

    /// <summary>Whose turn it is: people first, then who has the least running, then who waited longest for a turn.</summary>
    public static int InTurn(Lane a, Lane b) => (a.Background, a.Running, a.Served).CompareTo((b.Background, b.Running, b.Served));
}
