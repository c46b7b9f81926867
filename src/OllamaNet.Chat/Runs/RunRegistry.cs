using System.Collections.Concurrent;
using System.Diagnostics;

namespace OllamaNet.Chat.Runs;

/// <summary>The answers that this process makes, and those it made in the last minutes.</summary>
internal sealed class RunRegistry
{
    /// <summary>How long a finished log can still be read, so that no reader loses the tail.</summary>
    private static readonly TimeSpan KeepFinished = TimeSpan.FromMinutes(5);

    private readonly ConcurrentDictionary<Guid, Run> _runs = new();

    /// <summary>This process, as the rows name it.</summary>
    public Guid RunnerId { get; } = Guid.CreateVersion7();

    public IEnumerable<Run> Live => _runs.Select(r => r.Value).Where(r => r.EndedAt is null);

    public void Add(Run run) => _runs[run.MessageId] = run;

    /// <summary>A run of this owner, live or just finished.</summary>
    public Run? Find(Guid owner, Guid conversation, Guid message) =>
        _runs.TryGetValue(message, out var run) && run.OwnerId == owner && run.ConversationId == conversation ? run : null;

    /// <summary>The newest live run of a conversation.</summary>
    public Run? FindLive(Guid owner, Guid conversation) =>
        Live.Where(r => r.OwnerId == owner && r.ConversationId == conversation).MaxBy(r => r.MessageId);

    public int CountLive(Guid owner) => Live.Count(r => r.OwnerId == owner);

    /// <summary>Forgets logs that nobody can miss any more.</summary>
    public void Sweep()
    {
        foreach (var (id, run) in _runs)
        {
            if (run.EndedAt is { } ended && Stopwatch.GetElapsedTime(ended) > KeepFinished && _runs.TryRemove(new KeyValuePair<Guid, Run>(id, run))) run.Dispose();
        }
    }
}
