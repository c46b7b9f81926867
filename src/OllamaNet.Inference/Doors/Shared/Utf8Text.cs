using System.Buffers;
using System.Buffers.Text;
using System.Text;
using System.Text.Encodings.Web;

namespace OllamaNet.Inference.Doors.Shared;

/// <summary>Writes bytes and JSON text into a buffer; nothing is allocated.</summary>
internal static class Utf8Text
{
    /// <summary>A byte becomes six at most (<c>\u0001</c>).</summary>
    private const int Expansion = 6;

    public static void WriteBytes(this IBufferWriter<byte> output, ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(output.GetSpan(bytes.Length));
        output.Advance(bytes.Length);
    }

    /// <summary>Writes <paramref name="before"/>, the text as the inside of a JSON string, and <paramref name="after"/>.</summary>
    public static void WriteEscaped(this IBufferWriter<byte> output, ReadOnlySpan<byte> before, ReadOnlySpan<byte> text, ReadOnlySpan<byte> after)
    {
        var span = output.GetSpan(before.Length + (text.Length * Expansion) + after.Length);
        before.CopyTo(span);
        var at = before.Length;
        // The whole text at once in the common case: the encoder finds out fast that there is nothing to do.
        var first = JavaScriptEncoder.UnsafeRelaxedJsonEscaping.FindFirstCharacterToEncodeUtf8(text);
        if (first < 0)
        {
            text.CopyTo(span[at..]);
            at += text.Length;
        }
        else
        {
            var status = JavaScriptEncoder.UnsafeRelaxedJsonEscaping.EncodeUtf8(text, span[at..], out _, out var written);
            if (status != OperationStatus.Done) throw new InvalidOperationException($"Text of an answer cannot be encoded: {status}.");
            at += written;
        }

        after.CopyTo(span[at..]);
        output.Advance(at + after.Length);
    }

    public static void WriteNumber(this IBufferWriter<byte> output, long number)
    {
        Utf8Formatter.TryFormat(number, output.GetSpan(20), out var written);
        output.Advance(written);
    }

    /// <summary>A JSON string, its quotes included.</summary>
    public static void WriteJson(this IBufferWriter<byte> output, string text) => output.WriteEscaped("\""u8, Encoding.UTF8.GetBytes(text), "\""u8);

    /// <summary>A JSON string, its quotes included.</summary>
    public static byte[] Json(string text)
    {
        var buffer = new ArrayBufferWriter<byte>(text.Length + 16);
        buffer.WriteJson(text);
        return buffer.WrittenSpan.ToArray();
    }
}
