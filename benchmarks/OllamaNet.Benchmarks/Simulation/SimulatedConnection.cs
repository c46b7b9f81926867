using System.Buffers.Text;
using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using System.Text;
using OllamaNet.Benchmarks.Sockets;

namespace OllamaNet.Benchmarks.Simulation;

/// <summary>One connection to the simulator; requests come one after the other.</summary>
internal sealed class SimulatedConnection(EventLoop loop, EngineSimulator simulator, Socket socket) : IReadable
{
    private const string Details = """{"format":"gguf","family":"bench","families":["bench"],"parameter_size":"1B","quantization_level":"Q8_0"}""";

    private static readonly byte[] Paragraph = Encoding.ASCII.GetBytes(string.Join(' ', Enumerable.Repeat("The tide comes in twice a day and leaves again, and nobody on the pier has ever asked it to hurry.", 3)));

    private readonly int _descriptor = (int)socket.Handle;
    private byte[] _request = new byte[16 * 1024];
    private int _length;
    private StreamingAnswer? _answer;

    public void Readable()
    {
        if (_length == _request.Length) Array.Resize(ref _request, _length * 2);
        var read = Libc.Receive(_descriptor, _request.AsSpan(_length));
        if (read < 0) return;
        if (read == 0)
        {
            Close();
            return;
        }

        _length += read;
        var request = _request.AsSpan(0, _length);
        var head = request.IndexOf("\r\n\r\n"u8);
        if (head < 0 || request.Length < head + 4 + ContentLength(request[..head])) return;

        _length = 0;
        Answer(request[..head], request[(head + 4)..]);
    }

    private void Answer(ReadOnlySpan<byte> head, ReadOnlySpan<byte> body)
    {
        var path = head[(head.IndexOf((byte)' ') + 1)..];
        if (path.StartsWith("/v1/chat/completions"u8)) ChatCompletion(body);
        else if (path.StartsWith("/v1/models"u8)) Reply("""{"object":"list","data":[{"id":"relay","object":"model"},{"id":"relay-once","object":"model"}]}""");
        else if (path.StartsWith("/api/chat"u8)) Chat(body);
        else if (path.StartsWith("/api/version"u8)) Reply("""{"version":"0.13.0"}""");
        else if (path.StartsWith("/api/tags"u8)) Reply($$"""{"models":[{{Model("stream")}},{{Model("once")}}]}""");
        else if (path.StartsWith("/api/show"u8)) Reply($$"""{"capabilities":["completion"],"model_info":{"general.architecture":"bench","bench.context_length":131072},"details":{{Details}} }""");
        else Reply("""{"models":[]}""");
    }

    private void Chat(ReadOnlySpan<byte> body)
    {
        Libc.Send(_descriptor, Wire.StreamHeaders);
        if (body.IndexOf("\"model\":\"stream\""u8) >= 0)
        {
            simulator.Carousel.Add(_answer = new StreamingAnswer(simulator, _descriptor, Wire.Token, Wire.End));
            return;
        }

        Libc.Send(_descriptor, Wire.Token(0));
        Libc.Send(_descriptor, Wire.Text(Paragraph));
        Libc.Send(_descriptor, Wire.End(2));
    }

    private void ChatCompletion(ReadOnlySpan<byte> body)
    {
        if (body.IndexOf("\"stream\":true"u8) < 0)
        {
            Libc.Send(_descriptor, OpenAIWire.Whole);
            return;
        }

        Libc.Send(_descriptor, OpenAIWire.StreamHeaders);
        if (body.IndexOf("\"model\":\"relay\""u8) >= 0)
        {
            simulator.Carousel.Add(_answer = new StreamingAnswer(simulator, _descriptor, OpenAIWire.Token, OpenAIWire.End));
            return;
        }

        Libc.Send(_descriptor, OpenAIWire.Token(0));
        Libc.Send(_descriptor, OpenAIWire.Text(Paragraph));
        Libc.Send(_descriptor, OpenAIWire.End(2));
    }

    private void Reply(string json) => Libc.Send(_descriptor, Encoding.ASCII.GetBytes(
        $"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {json.Length.ToString(CultureInfo.InvariantCulture)}\r\n\r\n{json}"));

    private void Close()
    {
        if (_answer is { Ended: false })
        {
            simulator.LastLeft = Stopwatch.GetTimestamp();
            simulator.Carousel.Remove(_answer);
        }

        loop.Forget(socket);
        socket.Dispose();
    }

    private static string Model(string name) =>
        $$"""{"name":"{{name}}","model":"{{name}}","modified_at":"2026-01-01T00:00:00Z","size":1000000,"digest":"{{name}}","details":{{Details}} }""";

    private static int ContentLength(ReadOnlySpan<byte> head)
    {
        var at = head.IndexOf("Content-Length: "u8);
        return at >= 0 && Utf8Parser.TryParse(head[(at + 16)..], out int length, out _) ? length : 0;
    }
}
