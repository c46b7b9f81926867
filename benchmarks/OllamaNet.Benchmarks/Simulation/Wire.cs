using System.Diagnostics;

namespace OllamaNet.Benchmarks.Simulation;

/// <summary>Ollama's lines, each in a chunk of HTTP. A token tells when it was sent and its number: <c>t=81726354,17 </c>.</summary>
internal static class Wire
{
    private static readonly ChunkBuffer Buffer = new();

    public static ReadOnlySpan<byte> StreamHeaders => "HTTP/1.1 200 OK\r\nContent-Type: application/x-ndjson\r\nTransfer-Encoding: chunked\r\n\r\n"u8;

    public static ReadOnlySpan<byte> Token(int number)
    {
        Begin();
        Buffer.Put("\"message\":{\"role\":\"assistant\",\"content\":\"t="u8);
        Buffer.Put(Stopwatch.GetTimestamp());
        Buffer.Put(","u8);
        Buffer.Put(number);
        Buffer.Put(" \"},\"done\":false}\n"u8);
        return Buffer.Chunk();
    }

    public static ReadOnlySpan<byte> Text(ReadOnlySpan<byte> text)
    {
        Begin();
        Buffer.Put("\"message\":{\"role\":\"assistant\",\"content\":\""u8);
        Buffer.Put(text);
        Buffer.Put("\"},\"done\":false}\n"u8);
        return Buffer.Chunk();
    }

    public static ReadOnlySpan<byte> End(int tokens)
    {
        Begin();
        Buffer.Put("\"message\":{\"role\":\"assistant\",\"content\":\"\"},\"done\":true,\"done_reason\":\"stop\",\"total_duration\":1000000,\"prompt_eval_count\":10,\"eval_count\":"u8);
        Buffer.Put(tokens);
        Buffer.Put("}\n"u8);
        return Buffer.LastChunk();
    }

    private static void Begin()
    {
        Buffer.Begin();
        Buffer.Put("{\"model\":\"bench\",\"created_at\":\"2026-01-01T00:00:00.000000Z\","u8);
    }
}
