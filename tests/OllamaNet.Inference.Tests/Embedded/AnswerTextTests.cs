using System.Text;
using OllamaNet.Inference.Embedded.Worker;
using Xunit;

namespace OllamaNet.Inference.Tests.Embedded;

public sealed class AnswerTextTests
{
    [Fact]
    public void A_character_is_shown_when_it_is_whole()
    {
        var parts = Feed([], [0xF0, 0x9F], [0x99, 0x82], [0x41]);

        Assert.Equal(["", "🙂", "A"], parts);
    }

    [Fact]
    public void Bytes_that_no_character_has_become_the_replacement_character()
    {
        var parts = Feed([], [0x41, 0xFF, 0x42], [0xC3], [0x28]);

        Assert.Equal("A\uFFFDB\uFFFD(", string.Concat(parts));
    }

    [Fact]
    public void Half_a_character_at_the_end_is_dropped()
    {
        var text = new AnswerText([]);
        text.Append([0x41, 0xE2, 0x82]);
        text.Complete();

        Assert.Equal("A", Encoding.UTF8.GetString(text.Ready));
    }

    [Fact]
    public void What_may_become_a_stop_word_waits_until_it_is_known()
    {
        var parts = Feed(["STOP"], "ab S"u8.ToArray(), "TO"u8.ToArray(), "AST"u8.ToArray(), "!"u8.ToArray());

        Assert.Equal(["ab ", "", "STOA", "ST!"], parts);
    }

    [Fact]
    public void The_first_stop_word_counts()
    {
        var text = new AnswerText(["later", "end"]);
        text.Append("the end, later"u8);

        Assert.True(text.Stopped);
        Assert.Equal("the ", Encoding.UTF8.GetString(text.Ready));
    }

    [Fact]
    public void A_beginning_of_a_stop_word_is_shown_when_the_answer_is_over()
    {
        var text = new AnswerText(["STOP"]);
        text.Append("ab STO"u8);
        text.Taken();
        text.Complete();

        Assert.Equal("STO", Encoding.UTF8.GetString(text.Ready));
    }

    [Fact]
    public void A_long_text_in_single_bytes_arrives_whole()
    {
        var expected = string.Concat(Enumerable.Repeat("Grüße aus 日本 🙂. ", 300));

        var parts = Feed(["never"], [.. Encoding.UTF8.GetBytes(expected).Select(b => new[] { b })]);

        Assert.Equal(expected, string.Concat(parts));
    }

    private static List<string> Feed(string[] stops, params byte[][] tokens)
    {
        var text = new AnswerText(stops);
        var parts = new List<string>();
        foreach (var token in tokens)
        {
            text.Append(token);
            parts.Add(Encoding.UTF8.GetString(text.Ready));
            text.Taken();
        }
        return parts;
    }
}
