using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using OllamaNet.Contracts.Inference;
using OllamaNet.Inference.Doors.Shared;

namespace OllamaNet.Inference.Doors.OpenAI.Responses;

/// <summary>Streams the events of a response: each item is announced, filled and closed, and the whole stands in the last event.</summary>
internal sealed class ResponseEventSink : StreamSink
{
    private readonly DoorCall _call;
    private readonly ResponseQuestion _question;
    private readonly ResponseOutput _output;
    private OutputItem? _open;
    private byte[] _beforeDelta = [];
    private byte[] _final = [];
    private bool _created;
    private int _number;

    public ResponseEventSink(DoorCall call, ResponseQuestion question) : base(call, OpenAIDoor.Errors) =>
        (_call, _question, _output) = (call, question, new(call));

    public static JsonWriterOptions Writing => new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    protected override string ContentType => DoorResponse.EventStream;

    protected override ReadOnlySpan<byte> KeepAlive => ": keep-alive\n\n"u8;

    /// <summary>The whole response, which the last event brings; it is kept before that is sent, so that the next request finds it.</summary>
    public byte[] Complete(ChatResult result) => _final = ResponseEndpoints.Whole(_question, _call, _output.Items, result);

    protected override void WriteBegin()
    {
        _created = true;
        WriteResponse("response.created", result: null);
        WriteResponse("response.in_progress", result: null);
    }

    protected override void WriteText(ReadOnlySpan<byte> utf8) => WriteDelta(OutputKind.Message, utf8, ",\"logprobs\":[],\"sequence_number\":"u8);

    protected override void WriteThinking(ReadOnlySpan<byte> utf8) => WriteDelta(OutputKind.Reasoning, utf8, ",\"sequence_number\":"u8);

    protected override void WriteLogprobs(ReadOnlySpan<byte> json) => _output.Logprobs(json);

    protected override void WriteToolCall(ToolCall call)
    {
        Close();
        _output.ToolCall(call);
        var item = _output.Items[^1];
        Announce(item);
        Event("response.function_call_arguments.delta", item, json => json.WriteString("delta"u8, call.Arguments));
        Event("response.function_call_arguments.done", item, json =>
        {
            json.WriteString("name"u8, call.Name);
            json.WriteString("arguments"u8, call.Arguments);
        });
        EndItem(item);
    }

    protected override void WriteEnd(ChatResult result)
    {
        Close();
        Event(result.Finish is FinishReason.Length ? "response.incomplete" : "response.completed", json =>
        {
            json.WritePropertyName("response"u8);
            json.WriteRawValue(_final, skipInputValidation: true);
        });
    }

    protected override void WriteError(int status, string code, string message, string? parameter)
    {
        if (!_created) WriteBegin();
        Event("response.failed", json =>
        {
            json.WritePropertyName("response"u8);
            ResponseJson.Write(json, _question, _call, _output.Items, result: null, (code, message));
        });
    }

    private void WriteDelta(OutputKind kind, ReadOnlySpan<byte> utf8, ReadOnlySpan<byte> after)
    {
        if (_open?.Kind != kind) Open(kind);
        _open!.Text.Write(utf8);
        Output.WriteEscaped(_beforeDelta, utf8, "\""u8);
        Output.WriteBytes(after);
        Output.WriteNumber(_number++);
        Output.WriteBytes("}\n\n"u8);
    }

    private void Open(OutputKind kind)
    {
        Close();
        var item = _open = _output.Current(kind);
        Announce(item);
        var isText = kind is OutputKind.Message;
        Event(isText ? "response.content_part.added" : "response.reasoning_summary_part.added", item, json =>
        {
            json.WriteNumber(isText ? "content_index"u8 : "summary_index"u8, 0);
            json.WritePropertyName("part"u8);
            if (isText) ResponseJson.WriteText(json, item: null);
            else ResponseJson.WriteSummary(json, default);
        });
        var (type, index) = isText ? ("response.output_text.delta", "content_index") : ("response.reasoning_summary_text.delta", "summary_index");
        _beforeDelta = Encoding.UTF8.GetBytes($$"""event: {{type}}{{"\n"}}data: {"type":"{{type}}","item_id":"{{item.Id}}","output_index":{{_output.Items.Count - 1}},"{{index}}":0,"delta":" """.TrimEnd(' '));
    }

    /// <summary>What was being said or thought is complete.</summary>
    private void Close()
    {
        if (_open is not { } item) return;
        _open = null;
        var isText = item.Kind is OutputKind.Message;
        Event(isText ? "response.output_text.done" : "response.reasoning_summary_text.done", item, json =>
        {
            json.WriteNumber(isText ? "content_index"u8 : "summary_index"u8, 0);
            json.WriteString("text"u8, item.Text.WrittenSpan);
            if (!isText) return;
            json.WriteStartArray("logprobs"u8);
            if (item.Logprobs is { } logprobs) json.WriteRawValue(logprobs.WrittenSpan, skipInputValidation: true);
            json.WriteEndArray();
        });
        Event(isText ? "response.content_part.done" : "response.reasoning_summary_part.done", item, json =>
        {
            json.WriteNumber(isText ? "content_index"u8 : "summary_index"u8, 0);
            json.WritePropertyName("part"u8);
            if (isText) ResponseJson.WriteText(json, item);
            else ResponseJson.WriteSummary(json, item.Text.WrittenSpan);
        });
        EndItem(item);
    }

    private void Announce(OutputItem item) => WriteItem("response.output_item.added", item, done: false);

    private void EndItem(OutputItem item) => WriteItem("response.output_item.done", item, done: true);

    private void WriteItem(string type, OutputItem item, bool done) => Event(type, json =>
    {
        json.WriteNumber("output_index"u8, _output.Items.Count - 1);
        json.WritePropertyName("item"u8);
        ResponseJson.WriteItem(json, item, done);
    });

    private void WriteResponse(string type, ChatResult? result) => Event(type, json =>
    {
        json.WritePropertyName("response"u8);
        ResponseJson.Write(json, _question, _call, _output.Items, result);
    });

    private void Event(string type, OutputItem item, Action<Utf8JsonWriter> write) => Event(type, json =>
    {
        json.WriteString("item_id"u8, item.Id);
        json.WriteNumber("output_index"u8, _output.Items.Count - 1);
        write(json);
    });

    private void Event(string type, Action<Utf8JsonWriter> write)
    {
        Output.WriteBytes("event: "u8);
        Output.WriteBytes(Encoding.ASCII.GetBytes(type));
        Output.WriteBytes("\ndata: "u8);
        using (var json = new Utf8JsonWriter(Output, Writing))
        {
            json.WriteStartObject();
            json.WriteString("type"u8, type);
            json.WriteNumber("sequence_number"u8, _number++);
            write(json);
            json.WriteEndObject();
        }

        Output.WriteBytes("\n\n"u8);
    }
}
