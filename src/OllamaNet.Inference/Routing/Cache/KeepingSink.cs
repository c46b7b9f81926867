using System.Buffers;
using OllamaNet.Contracts.Inference;
using OllamaNet.Inference.Engines;

namespace OllamaNet.Inference.Routing.Cache;

/// <summary>Hands an answer on and remembers it. Pieces of one kind become one.</summary>
internal sealed class KeepingSink(IAnswerSink sink, long largest) : IWireSink
{
    private readonly List<KeptPart> _parts = [];
    private readonly ArrayBufferWriter<byte> _open = new(1024);
    private KeptKind _kind;
    private string _model = "";

    public long Bytes { get; private set; }

    public void Started(string node, string model)
    {
        // What a failed attempt left is none of this answer.
        _parts.Clear();
        _open.ResetWrittenCount();
        (Bytes, _model) = (0, model);
        sink.Started(node, model);
    }

    public void Text(ReadOnlySpan<byte> utf8)
    {
        Add(KeptKind.Text, utf8);
        sink.Text(utf8);
    }

    public void Thinking(ReadOnlySpan<byte> utf8)
    {
        Add(KeptKind.Thinking, utf8);
        sink.Thinking(utf8);
    }

    public void Logprobs(ReadOnlySpan<byte> json)
    {
        Close();
        Add(KeptKind.Logprobs, json);
        Close();
        sink.Logprobs(json);
    }

    public void Wire(ReadOnlySpan<byte> bytes)
    {
        Add(KeptKind.Wire, bytes);
        ((IWireSink)sink).Wire(bytes);
    }

    public void ToolCall(ToolCall call)
    {
        Close();
        Bytes += call.Arguments.Length * 2;
        if (Bytes <= largest) _parts.Add(new(KeptKind.ToolCall, [], call));
        sink.ToolCall(call);
    }

    public void Source(AnswerSource source)
    {
        Close();
        Bytes += (source.Url.Length + (source.Title?.Length ?? 0)) * 2;
        if (Bytes <= largest) _parts.Add(new(KeptKind.Source, [], Source: source));
        sink.Source(source);
    }

    public ValueTask FlushAsync(CancellationToken cancellationToken) => sink.FlushAsync(cancellationToken);

    public KeptAnswer Of(ChatResult result)
    {
        Close();
        return new(_model, result, [.. _parts]);
    }

    private void Add(KeptKind kind, ReadOnlySpan<byte> bytes)
    {
        // Too long is not kept at all; it need not be remembered to the end.
        Bytes += bytes.Length;
        if (Bytes > largest) return;
        if (_kind != kind) Close();
        _kind = kind;
        _open.Write(bytes);
    }

    private void Close()
    {
        if (_open.WrittenCount == 0) return;
        _parts.Add(new(_kind, _open.WrittenSpan.ToArray()));
        _open.ResetWrittenCount();
    }
}
