using System.Text;
using OllamaNet.Contracts.Inference;
using OllamaNet.Inference.Engines.OpenAI;
using OllamaNet.Ollama;
using Xunit;

namespace OllamaNet.Inference.Tests.Streams;

/// <summary>The path of a token allocates nothing: what a long stream costs must not grow with its length.</summary>
public sealed class AllocationTests
{
    // A byte per token is the limit: any object is at least 24. What there is, is per buffer, and in builds for debugging only.
    private const int Tokens = 20_000;

    [Fact]
    public async Task Reading_Ollamas_stream_allocates_nothing_per_token()
    {
        var stream = Stream("""{"model":"m","created_at":"2026-01-01T00:00:00.123456789Z","message":{"role":"assistant","content":" w\u00f6rd \"quoted\""},"done":false}""", """{"done":true,"done_reason":"stop"}""");
        var sink = new CountingSink();

        var bytes = await MeasureAsync(() => OllamaChatStream.ReadAsync(new MemoryStream(stream), sink, CancellationToken.None), sink);

        Assert.InRange(bytes, 0, Tokens);
        Assert.InRange(sink.Flushes, 1, Tokens / 10);
    }

    [Fact]
    public async Task Reading_OpenAIs_stream_allocates_nothing_per_token()
    {
        var stream = Stream("data: " + """{"id":"x","object":"chat.completion.chunk","choices":[{"index":0,"delta":{"content":" w\u00f6rd"},"logprobs":null,"finish_reason":null}]}""" + "\n", "data: " + """{"choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}""" + "\n\ndata: [DONE]");
        var sink = new CountingSink();

        var bytes = await MeasureAsync(async () =>
        {
            using var reader = new OpenAIChatStream(sink);
            return await reader.ReadAsync(new MemoryStream(stream), CancellationToken.None);
        }, sink);

        Assert.InRange(bytes, 0, Tokens);
        Assert.InRange(sink.Flushes, 1, Tokens / 10);
    }

    private static byte[] Stream(string token, string end)
    {
        var text = new StringBuilder();
        for (var i = 0; i < Tokens; i++) text.Append(token).Append('\n');
        return Encoding.UTF8.GetBytes(text.Append(end).Append('\n').ToString());
    }

    /// <summary>Everything runs on this thread: the stream never has to wait.</summary>
    private static async Task<long> MeasureAsync<T>(Func<Task<T>> read, CountingSink sink)
    {
        for (var i = 0; i < 3; i++) await read();
        sink.Parts = sink.Flushes = 0;
        var thread = Environment.CurrentManagedThreadId;
        var before = GC.GetAllocatedBytesForCurrentThread();
        await read();
        var after = GC.GetAllocatedBytesForCurrentThread();

        Assert.Equal(thread, Environment.CurrentManagedThreadId);
        Assert.Equal(Tokens, sink.Parts);
        return after - before;
    }

    private sealed class CountingSink : IAnswerSink, IOllamaAnswer
    {
        public int Parts { get; set; }

        public int Flushes { get; set; }

        public void Started(string node, string model) => Assert.Fail("Engines do not say that.");

        public void Text(ReadOnlySpan<byte> utf8) => Parts++;

        public void Content(ReadOnlySpan<byte> utf8) => Parts++;

        public void Thinking(ReadOnlySpan<byte> utf8) => Assert.Fail("There is none.");

        public void ToolCall(ToolCall call) => Assert.Fail("There is none.");

        public void ToolCall(string? id, string name, string arguments) => Assert.Fail("There is none.");

        public void Received()
        {
        }

        public ValueTask FlushAsync(CancellationToken cancellationToken)
        {
            Flushes++;
            return ValueTask.CompletedTask;
        }
    }
}
