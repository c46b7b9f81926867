namespace OllamaNet.Inference.Routing.Queue;

/// <summary>Everybody who waits for one model or uses it.</summary>
internal sealed class ModelQueue(string model)
{
    private const double Newest = 0.2;

    private readonly Dictionary<(Guid User, bool Background), Lane> _lanes = [];
    private readonly List<Lane> _inTurn = [];
    private double? _seconds;

    public string Model => model;

    public int Waiting { get; private set; }

    public int Running { get; private set; }

    public Lane LaneOf(Guid user, bool background)
    {
        if (!_lanes.TryGetValue((user, background), out var lane)) _lanes[(user, background)] = lane = new(this, user, background);
        return lane;
    }

    /// <summary>The lanes in which somebody waits, in the order of their turns; valid until the next call.</summary>
    public List<Lane> InTurn(bool background)
    {
        _inTurn.Clear();
        foreach (var lane in _lanes.Values)
        {
            if (lane.Background == background && lane.Waiting.Count > 0) _inTurn.Add(lane);
        }

        if (_inTurn.Count > 1) _inTurn.Sort(Lane.InTurn);
        return _inTurn;
    }

    /// <summary>The lane that can best do with one less: work that nobody waits for, else the lane in which most wait.</summary>
    public Lane? Longest() => _lanes.Values.Where(l => l.Waiting.Count > 0).MaxBy(l => (l.Background, l.Waiting.Count));

    /// <param name="first">It had a place already, on a node that failed.</param>
    public void Add(Waiter waiter, bool first)
    {
        Waiting++;
        if (first) waiter.Lane.Waiting.AddFirst(waiter);
        else waiter.Lane.Waiting.AddLast(waiter);
    }

    public bool Remove(Waiter waiter)
    {
        if (!waiter.Lane.Waiting.Remove(waiter)) return false;
        Waiting--;
        ForgetIfEmpty(waiter.Lane);
        return true;
    }

    public void Began(Lane lane, long turn)
    {
        Running++;
        lane.Running++;
        lane.Served = turn;
    }

    public void Ended(Lane lane, TimeSpan took)
    {
        Running--;
        lane.Running--;
        _seconds = _seconds is { } before ? before + (Newest * (took.TotalSeconds - before)) : took.TotalSeconds;
        ForgetIfEmpty(lane);
    }

    /// <summary>When the one who waits longest came; null: nobody waits.</summary>
    public long? Oldest() => Waiting == 0 ? null : _lanes.Values.SelectMany(l => l.Waiting).Min(w => w.Since);

    /// <summary>How long it takes, roughly, until so many requests have had their place.</summary>
    public TimeSpan Estimate(int position) =>
        TimeSpan.FromSeconds(Math.Clamp((_seconds ?? 2) * position / Math.Max(1, Running), 1, 120));

    /// <summary>Who waits, in the order in which places will be given if all stay: one of each lane, then another of each.</summary>
    public IEnumerable<Waiter> InOrder()
    {
        foreach (var background in new[] { false, true })
        {
            var heads = InTurn(background).ConvertAll(l => l.Waiting.First);
            while (heads.Count > 0)
            {
                for (var i = 0; i < heads.Count; i++)
                {
                    yield return heads[i]!.Value;
                    heads[i] = heads[i]!.Next;
                }

                heads.RemoveAll(h => h is null);
            }
        }
    }

    public void ForgetIfEmpty(Lane lane)
    {
        if (lane is { Running: 0, Waiting.Count: 0 }) _lanes.Remove((lane.User, lane.Background));
    }
}
