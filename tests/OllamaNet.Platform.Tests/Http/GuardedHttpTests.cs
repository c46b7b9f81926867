using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using OllamaNet.Platform.Http;
using Xunit;

namespace OllamaNet.Platform.Tests.Http;

/// <summary>What may be called for administrators, and how much of it is read.</summary>
public sealed class GuardedHttpTests
{
    [Theory]
    [InlineData("https://login.example.org/x", "", true)]
    [InlineData("http://login.example.org/x", "", false)]
    [InlineData("http://login.example.lan:8080/x", "login.example.lan:8080", true)]
    [InlineData("http://LOGIN.example.lan:8080/x", "other:1, login.example.LAN:8080", true)]
    [InlineData("http://login.example.lan:8081/x", "login.example.lan:8080", false)]
    [InlineData("http://login.example.lan.evil.example:8080/x", "login.example.lan:8080", false)]
    [InlineData("http://[::1]:8080/x", "[::1]:8080", true)]
    [InlineData("http://2130706433:8080/x", "127.0.0.1:8080", true)]
    [InlineData("https://user:password@login.example.org/", "", false)]
    [InlineData("file:///etc/passwd", "", false)]
    public void An_address_is_called_with_TLS_or_where_it_is_listed(string address, string listed, bool may)
    {
        using var http = Make(listed);

        Assert.Equal(may, http.MayCall(new Uri(address)));
    }

    [Theory]
    [InlineData("https://127.0.0.1:9/", ""), InlineData("https://localhost:9/", ""), InlineData("https://[::ffff:127.0.0.1]:9/", ""), InlineData("https://169.254.169.254/", ""), InlineData("http://169.254.169.254:80/", "169.254.169.254:80")]
    [InlineData("https://127.0.0.1:9/", "127.0.0.1:10")]
    public async Task A_private_address_is_not_connected_to(string address, string listed)
    {
        using var http = Make(listed);
        using var request = new HttpRequestMessage(HttpMethod.Get, address);

        var exception = await Assert.ThrowsAsync<HttpRequestException>(() => http.SendAsync(request, 10, CancellationToken.None));

        Assert.Contains("not one that may be connected to", exception.ToString(), StringComparison.Ordinal);
    }

    private static GuardedHttp Make(string listed)
    {
        var services = new ServiceCollection();
        services.AddOptions<OutgoingOptions>().Configure(o => typeof(OutgoingOptions).GetProperty(nameof(o.PrivateTargets))!.SetValue(o, listed));
        return new(services.BuildServiceProvider().GetRequiredService<IOptionsMonitor<OutgoingOptions>>());
    }
}
