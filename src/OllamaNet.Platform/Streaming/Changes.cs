using System.Collections.Concurrent;
using System.Threading.Channels;

namespace OllamaNet.Platform.Streaming;

/// <summary>Something of a user's is not as his browsers show it.</summary>
/// <param name="Kind">What kind of thing: a name of <see cref="ChangeKinds"/>.</param>
/// <param name="Id">Which one; null for many.</param>
public sealed record Change(string Kind, Guid? Id);

public static class ChangeKinds
{
    public const string Conversation = "conversation";
    public const string Folder = "folder";
    public const string Tag = "tag";
    public const string Note = "note";
    public const string Preset = "preset";
    public const string Share = "share";
    public const string Queue = "queue";
    public const string Job = "job";
    public const string Models = "models";
}

/// <summary>Tells a user's open browsers what to look at again. A hint: who misses one sees the change at the next look.</summary>
public sealed class Changes
{
    private readonly ConcurrentDictionary<Guid, ConcurrentDictionary<Channel<Change>, byte>> _readers = new();

    public void Publish(Guid user, string kind, Guid? id = null)
    {
        if (!_readers.TryGetValue(user, out var readers)) return;
        foreach (var (reader, _) in readers) reader.Writer.TryWrite(new(kind, id));
    }

    /// <summary>Reads until disposed. One that falls far behind loses the oldest.</summary>
    public ChangeReader Read(Guid user) => new(this, user);

    public sealed class ChangeReader : IDisposable
    {
        private readonly Changes _changes;
        private readonly Guid _user;
        private readonly Channel<Change> _channel = Channel.CreateBounded<Change>(new BoundedChannelOptions(256) { FullMode = BoundedChannelFullMode.DropOldest });

        internal ChangeReader(Changes changes, Guid user)
        {
            (_changes, _user) = (changes, user);
            changes._readers.GetOrAdd(user, _ => new()).TryAdd(_channel, 0);
        }

        public ChannelReader<Change> Reader => _channel.Reader;

        public void Dispose()
        {
            if (_changes._readers.TryGetValue(_user, out var readers)) readers.TryRemove(_channel, out _);
        }
    }
}
