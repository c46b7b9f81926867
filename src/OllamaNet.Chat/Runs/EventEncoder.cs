using System.Buffers;
using System.Buffers.Text;
using System.Text;
using System.Text.Encodings.Web;

namespace OllamaNet.Chat.Runs;

/// <summary>Writes events of the AI SDK UI message stream as SSE: <c>id: {messageId}:{number}</c>, <c>data: {json}</c>. Returns the bytes written.</summary>
internal sealed class EventEncoder(Guid messageId, int firstNumber)
{
    private const int MaxNumber = 11;
    private readonly byte[] _id = Encoding.ASCII.GetBytes($"id: {messageId}:");

    public int Control(IBufferWriter<byte> output, int number, ReadOnlySpan<byte> json)
    {
        var span = output.GetSpan(_id.Length + MaxNumber + 16 + json.Length);
        var at = Begin(span, number);
        at += Copy(span, at, json);
        return End(output, span, at);
    }

    public int Part(IBufferWriter<byte> output, int number, ReadOnlySpan<byte> type, short part)
    {
        var span = output.GetSpan(_id.Length + 128);
        var at = BeginPart(span, number, type, part);
        at += Copy(span, at, "}"u8);
        return End(output, span, at);
    }

    public int Delta(IBufferWriter<byte> output, int number, ReadOnlySpan<byte> type, short part, ReadOnlySpan<byte> text)
    {
        // A byte becomes six at most (\u0001).
        var span = output.GetSpan(_id.Length + 128 + (text.Length * 6));
        var at = BeginPart(span, number, type, part);
        at += Copy(span, at, ",\"delta\":\""u8);
        var status = JavaScriptEncoder.UnsafeRelaxedJsonEscaping.EncodeUtf8(text, span[at..], out _, out var escaped);
        if (status != OperationStatus.Done) throw new InvalidOperationException($"Text of an answer cannot be encoded: {status}.");
        at += escaped;
        at += Copy(span, at, "\"}"u8);
        return End(output, span, at);
    }

    public static int Done(IBufferWriter<byte> output)
    {
        var text = "data: [DONE]\n\n"u8;
        text.CopyTo(output.GetSpan(text.Length));
        output.Advance(text.Length);
        return text.Length;
    }

    private int BeginPart(Span<byte> span, int number, ReadOnlySpan<byte> type, short part)
    {
        var at = Begin(span, number);
        at += Copy(span, at, "{\"type\":\""u8);
        at += Copy(span, at, type);
        at += Copy(span, at, "\",\"id\":\""u8);
        Utf8Formatter.TryFormat(part, span[at..], out var digits);
        at += digits;
        at += Copy(span, at, "\""u8);
        return at;
    }

    private int Begin(Span<byte> span, int number)
    {
        var at = Copy(span, 0, _id);
        Utf8Formatter.TryFormat(firstNumber + number, span[at..], out var digits);
        at += digits;
        return at + Copy(span, at, "\ndata: "u8);
    }

    private static int End(IBufferWriter<byte> output, Span<byte> span, int at)
    {
        at += Copy(span, at, "\n\n"u8);
        output.Advance(at);
        return at;
    }

    private static int Copy(Span<byte> span, int at, ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(span[at..]);
        return bytes.Length;
    }
}
