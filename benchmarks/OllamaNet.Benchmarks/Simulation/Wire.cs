using System.Buffers.Text;
using System.Diagnostics;

namespace OllamaNet.Benchmarks.Simulation;

/// <summary>Ollama's lines, each in a chunk of HTTP. A token tells when it was sent and its number: <c>t=81726354,17 </c>.</summary>
internal static class Wire
{
    public static ReadOnlySpan<byte> StreamHeaders => "HTTP/1.1 200 OK\r\nContent-Type: application/x-ndjson\r\nTransfer-Encoding: chunked\r\n\r\n"u8;

    private const int ChunkHeader = 5;
    private static readonly byte[] Buffer = new byte[4096]; // all answers live on one thread

    public static ReadOnlySpan<byte> Token(int number)
    {
        var at = Begin("\"message\":{\"role\":\"assistant\",\"content\":\"t="u8);
        at += Number(at, Stopwatch.GetTimestamp());
        at += Put(at, ","u8);
        at += Number(at, number);
        at += Put(at, " \"},\"done\":false}\n"u8);
        return Chunk(at);
    }

    public static ReadOnlySpan<byte> Text(ReadOnlySpan<byte> text)
    {
        var at = Begin("\"message\":{\"role\":\"assistant\",\"content\":\""u8);
        at += Put(at, text);
        at += Put(at, "\"},\"done\":false}\n"u8);
        return Chunk(at);
    }

    public static ReadOnlySpan<byte> End(int tokens)
    {
        var at = Begin("\"message\":{\"role\":\"assistant\",\"content\":\"\"},\"done\":true,\"done_reason\":\"stop\",\"total_duration\":1000000,\"prompt_eval_count\":10,\"eval_count\":"u8);
        at += Number(at, tokens);
        at += Put(at, "}\n"u8);
        var length = Chunk(at).Length;
        return Buffer.AsSpan(0, length + Put(length, "0\r\n\r\n"u8));
    }

    private static int Begin(ReadOnlySpan<byte> rest)
    {
        var at = ChunkHeader + Put(ChunkHeader, "{\"model\":\"bench\",\"created_at\":\"2026-01-01T00:00:00.000000Z\","u8);
        return at + Put(at, rest);
    }

    private static ReadOnlySpan<byte> Chunk(int at)
    {
        var length = at - ChunkHeader;
        for (var digit = 2; digit >= 0; digit--, length >>= 4) Buffer[digit] = "0123456789abcdef"u8[length & 15];
        Put(3, "\r\n"u8);
        return Buffer.AsSpan(0, at + Put(at, "\r\n"u8));
    }

    private static int Put(int at, ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(Buffer.AsSpan(at));
        return bytes.Length;
    }

    private static int Number(int at, long value)
    {
        Utf8Formatter.TryFormat(value, Buffer.AsSpan(at), out var digits);
        return digits;
    }
}
