using System.Text;
using OllamaNet.Contracts.Inference;
using OllamaNet.Inference.Engines.OpenAI;
using OllamaNet.Ollama;
using Xunit;

namespace OllamaNet.Inference.Tests.Streams;

/// <summary>A reader that cannot keep up slows the connection to the engine down instead of filling the memory.</summary>
public sealed class BackPressureTests
{
    private const string Ollama = "{\"message\":{\"content\":\"a\"},\"done\":false}\n{\"message\":{\"content\":\"b\"},\"done\":false}\n";
    private const string OpenAI = "data: {\"choices\":[{\"delta\":{\"content\":\"a\"}}]}\n\ndata: {\"choices\":[{\"delta\":{\"content\":\"b\"}}]}\n\n";

    [Theory, InlineData(Ollama), InlineData(OpenAI)]
    public async Task The_connection_is_read_on_when_what_it_brought_was_taken(string twoTokens)
    {
        var piece = Encoding.UTF8.GetBytes(twoTokens);
        var body = new CountedStream(new ChunkedStream([.. piece, .. piece, .. piece], piece.Length));
        var sink = new SlowSink();
        var reading = twoTokens == Ollama ? (Task)OllamaChatStream.ReadAsync(body, sink, CancellationToken.None) : new OpenAIChatStream(sink).ReadAsync(body, CancellationToken.None);

        for (var reads = 1; reads <= 3; reads++)
        {
            Assert.Equal((reads, reads * 2), (body.Reads, sink.Parts));
            sink.Take();
        }

        Assert.Equal(WireFailure.Cut, (await Assert.ThrowsAsync<WireException>(() => reading)).Failure);
    }

    private sealed class CountedStream(Stream inner) : MemoryStream
    {
        public int Reads { get; private set; }

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            Reads++;
            return inner.ReadAsync(buffer, cancellationToken);
        }
    }

    private sealed class SlowSink : IAnswerSink, IOllamaAnswer
    {
        private TaskCompletionSource _taken = new();

        public int Parts { get; private set; }

        public void Take()
        {
            var before = _taken;
            _taken = new();
            before.SetResult();
        }

        public ValueTask FlushAsync(CancellationToken cancellationToken) => new(_taken.Task);

        public void Started(string node, string model) => Assert.Fail("Engines do not say that.");

        public void Text(ReadOnlySpan<byte> utf8) => Parts++;

        public void Content(ReadOnlySpan<byte> utf8) => Parts++;

        public void Thinking(ReadOnlySpan<byte> utf8) => Assert.Fail("There is none.");

        public void ToolCall(ToolCall call) => Assert.Fail("There is none.");

        public void ToolCall(string? id, string name, string arguments) => Assert.Fail("There is none.");

        public void Received()
        {
        }
    }
}
