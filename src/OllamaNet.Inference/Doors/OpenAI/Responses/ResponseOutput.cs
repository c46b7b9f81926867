using System.Buffers;
using OllamaNet.Contracts.Inference;
using OllamaNet.Inference.Doors.Shared;

namespace OllamaNet.Inference.Doors.OpenAI.Responses;

internal enum OutputKind { Reasoning, Message, Call }

/// <summary>An item of a response's output, in the making.</summary>
internal sealed class OutputItem(OutputKind kind)
{
    public OutputKind Kind { get; } = kind;

    public string Id { get; } = ResponseId.New(kind switch { OutputKind.Reasoning => "rs_", OutputKind.Message => "msg_", _ => "fc_" });

    public ArrayBufferWriter<byte> Text { get; } = new(256);

    /// <summary>Members of a JSON array.</summary>
    public ArrayBufferWriter<byte>? Logprobs { get; set; }

    public ToolCall? Call { get; init; }
}

/// <summary>Collects an answer as items: what the model thinks, says and calls, in the order it does.</summary>
internal sealed class ResponseOutput(DoorCall call) : IAnswerSink
{
    private readonly List<OutputItem> _items = [];

    public IReadOnlyList<OutputItem> Items => _items;

    public void Started(string node, string model) => call.Started(node, model);

    public void Text(ReadOnlySpan<byte> utf8) => Current(OutputKind.Message).Text.Write(utf8);

    public void Thinking(ReadOnlySpan<byte> utf8) => Current(OutputKind.Reasoning).Text.Write(utf8);

    public void ToolCall(ToolCall toolCall) => _items.Add(new(OutputKind.Call) { Call = toolCall });

    public void Logprobs(ReadOnlySpan<byte> json)
    {
        if (json is not [(byte)'[', .. var members, (byte)']'] || members.IsEmpty) return;
        var item = Current(OutputKind.Message);
        if (item.Logprobs is null) item.Logprobs = new(1024);
        else item.Logprobs.Write(","u8);
        item.Logprobs.Write(members);
    }

    /// <summary>The item that is being made; a new one when the kind changes.</summary>
    public OutputItem Current(OutputKind kind)
    {
        if (_items.Count == 0 || _items[^1].Kind != kind) _items.Add(new(kind));
        return _items[^1];
    }
}
