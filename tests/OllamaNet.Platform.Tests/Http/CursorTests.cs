using OllamaNet.Platform.Http;
using Xunit;

namespace OllamaNet.Platform.Tests.Http;

public sealed class CursorTests
{
    [Fact]
    public void A_cursor_comes_back_as_it_went()
    {
        var (time, id) = (new DateTimeOffset(2026, 5, 4, 3, 2, 1, TimeSpan.Zero).AddTicks(7), Guid.CreateVersion7());

        Assert.True(Cursor.TryParse(Cursor.Format(time, id), out var parsedTime, out var parsedId));
        Assert.Equal((time, id), (parsedTime, parsedId));
    }

    [Theory]
    [InlineData(""), InlineData("a"), InlineData("😀"), InlineData("a b"), InlineData("MTI6"), InlineData("OTk5OTk5OTk5OTk5OTk5OTk5OTk6MDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDA")]
    [InlineData("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")]
    public void What_is_no_cursor_is_refused(string text) => Assert.False(Cursor.TryParse(text, out _, out _));
}
