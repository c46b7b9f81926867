using System.Text;
using OllamaNet.Ollama;
using Xunit;

namespace OllamaNet.Inference.Tests.Streams;

public sealed class LineReaderTests
{
    [Theory, InlineData(1), InlineData(2), InlineData(7), InlineData(100_000)]
    public async Task Lines_are_the_same_however_the_bytes_arrive(int chunk)
    {
        var longLine = new string('x', 70_000);
        var text = $"first\r\n\n{longLine}\nzwölf 😀\n\r\nlast without end";
        using var reader = new LineReader(new ChunkedStream(Encoding.UTF8.GetBytes(text), chunk));

        var lines = new List<(string, bool)>();
        while (await reader.ReadAsync(CancellationToken.None)) lines.Add((Encoding.UTF8.GetString(reader.Line.Span), reader.IsComplete));

        Assert.Equal([("first", true), ("", true), (longLine, true), ("zwölf 😀", true), ("", true), ("last without end", false)], lines);
    }

    [Fact]
    public async Task A_line_over_the_limit_is_an_error()
    {
        using var reader = new LineReader(new ChunkedStream(new byte[100_000], 10_000), longestLine: 50_000);

        var failure = await Assert.ThrowsAsync<WireException>(() => reader.ReadAsync(CancellationToken.None).AsTask());

        Assert.Equal(WireFailure.TooLong, failure.Failure);
    }

    [Fact]
    public async Task Nothing_has_no_lines()
    {
        using var reader = new LineReader(Stream.Null);

        Assert.False(await reader.ReadAsync(CancellationToken.None));
    }
}
