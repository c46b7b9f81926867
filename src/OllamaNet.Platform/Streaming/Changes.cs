using System.Collections.Concurrent;

namespace OllamaNet.Platform.Streaming;

/// <summary>Something of a user's is not as his browsers show it.</summary>
/// <param name="Kind">What kind of thing: a name of <see cref="ChangeKinds"/>.</param>
/// <param name="Id">Which one; null for many.</param>
public sealed record Change(string Kind, Guid? Id);

public static class ChangeKinds
{
    /// <summary>Hints may have been missed: look at all of it again.</summary>
    public const string Everything = "everything";

    public const string Conversation = "conversation";
    public const string Folder = "folder";
    public const string Tag = "tag";
    public const string Note = "note";
    public const string Feedback = "feedback";
    public const string Preset = "preset";
    public const string Share = "share";
    public const string Queue = "queue";
    public const string Job = "job";
    public const string Models = "models";
}

/// <summary>Tells a user's open browsers what to look at again, here and, through <see cref="ChangeRelay"/>, at the other processes.</summary>
public sealed class Changes
{
    private readonly ConcurrentDictionary<Guid, HashSet<ChangeReader>> _readers = new();

    /// <summary>Called for what concerns everybody, with its kind, wherever it was published.</summary>
    internal Action<string>? HeardByAll { get; set; }

    /// <summary>What the other processes are still to be told.</summary>
    internal Pending<(Guid User, Change Change)> Outgoing { get; } = new(limit: 2000);

    public void Publish(Guid user, string kind, Guid? id = null)
    {
        var change = new Change(kind, id);
        Tell(user, change);
        Outgoing.Add((user, change));
    }

    /// <summary>Something that is everybody's changed. Caches hear of it too, in every process.</summary>
    public void PublishToAll(string kind)
    {
        TellAll(kind);
        Outgoing.Add((Guid.Empty, new(kind, null)));
    }

    /// <summary>Reads until disposed.</summary>
    public ChangeReader Read(Guid user) => TryRead(user, int.MaxValue)!;

    /// <summary>Reads until disposed. Null when <paramref name="most"/> read for this user already.</summary>
    public ChangeReader? TryRead(Guid user, int most)
    {
        var reader = new ChangeReader(this, user);
        while (true)
        {
            var readers = _readers.GetOrAdd(user, _ => []);
            lock (readers)
            {
                // The last reader may have taken the set away in between.
                if (!_readers.TryGetValue(user, out var current) || current != readers) continue;
                if (readers.Count >= most) return null;
                readers.Add(reader);
                return reader;
            }
        }
    }

    internal void Tell(Guid user, Change change)
    {
        if (!_readers.TryGetValue(user, out var readers)) return;
        lock (readers) foreach (var reader in readers) reader.Pending.Add(change);
    }

    /// <summary>Hints from other processes may have been missed.</summary>
    internal void TellEverything() => TellAll(ChangeKinds.Everything);

    /// <summary>Here; what is kept of it is dropped before anybody asks anew.</summary>
    internal void TellAll(string kind)
    {
        HeardByAll?.Invoke(kind);
        foreach (var user in _readers.Keys) Tell(user, new(kind, null));
    }

    private void Forget(Guid user, ChangeReader reader)
    {
        if (!_readers.TryGetValue(user, out var readers)) return;
        lock (readers)
        {
            readers.Remove(reader);
            if (readers.Count == 0) _readers.TryRemove(new(user, readers));
        }
    }

    public sealed class ChangeReader : IDisposable
    {
        private const int Limit = 64;
        private readonly Changes _changes;
        private readonly Guid _user;

        internal ChangeReader(Changes changes, Guid user) => (_changes, _user) = (changes, user);

        internal Pending<Change> Pending { get; } = new(Limit);

        /// <summary>Waits for hints, each once; those of a reader that fell behind have become one: everything.</summary>
        public async Task<IReadOnlyList<Change>> TakeAsync(CancellationToken cancellationToken)
        {
            await Pending.WaitAsync(cancellationToken);
            var (changes, lost) = Pending.Take();
            return lost ? [new(ChangeKinds.Everything, null)] : changes;
        }

        public void Dispose() => _changes.Forget(_user, this);
    }
}
