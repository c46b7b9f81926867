namespace OllamaNet.Inference.Embedded.Worker;

/// <summary>What waits for the scheduler, and what of all that runs can still be cancelled.</summary>
internal sealed class JobQueue(int longest) : IDisposable
{
    private readonly Lock gate = new();
    private readonly AutoResetEvent wake = new(initialState: false);
    private readonly Queue<ChatJob> chats = new();
    private readonly Queue<EmbedJob> embeds = new();
    private readonly Dictionary<int, Action> cancellations = [];

    public bool TryAdd(ChatJob job)
    {
        lock (gate)
        {
            if (chats.Count >= longest) return false;
            chats.Enqueue(job);
            cancellations[job.Id] = job.Cancel;
        }
        wake.Set();
        return true;
    }

    public bool TryAdd(EmbedJob job)
    {
        lock (gate)
        {
            if (embeds.Count >= longest) return false;
            embeds.Enqueue(job);
            cancellations[job.Id] = job.Cancel;
        }
        wake.Set();
        return true;
    }

    public void Cancel(int id)
    {
        lock (gate)
        {
            if (cancellations.TryGetValue(id, out var cancel)) cancel();
        }
        wake.Set();
    }

    public ChatJob? PeekChat()
    {
        lock (gate) return chats.TryPeek(out var job) ? job : null;
    }

    public void TakeChat()
    {
        lock (gate) chats.Dequeue();
    }

    public EmbedJob? PeekEmbed()
    {
        lock (gate) return embeds.TryPeek(out var job) ? job : null;
    }

    public void TakeEmbed()
    {
        lock (gate) cancellations.Remove(embeds.Dequeue().Id);
    }

    public void Ended(int id)
    {
        lock (gate) cancellations.Remove(id);
    }

    public void Wait() => wake.WaitOne();

    public void Wake() => wake.Set();

    public void Dispose() => wake.Dispose();
}
