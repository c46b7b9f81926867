using OllamaNet.Chat.Titles;

namespace OllamaNet.Chat.Tests;

public sealed class TitleTests
{
    [Theory]
    [InlineData("\"Lisbon by tram\"\n", "Lisbon by tram")]
    [InlineData("Title: **Lisbon by tram.**", "Lisbon by tram")]
    [InlineData("\n\n# Lisbon by tram\nA title that says it all", "Lisbon by tram")]
    [InlineData("a\u0007b", "ab")]
    [InlineData("", "")]
    [InlineData("\"\"", "")]
    public void A_title_is_the_first_line_without_decoration(string said, string title) => Assert.Equal(title, Title.Clean(said));

    [Fact]
    public void A_long_question_is_cut_at_a_word()
    {
        var title = Title.FromQuestion(string.Join(' ', Enumerable.Repeat("word", 40)));

        Assert.True(title.Length <= 80);
        Assert.EndsWith("word…", title, StringComparison.Ordinal);
    }

    [Fact]
    public void A_cut_never_halves_a_character()
    {
        var title = Title.FromQuestion(string.Concat(Enumerable.Repeat("😀", 60)));

        Assert.DoesNotContain(title[..^1].EnumerateRunes(), r => r == System.Text.Rune.ReplacementChar);
    }
}
