using System.Text;
using OllamaNet.Ollama;
using Xunit;

namespace OllamaNet.Inference.Tests.Streams;

public sealed class OllamaChatStreamTests
{
    [Fact]
    public async Task The_last_line_may_do_without_its_end_and_bring_text()
    {
        var answer = new Answer();

        var end = await OllamaChatStream.ReadAsync(Stream("\n  {\"message\":{\"content\":\"a\"},\"done\":false}\r\n{\"message\":{\"content\":\"b\",\"thinking\":null},\"done\":true,\"done_reason\":\"stop\",\"eval_count\":2}"), answer, CancellationToken.None);

        Assert.Equal("ab", answer.Text);
        Assert.Equal(new OllamaChatEnd("stop") { EvalCount = 2 }, end);
    }

    [Theory]
    [InlineData("{\"error\":\"out of memory\"}\n", WireFailure.Reported)]
    [InlineData("", WireFailure.Cut), InlineData("{\"message\":{\"content\":\"a\"},\"done\":false}\n", WireFailure.Cut), InlineData("{\"message\":{\"con", WireFailure.Cut)]
    [InlineData("{}\n", WireFailure.Garbage), InlineData("[]\n", WireFailure.Garbage), InlineData("null\n", WireFailure.Garbage), InlineData("{\"message\":1}\n", WireFailure.Garbage)]
    [InlineData("{\"message\":{\"content\":{}}}\n", WireFailure.Garbage), InlineData("{\"message\":{\"tool_calls\":[{}]}}\n", WireFailure.Garbage), InlineData("{\"done\":true} x\n", WireFailure.Garbage)]
    [InlineData("{\"message\":{\"content\":\"\\udc00\"}}\n", WireFailure.Garbage), InlineData("{\"message\":{\"tool_calls\":{}}}\n", WireFailure.Garbage)]
    public async Task Each_way_to_go_wrong_is_told_apart(string body, WireFailure expected)
    {
        var failure = await Assert.ThrowsAsync<WireException>(() => OllamaChatStream.ReadAsync(Stream(body), new Answer(), CancellationToken.None));

        Assert.Equal(expected, failure.Failure);
    }

    [Fact]
    public async Task No_bytes_whatever_make_it_fail_in_another_way()
    {
        var random = new Random(20261121);
        var pieces = new[] { "{", "}", "[", "]", "\"", ":", ",", "\n", "message", "content", "done", "true", "null", "1e999", "\\u0000", "\\ud83d", "tool_calls", "function", "name", "error", "\u00e4", "data:" };
        for (var i = 0; i < 5000; i++)
        {
            var body = new List<byte>();
            for (var j = random.Next(30); j >= 0; j--)
            {
                if (random.Next(8) == 0) body.Add((byte)random.Next(256));
                else body.AddRange(Encoding.UTF8.GetBytes(random.Next(6) == 0 ? "{\"message\":{\"content\":\"x\"},\"done\":false}\n" : pieces[random.Next(pieces.Length)]));
            }

            try
            {
                await OllamaChatStream.ReadAsync(new MemoryStream([.. body]), new Answer(), CancellationToken.None);
            }
            catch (WireException)
            {
                // The only way that it may fail.
            }
        }
    }

    private static MemoryStream Stream(string body) => new(Encoding.UTF8.GetBytes(body));

    private sealed class Answer : IOllamaAnswer
    {
        public string Text { get; private set; } = "";

        public void Received()
        {
        }

        public void Content(ReadOnlySpan<byte> utf8) => Text += Encoding.UTF8.GetString(utf8);

        public void Thinking(ReadOnlySpan<byte> utf8)
        {
        }

        public void ToolCall(string? id, string name, string arguments)
        {
        }
    }
}
