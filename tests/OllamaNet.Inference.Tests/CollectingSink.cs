using System.Text;
using OllamaNet.Contracts.Inference;
using Xunit;

namespace OllamaNet.Inference.Tests;

internal sealed class CollectingSink : IAnswerSink
{
    private readonly StringBuilder _text = new();
    private readonly StringBuilder _thinking = new();
    private readonly TaskCompletionSource _first = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public string Text => _text.ToString();

    public string Thinking => _thinking.ToString();

    public List<ToolCall> Calls { get; } = [];

    public List<AnswerSource> Sources { get; } = [];

    public List<string> Nodes { get; } = [];

    /// <summary>Places in the queue, as they were told.</summary>
    public System.Collections.Concurrent.ConcurrentQueue<int> Places { get; } = [];

    public string? Model { get; private set; }

    public int Parts { get; private set; }

    /// <summary>Ends with the first part.</summary>
    public Task First => _first.Task;

    void IAnswerSink.Queued(int position)
    {
        Assert.Empty(Nodes);
        Places.Enqueue(position);
    }

    void IAnswerSink.Started(string node, string model)
    {
        Assert.Equal(0, Parts);
        Nodes.Add(node);
        Model = model;
    }

    void IAnswerSink.Text(ReadOnlySpan<byte> utf8) => Add(_text, utf8);

    void IAnswerSink.Thinking(ReadOnlySpan<byte> utf8) => Add(_thinking, utf8);

    void IAnswerSink.ToolCall(ToolCall call)
    {
        Parts++;
        Calls.Add(call);
        _first.TrySetResult();
    }

    void IAnswerSink.Source(AnswerSource source)
    {
        Assert.Single(Nodes);
        Sources.Add(source);
    }

    private void Add(StringBuilder to, ReadOnlySpan<byte> utf8)
    {
        Assert.Single(Nodes);
        Parts++;
        to.Append(new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(utf8));
        _first.TrySetResult();
    }
}
