using System.Globalization;
using System.Text;
using OllamaNet.Contracts.Inference;
using OllamaNet.Inference.Doors.Shared;

namespace OllamaNet.Inference.Doors.OpenAI;

/// <summary>Streams <c>text_completion</c> events.</summary>
internal sealed class CompletionSink(DoorCall call, bool includeUsage) : StreamSink(call, OpenAIDoor.Errors)
{
    private readonly string _id = ResponseId.New("cmpl-");
    private readonly long _created = call.Begun.ToUnixTimeSeconds();
    private byte[] _head = [];
    private byte[] _before = [];
    private byte[] _after = [];

    protected override string ContentType => DoorResponse.EventStream;

    protected override ReadOnlySpan<byte> KeepAlive => ": keep-alive\n\n"u8;

    protected override void WriteBegin()
    {
        _head = Encoding.UTF8.GetBytes($$"""data: {"id":"{{_id}}","object":"text_completion","created":{{_created.ToString(CultureInfo.InvariantCulture)}},"model":{{Encoding.UTF8.GetString(Utf8Text.Json(Model))}},"system_fingerprint":null,"choices":[""");
        _before = [.. _head, .. "{\"index\":0,\"text\":\""u8];
        _after = [.. "\",\"logprobs\":null,\"finish_reason\":null}]"u8, .. includeUsage ? ",\"usage\":null}\n\n"u8 : "}\n\n"u8];
    }

    protected override void WriteText(ReadOnlySpan<byte> utf8) => Output.WriteEscaped(_before, utf8, _after);

    /// <summary>This API has no place for it.</summary>
    protected override void WriteThinking(ReadOnlySpan<byte> utf8)
    {
    }

    protected override void WriteToolCall(ToolCall call)
    {
    }

    protected override void WriteEnd(ChatResult result)
    {
        Output.WriteBytes(_before);
        Output.WriteBytes("\",\"logprobs\":null,\"finish_reason\":"u8);
        Output.WriteBytes(ChatCompletionJson.FinishOf(result.Finish));
        Output.WriteBytes(includeUsage ? "}],\"usage\":null}\n\n"u8 : "}]}\n\n"u8);
        if (includeUsage)
        {
            Output.WriteBytes(_head);
            Output.WriteBytes("],\"usage\":"u8);
            ChatCompletionJson.WriteUsage(Output, result.Usage);
            Output.WriteBytes("}\n\n"u8);
        }

        Output.WriteBytes("data: [DONE]\n\n"u8);
    }

    protected override void WriteError(int status, string code, string message, string? parameter) => OpenAIDoor.WriteErrorEvent(Output, status, code, message, parameter);
}
