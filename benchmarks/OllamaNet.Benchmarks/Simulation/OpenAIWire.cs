using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace OllamaNet.Benchmarks.Simulation;

/// <summary>The events of OpenAI's API, each in a chunk of HTTP, with the same tokens as <see cref="Wire"/>.</summary>
internal static class OpenAIWire
{
    private const string Answer = """{"id":"chatcmpl-bench","object":"chat.completion","created":1767225600,"model":"relay-once","choices":[{"index":0,"message":{"role":"assistant","content":"The tide."},"finish_reason":"stop"}],"usage":{"prompt_tokens":10,"completion_tokens":3,"total_tokens":13}}""";

    private static readonly ChunkBuffer Buffer = new();

    public static ReadOnlySpan<byte> StreamHeaders => "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n"u8;

    /// <summary>An answer that does not stream.</summary>
    public static byte[] Whole { get; } =
        Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {Answer.Length}\r\n\r\n{Answer}"));

    public static ReadOnlySpan<byte> Token(int number)
    {
        Begin();
        Buffer.Put("{\"content\":\"t="u8);
        Buffer.Put(Stopwatch.GetTimestamp());
        Buffer.Put(","u8);
        Buffer.Put(number);
        Buffer.Put(" \"},\"finish_reason\":null}]}\n\n"u8);
        return Buffer.Chunk();
    }

    public static ReadOnlySpan<byte> Text(ReadOnlySpan<byte> text)
    {
        Begin();
        Buffer.Put("{\"content\":\""u8);
        Buffer.Put(text);
        Buffer.Put("\"},\"finish_reason\":null}]}\n\n"u8);
        return Buffer.Chunk();
    }

    public static ReadOnlySpan<byte> End(int tokens)
    {
        Begin();
        Buffer.Put("{},\"finish_reason\":\"stop\"}]}\n\n"u8);
        Buffer.Put("data: {\"id\":\"chatcmpl-bench\",\"object\":\"chat.completion.chunk\",\"created\":1767225600,\"model\":\"relay\",\"choices\":[],\"usage\":{\"prompt_tokens\":10,\"completion_tokens\":"u8);
        Buffer.Put(tokens);
        Buffer.Put("}}\n\ndata: [DONE]\n\n"u8);
        return Buffer.LastChunk();
    }

    private static void Begin()
    {
        Buffer.Begin();
        Buffer.Put("data: {\"id\":\"chatcmpl-bench\",\"object\":\"chat.completion.chunk\",\"created\":1767225600,\"model\":\"relay\",\"choices\":[{\"index\":0,\"delta\":"u8);
    }
}
