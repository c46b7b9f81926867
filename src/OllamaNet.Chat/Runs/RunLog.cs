using System.Buffers;
using System.Text;
using OllamaNet.Chat.Messages;
using OllamaNet.Contracts.Inference;

namespace OllamaNet.Chat.Runs;

/// <summary>
/// Everything an answer consists of so far, as numbered events. Writers append; any number of readers encode from any event on.
/// The text is kept once, as bytes; an event is an offset into it. A reader that fell behind gets the deltas it missed as one.
/// </summary>
internal sealed class RunLog(Guid messageId, int firstNumber = 0)
{
    /// <summary>A read encodes about this much and then lets the writer in.</summary>
    private const int ReadSize = 32 * 1024;

    private readonly Lock _gate = new();
    private readonly EventEncoder _encoder = new(messageId, firstNumber);
    private readonly ArrayBufferWriter<byte> _text = new(1024);
    private readonly List<Entry> _entries = new(64);
    private readonly List<ReadOnlyMemory<byte>> _controls = [];
    private readonly List<PartRange> _parts = [];
    private readonly List<MessagePart> _sources = [];
    private Signal[] _readers = [];
    private EntryKind _open;
    private int _flushed;

    private enum EntryKind : byte { Control, TextStart, TextDelta, TextEnd, ReasoningStart, ReasoningDelta, ReasoningEnd, Done }

    public Guid MessageId => messageId;

    /// <summary>The last event is there; nothing follows.</summary>
    public bool Completed { get; private set; }

    /// <summary>The number after the last event's. A log that goes on with the message begins with it, so that no number ever stands for two events.</summary>
    public int NextNumber
    {
        get { lock (_gate) return firstNumber + _entries.Count; }
    }

    /// <summary>Where a reader goes on that saw the events before <paramref name="number"/>: at the start, when they were another log's.</summary>
    public int PositionOf(int number) => Math.Max(0, number - firstNumber);

    /// <summary>Bytes of text and reasoning so far.</summary>
    public int Length => _text.WrittenCount;

    public void AppendText(ReadOnlySpan<byte> utf8) => Append(EntryKind.TextStart, utf8);

    public void AppendReasoning(ReadOnlySpan<byte> utf8) => Append(EntryKind.ReasoningStart, utf8);

    /// <summary>What a message holds already.</summary>
    public void AppendParts(IEnumerable<MessagePart> parts)
    {
        foreach (var part in parts)
        {
            var text = Encoding.UTF8.GetBytes(part.Text ?? "");
            if (part.ToSource() is { } source) AppendSource(source);
            else if (part.Type is MessagePart.ReasoningType) AppendReasoning(text);
            else AppendText(text);
        }
    }

    /// <summary>A number that has a source keeps it.</summary>
    public void AppendSource(AnswerSource source)
    {
        var part = MessagePart.OfSource(source);
        lock (_gate)
        {
            if (_sources.Exists(s => s.SourceId == part.SourceId)) return;
            _sources.Add(part);
            AddControl(RunEvents.Source(part));
        }

        Wake();
    }

    /// <summary>Appends an event that is JSON already; closes an open part first.</summary>
    public void AppendControl(ReadOnlyMemory<byte> json)
    {
        lock (_gate) AddControl(json);
        Wake();
    }

    public void Complete()
    {
        lock (_gate)
        {
            ClosePart();
            Add(EntryKind.Done, 0);
            Completed = true;
        }

        Wake();
    }

    public void Join(Signal reader)
    {
        lock (_gate) _readers = [.. _readers, reader];
    }

    public void Leave(Signal reader)
    {
        lock (_gate) _readers = [.. _readers.Where(r => r != reader)];
    }

    /// <summary>Encodes events from <paramref name="position"/> on and returns the position after them; the same position when there are none.</summary>
    public int Read(int position, IBufferWriter<byte> output)
    {
        lock (_gate)
        {
            var written = 0;
            position = Math.Min(position, _entries.Count);
            while (position < _entries.Count && written < ReadSize) written += Encode(ref position, output);
            return position;
        }
    }

    /// <summary>Whether a reader at this position has seen everything.</summary>
    public bool IsEnd(int position)
    {
        lock (_gate) return Completed && position >= _entries.Count;
    }

    /// <summary>The answer so far, as parts of a message; sources at its end.</summary>
    public IReadOnlyList<MessagePart> ToParts()
    {
        lock (_gate) return [.. DraftText.ToParts(Pieces(0)), .. _sources];
    }

    /// <summary>What came since the last call, to be written down; empty when nothing did.</summary>
    public IReadOnlyList<Draft> TakeUnflushed()
    {
        lock (_gate)
        {
            if (_flushed == _text.WrittenCount) return [];
            var drafts = Pieces(_flushed).ToList();
            _flushed = _text.WrittenCount;
            return drafts;
        }
    }

    /// <summary>The pieces were not written down after all.</summary>
    public void GiveBack(int position)
    {
        lock (_gate) _flushed = Math.Min(_flushed, position);
    }

    private void Append(EntryKind start, ReadOnlySpan<byte> utf8)
    {
        if (utf8.IsEmpty) return;
        lock (_gate)
        {
            if (_open != start)
            {
                ClosePart();
                _open = start;
                _parts.Add(new(start == EntryKind.ReasoningStart, _text.WrittenCount, null));
                Add(start, _text.WrittenCount);
            }

            _text.Write(utf8);
            Add(start + 1, _text.WrittenCount);
        }

        Wake();
    }

    private void AddControl(ReadOnlyMemory<byte> json)
    {
        ClosePart();
        _controls.Add(json);
        Add(EntryKind.Control, _controls.Count - 1);
    }

    private void ClosePart()
    {
        if (_open == EntryKind.Control) return;
        Add(_open + 2, _text.WrittenCount);
        _parts[^1] = _parts[^1] with { End = _text.WrittenCount };
        _open = EntryKind.Control;
    }

    private void Add(EntryKind kind, int end) => _entries.Add(new(kind, (short)(_parts.Count - 1), end));

    /// <summary>Lets every reader look at the clock.</summary>
    public void Beat() => Wake();

    private void Wake()
    {
        foreach (var reader in _readers) reader.Set();
    }

    private int Encode(ref int position, IBufferWriter<byte> output)
    {
        var entry = _entries[position];
        switch (entry.Kind)
        {
            case EntryKind.TextDelta or EntryKind.ReasoningDelta:
                var from = _entries[position - 1].End;
                while (position + 1 < _entries.Count && _entries[position + 1].Kind == entry.Kind && _entries[position].End - from < ReadSize) position++;
                var text = _text.WrittenSpan[from.._entries[position].End];
                return _encoder.Delta(output, position++, entry.Kind == EntryKind.TextDelta ? "text-delta"u8 : "reasoning-delta"u8, entry.Part, text);
            case EntryKind.Control:
                return _encoder.Control(output, position++, _controls[entry.End].Span);
            case EntryKind.Done:
                position++;
                return EventEncoder.Done(output);
            default:
                return _encoder.Part(output, position++, entry.Kind switch
                {
                    EntryKind.TextStart => "text-start"u8,
                    EntryKind.TextEnd => "text-end"u8,
                    EntryKind.ReasoningStart => "reasoning-start"u8,
                    _ => "reasoning-end"u8,
                }, entry.Part);
        }
    }

    /// <summary>Text from a byte offset on, cut where the kind changes.</summary>
    private IEnumerable<Draft> Pieces(int from)
    {
        foreach (var part in _parts)
        {
            var (start, end) = (Math.Max(part.Start, from), part.End ?? _text.WrittenCount);
            if (end > start) yield return new() { MessageId = messageId, Position = start, Reasoning = part.Reasoning, Text = _text.WrittenSpan[start..end].ToArray() };
        }
    }

    private readonly record struct PartRange(bool Reasoning, int Start, int? End);

    private readonly record struct Entry(EntryKind Kind, short Part, int End);
}
