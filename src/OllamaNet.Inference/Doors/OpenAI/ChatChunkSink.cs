using System.Globalization;
using System.Text;
using OllamaNet.Contracts.Inference;
using OllamaNet.Inference.Doors.Shared;

namespace OllamaNet.Inference.Doors.OpenAI;

/// <summary>
/// Streams <c>chat.completion.chunk</c> events. All of an event but the text is written once for the whole answer: a token costs two
/// copies and the escaping of its text.
/// </summary>
internal sealed class ChatChunkSink(DoorCall call, bool includeUsage) : StreamSink(call, OpenAIDoor.Errors)
{
    private readonly string _id = ResponseId.New("chatcmpl-");
    private readonly long _created = call.Begun.ToUnixTimeSeconds();
    private byte[] _beforeDelta = [];
    private byte[] _beforeText = [];
    private byte[] _afterText = [];
    private byte[] _afterDelta = [];
    private int _calls;

    protected override string ContentType => DoorResponse.EventStream;

    protected override ReadOnlySpan<byte> KeepAlive => ": keep-alive\n\n"u8;

    protected override void WriteBegin()
    {
        var before = $$"""data: {"id":"{{_id}}","object":"chat.completion.chunk","created":{{_created.ToString(CultureInfo.InvariantCulture)}},"model":{{Encoding.UTF8.GetString(Utf8Text.Json(Model))}},"system_fingerprint":null,""";
        var after = includeUsage ? ",\"usage\":null}\n\n" : "}\n\n";
        _beforeDelta = Encoding.UTF8.GetBytes(before + "\"choices\":[{\"index\":0,\"delta\":{");
        _beforeText = [.. _beforeDelta, .. "\"content\":\""u8];
        _afterDelta = Encoding.UTF8.GetBytes("},\"logprobs\":null,\"finish_reason\":null}]" + after);
        _afterText = [.. "\""u8, .. _afterDelta];
        WriteDelta("\"role\":\"assistant\",\"content\":\"\""u8);
    }

    protected override void WriteText(ReadOnlySpan<byte> utf8) => Output.WriteEscaped(_beforeText, utf8, _afterText);

    /// <summary>Under both names: clients know the one or the other.</summary>
    protected override void WriteThinking(ReadOnlySpan<byte> utf8)
    {
        Output.WriteBytes(_beforeDelta);
        Output.WriteEscaped("\"reasoning_content\":\""u8, utf8, "\",\"reasoning\":\""u8);
        Output.WriteEscaped(default, utf8, _afterText);
    }

    protected override void WriteToolCall(ToolCall call)
    {
        Output.WriteBytes(_beforeDelta);
        Output.WriteBytes(Encoding.UTF8.GetBytes($"\"tool_calls\":[{{\"index\":{(_calls++).ToString(CultureInfo.InvariantCulture)},"));
        ChatCompletionJson.WriteToolCall(Output, call);
        Output.WriteBytes("}]"u8);
        Output.WriteBytes(_afterDelta);
    }

    protected override void WriteLogprobs(ReadOnlySpan<byte> json)
    {
        Output.WriteBytes(_beforeDelta);
        Output.WriteBytes("},\"logprobs\":{\"content\":"u8);
        Output.WriteBytes(json);
        Output.WriteBytes(",\"refusal\":null}"u8);
        Output.WriteBytes(_afterDelta.AsSpan("},\"logprobs\":null".Length));
    }

    protected override void WriteEnd(ChatResult result)
    {
        Output.WriteBytes(_beforeDelta);
        Output.WriteBytes("},\"logprobs\":null,\"finish_reason\":"u8);
        Output.WriteBytes(ChatCompletionJson.FinishOf(result.Finish));
        Output.WriteBytes(_afterDelta.AsSpan("},\"logprobs\":null,\"finish_reason\":null".Length));
        if (includeUsage) WriteUsage(result.Usage);
        Output.WriteBytes("data: [DONE]\n\n"u8);
    }

    protected override void WriteError(int status, string code, string message, string? parameter) => OpenAIDoor.WriteErrorEvent(Output, status, code, message, parameter);

    private void WriteUsage(TokenUsage usage)
    {
        Output.WriteBytes(_beforeDelta.AsSpan(0, _beforeDelta.Length - "{\"index\":0,\"delta\":{".Length));
        Output.WriteBytes("],\"usage\":"u8);
        ChatCompletionJson.WriteUsage(Output, usage);
        Output.WriteBytes("}\n\n"u8);
    }

    private void WriteDelta(ReadOnlySpan<byte> members)
    {
        Output.WriteBytes(_beforeDelta);
        Output.WriteBytes(members);
        Output.WriteBytes(_afterDelta);
    }
}
