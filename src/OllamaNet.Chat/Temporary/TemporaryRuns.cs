using System.Collections.Concurrent;

namespace OllamaNet.Chat.Temporary;

/// <summary>How many temporary answers each user has on their way.</summary>
internal sealed class TemporaryRuns
{
    private readonly ConcurrentDictionary<Guid, int> _running = new();

    /// <summary>Null when the user has as many as he may.</summary>
    public Place? Take(Guid user, int most)
    {
        if (_running.AddOrUpdate(user, 1, (_, n) => n + 1) <= most) return new(this, user);
        GiveBack(user);
        return null;
    }

    private void GiveBack(Guid user)
    {
        if (_running.AddOrUpdate(user, 0, (_, n) => n - 1) == 0) _running.TryRemove(new(user, 0));
    }

    public sealed class Place(TemporaryRuns runs, Guid user) : IDisposable
    {
        private bool _given;

        public void Dispose()
        {
            if (!_given) runs.GiveBack(user);
            _given = true;
        }
    }
}
