using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using OllamaNet.Ollama;

namespace OllamaNet.Inference.Engines;

/// <summary>A request that is Ollama's already, and its answer: both go through as they came, but for the model's name and the window.</summary>
internal static class OllamaRelay
{
    public static string PathOf(WireProtocol protocol) => protocol is WireProtocol.OllamaGenerate ? "api/generate" : "api/chat";

    /// <summary>The answer is always asked for in lines: an answer in one piece would look like silence until its end.</summary>
    public static WireContent Content(WireRequest wire, string upstream, int numCtx)
    {
        var options = OptionsWithWindow(wire.Body.Span, numCtx);
        var members = new List<(string, byte[])>(3) { ("model", JsonSerializer.SerializeToUtf8Bytes(upstream)) };
        if (options is not null) members.Add(("options", options));
        if (!wire.Stream) members.Add(("stream", "true"u8.ToArray()));
        return new(wire.Body, [.. members]);
    }

    /// <returns>Null when the client names a window itself.</returns>
    private static byte[]? OptionsWithWindow(ReadOnlySpan<byte> body, int numCtx)
    {
        var window = Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{{\"num_ctx\":{numCtx}"));
        var reader = new Utf8JsonReader(body);
        reader.Read();
        while (reader.Read() && reader.TokenType is JsonTokenType.PropertyName)
        {
            var found = reader.ValueTextEquals("options"u8);
            reader.Read();
            if (found && reader.TokenType is JsonTokenType.StartObject) return OptionsWithWindow(ref reader, window);
            if (found) break;
            reader.Skip();
        }

        return [.. window, (byte)'}'];
    }

    private static byte[]? OptionsWithWindow(ref Utf8JsonReader reader, byte[] window)
    {
        var given = JsonElement.ParseValue(ref reader);
        if (given.TryGetProperty("num_ctx"u8, out var own) && own.ValueKind is not JsonValueKind.Null) return null;

        var options = new ArrayBufferWriter<byte>(256);
        options.Write(window);
        foreach (var option in given.EnumerateObject().Where(o => !o.NameEquals("num_ctx"u8)))
        {
            options.Write(","u8);
            options.Write(JsonSerializer.SerializeToUtf8Bytes(option.Name));
            options.Write(":"u8);
            options.Write(Encoding.UTF8.GetBytes(option.Value.GetRawText()));
        }

        options.Write("}"u8);
        return options.WrittenSpan.ToArray();
    }
}

/// <summary>Hands lines on; where the node calls the model otherwise than its users do, the users' name is put in.</summary>
internal sealed class OllamaRelayLines : IOllamaLines
{
    private readonly IWireSink _sink;
    private readonly byte[]? _name;
    private ArrayBufferWriter<byte>? _renamed;

    public OllamaRelayLines(IWireSink sink, string name, string upstream)
    {
        _sink = sink;
        if (name != upstream) _name = JsonSerializer.SerializeToUtf8Bytes(name);
    }

    public void Line(ReadOnlySpan<byte> line)
    {
        if (_name is null) _sink.Wire(line);
        else _sink.Wire(Rename(line, _name));
    }

    public ValueTask FlushAsync(CancellationToken cancellationToken) => _sink.FlushAsync(cancellationToken);

    private ReadOnlySpan<byte> Rename(ReadOnlySpan<byte> line, ReadOnlySpan<byte> name)
    {
        if (line.Length < 2) return line;
        var reader = new Utf8JsonReader(line);
        reader.Read();
        while (reader.Read() && reader.TokenType is JsonTokenType.PropertyName)
        {
            var found = reader.ValueTextEquals("model"u8);
            reader.Read();
            if (!found)
            {
                reader.Skip();
                continue;
            }

            _renamed ??= new(line.Length + name.Length);
            _renamed.ResetWrittenCount();
            _renamed.Write(line[..(int)reader.TokenStartIndex]);
            _renamed.Write(name);
            _renamed.Write(line[(int)reader.BytesConsumed..]);
            return _renamed.WrittenSpan;
        }

        return line;
    }
}
