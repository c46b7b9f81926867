using OllamaNet.Inference.Engines;
using Xunit;

namespace OllamaNet.Inference.Tests.Engines;

public sealed class EngineTextTests
{
    [Theory]
    [InlineData("model requires more system memory (5.6 GiB) than is available (3.2 GiB)", "model requires more system memory (5.6 GiB) than is available (3.2 GiB)")]
    [InlineData("dial tcp 10.1.2.3:8080: connection refused", "dial tcp …: connection refused")]
    [InlineData("see https://user:pw@host.example/path?key=1 for more", "see … for more")]
    [InlineData("cannot open /var/lib/ollama/models/blobs/sha256-12", "cannot open …")]
    [InlineData("lookup gpu-node.internal:11434 failed", "lookup … failed")]
    [InlineData("bad key sk-abcdefghijklmnop", "bad key …")]
    [InlineData("bad key the-secret-itself", "bad key …")]
    [InlineData("on [fe80::1%eth0]:80", "on …")]
    [InlineData("two\r\nlines\t\u0000 \u202e of it", "two lines of it")]
    [InlineData("<html><body>Bad gateway</body></html>", null)]
    [InlineData("   ", null)]
    [InlineData(null, null)]
    public void What_an_engine_says_is_made_fit_for_users(string? said, string? shown) => Assert.Equal(shown, EngineText.Clean(said, "the-secret-itself"));

    [Fact]
    public void Long_words_are_cut_between_characters()
    {
        var shown = EngineText.Clean(new string('a', 299) + "😀" + new string('b', 1000), secret: null);

        Assert.Equal(new string('a', 299) + "…", shown);
    }
}
