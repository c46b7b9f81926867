using OllamaNet.Platform.Audit;
using Xunit;

namespace OllamaNet.Platform.Tests.Audit;

public sealed class AuditJsonTests
{
    [Fact]
    public void Secrets_are_masked_wherever_they_are()
    {
        var json = AuditJson.Of(new { name = "gpu", apiKey = "sk-1", nested = new[] { new { password = "p", passwordFile = "f", clientSecret = "s", url = "http://x" } }, hasApiKey = true, refresh_token = "t" });

        Assert.Equal("""{"name":"gpu","apiKey":"•••","nested":[{"password":"•••","passwordFile":"•••","clientSecret":"•••","url":"http://x"}],"hasApiKey":true,"refresh_token":"•••"}""", json);
    }

    [Fact]
    public void Long_texts_are_cut_and_long_objects_left_out()
    {
        Assert.True(AuditJson.Of(new { text = new string('x', 100_000) })!.Length < 600);
        Assert.StartsWith("""{"tooLong":""", AuditJson.Of(new { many = Enumerable.Range(0, 10_000) }), StringComparison.Ordinal);
    }

    [Fact]
    public void What_no_column_of_text_takes_is_left_out() => Assert.Equal("""{"text":"ab"}""", AuditJson.Of(new { text = "a\0b" }));
}
