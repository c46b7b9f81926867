using System.Buffers;
using OllamaNet.Contracts.Inference;
using OllamaNet.Inference.Engines;

namespace OllamaNet.Inference.Doors.Shared;

/// <summary>Collects an answer that goes out in one piece.</summary>
internal sealed class AnswerBuffer(DoorCall call) : IWireSink
{
    private readonly ArrayBufferWriter<byte> _text = new(256);
    private readonly List<ToolCall> _calls = [];
    private ArrayBufferWriter<byte>? _thinking;
    private ArrayBufferWriter<byte>? _logprobs;
    private ArrayBufferWriter<byte>? _wire;

    public ReadOnlySpan<byte> AnswerText => _text.WrittenSpan;

    public ReadOnlySpan<byte> AnswerThinking => _thinking is null ? default : _thinking.WrittenSpan;

    public IReadOnlyList<ToolCall> Calls => _calls;

    /// <summary>The members of a JSON array, without its brackets.</summary>
    public ReadOnlySpan<byte> AnswerLogprobs => _logprobs is null ? default : _logprobs.WrittenSpan;

    /// <summary>The whole body as the engine sent it; null when the answer came in parts.</summary>
    public ReadOnlyMemory<byte>? Body => _wire?.WrittenMemory;

    public void Started(string node, string model) => call.Started(node, model);

    public void Text(ReadOnlySpan<byte> utf8) => _text.Write(utf8);

    public void Thinking(ReadOnlySpan<byte> utf8) => (_thinking ??= new(256)).Write(utf8);

    public void ToolCall(ToolCall toolCall) => _calls.Add(toolCall);

    public void Logprobs(ReadOnlySpan<byte> json)
    {
        var members = json.Trim(" \t\r\n"u8);
        if (members is [(byte)'[', .. var inside, (byte)']']) members = inside;
        if (members.IsEmpty) return;
        if (_logprobs is null) _logprobs = new(1024);
        else _logprobs.Write(","u8);
        _logprobs.Write(members);
    }

    public void Wire(ReadOnlySpan<byte> bytes) => (_wire ??= new(bytes.Length)).Write(bytes);
}
