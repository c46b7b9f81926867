using System.Diagnostics;
using OllamaNet.Chat.Search;

namespace OllamaNet.Chat.Tests;

public sealed class SnippetTests
{
    [Theory]
    [InlineData("Lisbon has trams", "lisbon", "[Lisbon] has trams")]
    [InlineData("Trams, trams!", "tram", "[Tram]s, [tram]s!")]
    [InlineData("<b>Tram</b>", "tram", "<b>[Tram]</b>")]
    [InlineData("a\nb\ttram", "tram ", "a b [tram]")]
    [InlineData("我想去里斯本旅行", "里斯本", "我想去[里斯本]旅行")]
    [InlineData("one two", "\"one two\"", "[one] [two]")]
    [InlineData("nothing here", "folder:x", "nothing here")]
    public void Hits_are_marked_as_they_are_written(string text, string search, string marked) => Assert.Equal(marked, Marked(text, search));

    [Fact]
    public void A_long_text_is_cut_at_words_around_the_hits_that_stand_together()
    {
        var filler = string.Join(' ', Enumerable.Repeat("filler", 100));

        var marked = Marked($"apple {filler} an apple beside a pear {filler}", "apple pear");

        Assert.StartsWith("… filler", marked, StringComparison.Ordinal);
        Assert.EndsWith("filler …", marked, StringComparison.Ordinal);
        Assert.Contains("an [apple] beside a [pear] filler", marked, StringComparison.Ordinal);
        Assert.InRange(marked.Length, 150, 230);
    }

    [Fact]
    public void A_cut_never_halves_a_character()
    {
        var text = string.Concat(Enumerable.Repeat("😀", 301)) + "tram" + string.Concat(Enumerable.Repeat("😀", 301));

        Assert.DoesNotContain(Marked(text, "tram").EnumerateRunes(), r => r == System.Text.Rune.ReplacementChar);
    }

    [Fact]
    public void A_run_of_letters_without_spaces_is_gone_through_once()
    {
        var text = string.Concat(Enumerable.Repeat("的", 100_000));
        var search = "的 " + string.Join(' ', Enumerable.Range(0, 11).Select(i => char.ConvertFromUtf32(0x4e00 + i)));
        var clock = Stopwatch.StartNew();

        Assert.StartsWith("[的", Marked(text, search), StringComparison.Ordinal);
        Assert.InRange(clock.ElapsedMilliseconds, 0, 2000);
    }

    [Fact]
    public void The_nearest_of_several_parts_comes_first_and_the_longest_of_one_place() =>
        Assert.Equal("一[二三]四[二五二]六[五]", Marked("一二三四二五二六五", "二 二三 五 "));

    private static string Marked(string text, string search)
    {
        Assert.Null(SearchQuery.Parse(search, out var query));
        return string.Concat(Snippet.Of(text, query).Select(p => p.Hit ? $"[{p.Text}]" : p.Text));
    }
}
