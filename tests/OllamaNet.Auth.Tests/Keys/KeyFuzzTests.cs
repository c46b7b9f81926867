using System.Net;
using FsCheck;
using FsCheck.Fluent;
using OllamaNet.Testing;
using Xunit;

namespace OllamaNet.Auth.Tests.Keys;

/// <summary>The key check runs before anybody is known: whatever is sent there is hostile.</summary>
public sealed class KeyFuzzTests(AuthHost shared) : IClassFixture<AuthHost>
{
    private readonly TestHost host = shared.Host;

    [Fact]
    public async Task A_key_with_anything_changed_opens_nothing()
    {
        using var ada = await host.SignUpAsync(AuthHost.NewName());
        var (key, _) = await ada.CreateKeyAsync();
        var changes = from at in Gen.Choose(0, key.Length - 1)
                      from to in Gen.Elements("ABCxyz019_-'\"%;\\$ ".ToCharArray())
                      from how in Gen.Choose(0, 3)
                      select how switch
                      {
                          0 => key.Remove(at, 1),
                          1 => key.Insert(at, to.ToString()),
                          2 => string.Concat(key.AsSpan(0, at), new string(to, 1), key.AsSpan(at + 1)),
                          _ => key[..at],
                      };

        foreach (var changed in Gen.Sample(changes, 300).Where(c => c.Trim() != key)) Assert.True(HttpStatusCode.Unauthorized == await host.UseAsync(changed), changed);
        Assert.Equal(HttpStatusCode.OK, await host.UseAsync(key));
    }

    [Theory]
    [InlineData("onk_' OR '1'='1"), InlineData("onk_'; DROP TABLE platform.api_keys; --"), InlineData("onk_%"), InlineData("onk_________________________________________________________"), InlineData("onk_"), InlineData("onk_\\x00")]
    [InlineData("ONK_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"), InlineData("onk_AAAAAAAA' UNION SELECT hash FROM platform.api_keys --AA")]
    public async Task Nothing_that_looks_like_SQL_gets_anywhere(string key)
    {
        using var bearer = await host.UseAsync(("Authorization", $"Bearer {key}"));
        using var header = await host.UseAsync(("x-api-key", key));

        Assert.Equal((HttpStatusCode.Unauthorized, HttpStatusCode.Unauthorized), (bearer.StatusCode, header.StatusCode));
    }

    [Fact]
    public async Task A_huge_key_is_refused_before_it_is_looked_at()
    {
        using var response = await host.UseAsync(("x-api-key", "onk_" + new string('A', 20_000)));

        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
    }
}
