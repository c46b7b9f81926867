namespace OllamaNet.Inference.Nodes;

/// <summary>Counts how often what nodes have, or what names stand for, changed; whoever waits is told at once.</summary>
internal sealed class ModelChanges
{
    private readonly Lock _lock = new();
    private long _count = 1;
    private TaskCompletionSource _next = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public void Raise()
    {
        lock (_lock)
        {
            _count++;
            _next.SetResult();
            _next = new(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }

    /// <summary>Ends when the count is not <paramref name="known"/>.</summary>
    public async Task<long> WaitAsync(long known, CancellationToken cancellationToken)
    {
        while (true)
        {
            Task next;
            lock (_lock)
            {
                if (_count != known) return _count;
                next = _next.Task;
            }

            await next.WaitAsync(cancellationToken);
        }
    }
}
