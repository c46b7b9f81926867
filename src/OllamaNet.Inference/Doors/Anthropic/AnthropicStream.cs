using System.Buffers.Text;
using OllamaNet.Contracts.Inference;
using OllamaNet.Inference.Doors.Shared;
using OllamaNet.Platform.Http;

namespace OllamaNet.Inference.Doors.Anthropic;

/// <summary>Streams an answer as Anthropic's events: blocks that begin, grow and end one after the other.</summary>
/// <param name="promptTokens">An estimate, for the first event; the last one has the engine's count.</param>
internal sealed class AnthropicStream(DoorCall call, int promptTokens) : StreamSink(call, AnthropicErrors.Filter)
{
    private Block _block;
    private int _index = -1;

    private enum Block { None, Text, Thinking }

    protected override string ContentType => DoorResponse.EventStream;

    protected override ReadOnlySpan<byte> KeepAlive => "event: ping\ndata: {\"type\":\"ping\"}\n\n"u8;

    protected override void WriteBegin()
    {
        Output.WriteBytes("event: message_start\ndata: {\"type\":\"message_start\",\"message\":{\"id\":"u8);
        Output.WriteJson(ResponseId.New("msg_"));
        Output.WriteBytes(",\"type\":\"message\",\"role\":\"assistant\",\"model\":"u8);
        Output.WriteJson(Model);
        Output.WriteBytes(",\"content\":[],\"stop_reason\":null,\"stop_sequence\":null,\"usage\":{\"input_tokens\":"u8);
        Number(promptTokens);
        Output.WriteBytes(",\"cache_creation_input_tokens\":0,\"cache_read_input_tokens\":0,\"output_tokens\":0}}}\n\n"u8);
        Output.WriteBytes(KeepAlive);
    }

    protected override void WriteText(ReadOnlySpan<byte> utf8)
    {
        if (_block is not Block.Text) Start(Block.Text, "{\"type\":\"text\",\"text\":\"\"}"u8);
        Delta();
        Output.WriteEscaped("{\"type\":\"text_delta\",\"text\":\""u8, utf8, "\"}}\n\n"u8);
    }

    protected override void WriteThinking(ReadOnlySpan<byte> utf8)
    {
        if (_block is not Block.Thinking) Start(Block.Thinking, "{\"type\":\"thinking\",\"thinking\":\"\",\"signature\":\"\"}"u8);
        Delta();
        Output.WriteEscaped("{\"type\":\"thinking_delta\",\"thinking\":\""u8, utf8, "\"}}\n\n"u8);
    }

    protected override void WriteToolCall(ToolCall call)
    {
        Stop();
        _index++;
        Output.WriteBytes("event: content_block_start\ndata: {\"type\":\"content_block_start\",\"index\":"u8);
        Number(_index);
        Output.WriteBytes(",\"content_block\":{\"type\":\"tool_use\",\"id\":"u8);
        Output.WriteJson(AnthropicAnswer.ToolUseId(call));
        Output.WriteBytes(",\"name\":"u8);
        Output.WriteJson(call.Name);
        Output.WriteBytes(",\"input\":{}}}\n\n"u8);
        Delta();
        Output.WriteBytes("{\"type\":\"input_json_delta\",\"partial_json\":"u8);
        Output.WriteJson(AnthropicAnswer.InputOf(call));
        Output.WriteBytes("}}\n\n"u8);
        StopBlock();
    }

    protected override void WriteEnd(ChatResult result)
    {
        Stop();
        Output.WriteBytes("event: message_delta\ndata: {\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\""u8);
        Output.WriteBytes(AnthropicAnswer.StopReason(result));
        Output.WriteBytes("\",\"stop_sequence\":"u8);
        if (result.StopSequence is { } stop) Output.WriteJson(stop);
        else Output.WriteBytes("null"u8);
        Output.WriteBytes("},\"usage\":{\"input_tokens\":"u8);
        Number(result.Usage.PromptTokens ?? promptTokens);
        Output.WriteBytes(",\"output_tokens\":"u8);
        Number(result.Usage.AnswerTokens ?? 0);
        Output.WriteBytes("}}\n\nevent: message_stop\ndata: {\"type\":\"message_stop\"}\n\n"u8);
    }

    protected override void WriteError(int status, string code, string message, string? parameter)
    {
        Output.WriteBytes("event: error\ndata: "u8);
        Output.WriteBytes(CompatibleError.Write(ErrorForm.Anthropic, status, code, message, parameter));
        Output.WriteBytes("\n\n"u8);
    }

    private void Start(Block block, ReadOnlySpan<byte> empty)
    {
        Stop();
        (_block, _index) = (block, _index + 1);
        Output.WriteBytes("event: content_block_start\ndata: {\"type\":\"content_block_start\",\"index\":"u8);
        Number(_index);
        Output.WriteBytes(",\"content_block\":"u8);
        Output.WriteBytes(empty);
        Output.WriteBytes("}\n\n"u8);
    }

    private void Stop()
    {
        if (_block is Block.None) return;
        if (_block is Block.Thinking)
        {
            Delta();
            Output.WriteBytes("{\"type\":\"signature_delta\",\"signature\":\""u8);
            Output.WriteBytes(AnthropicAnswer.Signature);
            Output.WriteBytes("\"}}\n\n"u8);
        }

        _block = Block.None;
        StopBlock();
    }

    private void StopBlock()
    {
        Output.WriteBytes("event: content_block_stop\ndata: {\"type\":\"content_block_stop\",\"index\":"u8);
        Number(_index);
        Output.WriteBytes("}\n\n"u8);
    }

    private void Delta()
    {
        Output.WriteBytes("event: content_block_delta\ndata: {\"type\":\"content_block_delta\",\"index\":"u8);
        Number(_index);
        Output.WriteBytes(",\"delta\":"u8);
    }

    private void Number(int number)
    {
        var span = Output.GetSpan(11);
        Utf8Formatter.TryFormat(number, span, out var written);
        Output.Advance(written);
    }
}
