using OllamaNet.Contracts.Inference;
using OllamaNet.Inference.Doors.Shared;
using OllamaNet.Platform.Http;

namespace OllamaNet.Inference.Doors.Ollama;

/// <summary>Streams an answer in lines of JSON. Those of an Ollama node go through as they came.</summary>
internal sealed class OllamaStream(DoorCall call, bool isChat) : StreamSink(call, OllamaErrors.Filter)
{
    private readonly OllamaLine _line = new(isChat, call.Time);
    private int _calls;

    protected override string ContentType => DoorResponse.NdJson;

    // Clients take every line for a JSON object.
    protected override ReadOnlySpan<byte> KeepAlive => default;

    protected override void WriteBegin() => _line.Begin(Model);

    protected override void WriteText(ReadOnlySpan<byte> utf8) => _line.Text(Output, utf8);

    protected override void WriteThinking(ReadOnlySpan<byte> utf8) => _line.Thinking(Output, utf8);

    protected override void WriteToolCall(ToolCall call) => _line.Call(Output, call, _calls++);

    protected override void WriteLogprobs(ReadOnlySpan<byte> json) => _line.Logprobs(Output, json);

    protected override void WriteEnd(ChatResult result) => _line.End(Output, result);

    protected override void WriteError(int status, string code, string message, string? parameter)
    {
        Output.WriteBytes(CompatibleError.Write(ErrorForm.Ollama, status, code, message, parameter));
        Output.WriteBytes("\n"u8);
    }
}
