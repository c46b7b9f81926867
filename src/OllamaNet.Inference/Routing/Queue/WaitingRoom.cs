using System.Runtime.InteropServices;
using Microsoft.Extensions.Options;
using OllamaNet.Contracts.Inference;
using OllamaNet.Inference.Telemetry;

namespace OllamaNet.Inference.Routing.Queue;

/// <summary>
/// Gives out the places on the nodes. Who finds none waits in the model's queue, which is bounded and fair: users take turns, a user's
/// own requests go in order, and work that nobody waits for goes last.
/// </summary>
internal sealed class WaitingRoom : IDisposable
{
    /// <summary>How often it is looked whether a node came back and who waited too long; also how often at most a place is told.</summary>
    private static readonly TimeSpan Beat = TimeSpan.FromMilliseconds(100);

    private readonly Lock _gate = new();
    private readonly Dictionary<string, ModelQueue> _queues = new(StringComparer.Ordinal);
    private readonly List<ModelQueue> _waitedFor = [];
    private readonly Dictionary<Guid, int> _running = [];
    private readonly NodePicker _picker;
    private readonly InferenceTelemetry _telemetry;
    private readonly InferenceOptions _options;
    private readonly TimeProvider _time;
    private readonly ITimer _timer;
    private long _turn;
    private int _rotation;

    public WaitingRoom(NodePicker picker, InferenceTelemetry telemetry, IOptions<InferenceOptions> options, TimeProvider time)
    {
        (_picker, _telemetry, _options, _time) = (picker, telemetry, options.Value, time);
        _timer = time.CreateTimer(static room => ((WaitingRoom)room!).Tick(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <returns>Null: there is no node that could take it, now or when another request ends.</returns>
    /// <exception cref="InferenceException">The queue is full, or the wait was too long.</exception>
    public async ValueTask<Seat?> EnterAsync(Demand demand, Caller caller, IAnswerSink? sink, CancellationToken cancellationToken)
    {
        Waiter waiter;
        int position;
        lock (_gate)
        {
            if (!_queues.TryGetValue(demand.Model, out var queue)) _queues[demand.Model] = queue = new(demand.Model);
            var lane = queue.LaneOf(caller.UserId, caller.Background);
            if (queue.Waiting == 0 && !IsAtLimit(lane))
            {
                if (_picker.Pick(demand, out var full) is { } candidate) return Sit(lane, candidate);
                if (!full)
                {
                    queue.ForgetIfEmpty(lane);
                    return null;
                }
            }

            MakeRoom(queue, lane);
            waiter = new(lane, demand, sink, _time.GetTimestamp());
            Add(waiter);
            Serve();
            position = waiter.Task.IsCompleted ? 0 : queue.InOrder().TakeWhile(w => w != waiter).Count() + 1;
        }

        if (position > 0) waiter.Tell(position);
        await using var leaving = cancellationToken.UnsafeRegister((state, token) => Cancel((Waiter)state!, token), waiter);
        try
        {
            return await waiter.Task;
        }
        finally
        {
            waiter.Close();
        }
    }

    public void Leave(Seat seat)
    {
        lock (_gate)
        {
            seat.Candidate.Node.Load.Leave(seat.Trial);
            ref var running = ref CollectionsMarshal.GetValueRefOrAddDefault(_running, seat.Lane.User, out _);
            if (--running <= 0) _running.Remove(seat.Lane.User);
            seat.Lane.Queue.Ended(seat.Lane, _time.GetElapsedTime(seat.Since));
            Serve();
        }
    }

    /// <summary>The queues in which somebody waits or has a place.</summary>
    public IReadOnlyList<QueueLook> Look()
    {
        lock (_gate)
        {
            return [.. _queues.Values.Where(q => q.Waiting + q.Running > 0).Select(q => new QueueLook(
                q.Model, q.Waiting, q.Running, q.Oldest() is { } since ? Math.Round(_time.GetElapsedTime(since).TotalMilliseconds) : null))];
        }
    }

    public void Dispose() => _timer.Dispose();

    private bool IsAtLimit(Lane lane) => _options.MaxConcurrentPerUser is { } limit && _running.GetValueOrDefault(lane.User) >= limit;

    private Seat Sit(Lane lane, Candidate candidate)
    {
        var trial = candidate.Node.Load.Enter();
        lane.Queue.Began(lane, ++_turn);
        CollectionsMarshal.GetValueRefOrAddDefault(_running, lane.User, out _)++;
        return new(this, lane, candidate, trial, _time.GetTimestamp());
    }

    private void Add(Waiter waiter)
    {
        var queue = waiter.Lane.Queue;
        // One that had a place, on a node that failed, has waited already.
        queue.Add(waiter, first: waiter.Demand.Tried.Count > 0);
        _telemetry.Queued.Add(1, InferenceTelemetry.Model(queue.Model));
        if (queue.Waiting > 1) return;
        _waitedFor.Add(queue);
        if (_waitedFor.Count == 1) _timer.Change(Beat, Timeout.InfiniteTimeSpan);
    }

    private bool Remove(Waiter waiter)
    {
        var queue = waiter.Lane.Queue;
        if (!queue.Remove(waiter)) return false;
        if (queue.Waiting == 0) _waitedFor.Remove(queue);
        _telemetry.Queued.Add(-1, InferenceTelemetry.Model(queue.Model));
        _telemetry.QueueWait.Record(_time.GetElapsedTime(waiter.Since).TotalSeconds, InferenceTelemetry.Model(queue.Model));
        return true;
    }

    /// <summary>Nobody keeps the others out by asking very often: when the queue is full, the one who waits most loses his last place.</summary>
    private void MakeRoom(ModelQueue queue, Lane lane)
    {
        if (queue.Waiting < _options.QueueLength) return;
        var busy = new InferenceException(InferenceError.Busy, $"Too many requests wait for the model {queue.Model}. Try again in a moment.") { RetryAfter = queue.Estimate(queue.Waiting) };
        if (queue.Longest() is { } longest && ((longest.Background && !lane.Background) || longest.Waiting.Count > lane.Waiting.Count + 1))
        {
            var last = longest.Waiting.Last!.Value;
            Remove(last);
            last.TrySetException(busy);
            return;
        }

        queue.ForgetIfEmpty(lane);
        throw busy;
    }

    private void Cancel(Waiter waiter, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (Remove(waiter)) waiter.TrySetCanceled(cancellationToken);
        }
    }

    /// <summary>Gives every free place to who is next; models take turns too.</summary>
    private void Serve()
    {
        if (_waitedFor.Count == 0) return;
        var queues = _waitedFor.ToArray();
        _rotation++;
        foreach (var background in (ReadOnlySpan<bool>)[false, true])
        {
            var served = true;
            while (served)
            {
                served = false;
                for (var i = 0; i < queues.Length; i++) served |= ServeOne(queues[(i + _rotation) % queues.Length], background);
            }
        }
    }

    private bool ServeOne(ModelQueue queue, bool background)
    {
        Demand? refused = null;
        foreach (var lane in queue.InTurn(background))
        {
            var waiter = lane.Waiting.First!.Value;
            if (IsAtLimit(lane) || (refused is not null && refused.IsLike(waiter.Demand))) continue;
            var candidate = _picker.Pick(waiter.Demand, out var full);
            if (candidate is null && full)
            {
                refused = waiter.Demand;
                continue;
            }

            var seat = candidate is null ? null : Sit(lane, candidate);
            Remove(waiter);
            waiter.TrySetResult(seat);
            return true;
        }

        return false;
    }

    private void Tick()
    {
        List<(Waiter Waiter, int Position)> places = [];
        lock (_gate)
        {
            foreach (var late in _waitedFor.SelectMany(q => q.InOrder()).Where(w => _time.GetElapsedTime(w.Since) > _options.LongestWait).ToList())
            {
                Remove(late);
                late.TrySetException(new InferenceException(InferenceError.Busy, $"No place for the model {late.Demand.Model} became free in time. Try again in a moment.")
                {
                    RetryAfter = late.Lane.Queue.Estimate(late.Lane.Queue.Waiting + 1),
                });
            }

            Serve();
            foreach (var queue in _waitedFor) places.AddRange(queue.InOrder().Select((w, i) => (w, i + 1)));
        }

        foreach (var (waiter, position) in places) waiter.Tell(position);
        lock (_gate)
        {
            if (_waitedFor.Count > 0) _timer.Change(Beat, Timeout.InfiniteTimeSpan);
        }
    }
}
