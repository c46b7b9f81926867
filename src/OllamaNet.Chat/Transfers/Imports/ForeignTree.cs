using System.Text.Json;
using OllamaNet.Chat.Data;
using OllamaNet.Chat.Messages;

namespace OllamaNet.Chat.Transfers.Imports;

/// <summary>What another program's conversation becomes.</summary>
/// <param name="SourceId">Its id there: knows it again at the next import.</param>
/// <param name="Lost">What was left out, by kind.</param>
internal sealed record ForeignConversation(string? SourceId, ExportedConversation Conversation, IReadOnlyDictionary<string, int> Lost);

/// <summary>Nodes of another program's tree, of which some are kept: a kept one hangs on the nearest kept one above it.</summary>
internal sealed class ForeignTree
{
    private readonly Dictionary<string, (string? Parent, JsonElement Node)> _nodes = new(StringComparer.Ordinal);
    private readonly ILookup<string, string> _children;

    // Of every node that was passed: the nearest kept message at or above it, and what was thought since.
    private readonly Dictionary<string, (Guid? Kept, Thought? Thoughts)> _passed = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _lost = new(StringComparer.Ordinal);
    private readonly List<ExportedMessage> _messages = [];
    private DateTimeOffset _time;

    public ForeignTree(IEnumerable<(string Id, string? Parent, JsonElement Node)> nodes, DateTimeOffset created)
    {
        foreach (var (id, parent, node) in nodes) _nodes[id] = (parent, node);
        _children = _nodes.Where(n => n.Value.Parent is not null).ToLookup(n => n.Value.Parent!, n => n.Key, StringComparer.Ordinal);
        _time = created;
    }

    public IReadOnlyList<ExportedMessage> Messages => _messages;

    public IReadOnlyDictionary<string, int> Lost => _lost;

    /// <summary>Parents before their children. What hangs on itself is never reached, and counts as lost.</summary>
    public IEnumerable<(string Id, JsonElement Node)> FromTheRoots()
    {
        var open = new Queue<string>(_nodes.Where(n => n.Value.Parent is null || !_nodes.ContainsKey(n.Value.Parent)).Select(n => n.Key));
        while (open.TryDequeue(out var id))
        {
            _passed[id] = Above(id);
            yield return (id, _nodes[id].Node);
            foreach (var child in _children[id]) open.Enqueue(child);
        }

        if (_nodes.Count > _passed.Count) Lose(Losses.OutsideTree, _nodes.Count - _passed.Count);
    }

    public void Add(string id, string role, List<MessagePart> parts, string? model, DateTimeOffset? time, int lostParts)
    {
        Lose(Losses.Attachment, lostParts);
        var (parent, thoughts) = Above(id);
        if (role == "assistant" && thoughts?.Take() is { Length: > 0 } reasoning) parts.Insert(0, MessagePart.OfReasoning(reasoning));
        if (parts.Count == 0) return; // programs leave empty nodes behind; there is nothing to lose
        _time = time ?? _time;
        var message = new ExportedMessage
        {
            Id = Guid.CreateVersion7(),
            ParentId = parent,
            Role = role,
            Model = role == "assistant" ? model : null,
            CreatedAt = _time,
            Parts = JsonSerializer.SerializeToElement(parts, StoredJson.Default.IReadOnlyListMessagePart),
        };
        _passed[id] = (message.Id, null);
        _messages.Add(message);
    }

    public void Think(string id, string thoughts) => _passed[id] = (Above(id).Kept, new(thoughts, Above(id).Thoughts));

    public void Lose(string what, int count = 1)
    {
        if (count > 0) _lost[what] = _lost.GetValueOrDefault(what) + count;
    }

    public Guid? NearestKept(string? id) => id is not null && _passed.TryGetValue(id, out var passed) ? passed.Kept : null;

    private (Guid? Kept, Thought? Thoughts) Above(string id) => _nodes[id].Parent is { } parent && _passed.TryGetValue(parent, out var passed) ? passed : default;

    private sealed record Thought(string Text, Thought? Before)
    {
        private bool _taken;

        /// <summary>This and what was thought before it, for the first answer only: many answers to one thought would each have a copy of it.</summary>
        public string Take()
        {
            List<string> all = [];
            for (var thought = this; thought is { _taken: false }; thought = thought.Before)
            {
                thought._taken = true;
                all.Add(thought.Text);
            }

            all.Reverse();
            return string.Join("\n\n", all.Where(t => t.Length > 0));
        }
    }
}
