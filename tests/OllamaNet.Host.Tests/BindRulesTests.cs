using Microsoft.Extensions.Configuration;
using Xunit;

namespace OllamaNet.Host.Tests;

public class BindRulesTests
{
    [Theory]
    [InlineData("urls", "http://0.0.0.0:5080")]
    [InlineData("urls", "http://*:5080")]
    [InlineData("urls", "http://192.168.1.5:5080")]
    [InlineData("urls", "http://127.0.0.1:5080;http://[::]:5080")]
    [InlineData("http_ports", "8080")]
    [InlineData("Kestrel:Endpoints:Open:Url", "http://example.org:80")]
    public void Beyond_this_machine_needs_tls_or_a_proxy(string setting, string value)
    {
        var problem = Assert.Throws<HostProblem>(() => BindRules.Check(Settings((setting, value))));

        Assert.Contains("--behind-proxy", problem.Message, StringComparison.Ordinal);
        BindRules.Check(Settings((setting, value), (BindRules.BehindProxy, "true")));
    }

    [Theory]
    [InlineData("urls", "http://127.0.0.1:5080")]
    [InlineData("urls", "http://localhost:5080;http://[::1]:5080")]
    [InlineData("urls", "https://*:5443")]
    [InlineData("urls", "http://unix:/run/ollamanet.sock")]
    [InlineData("https_ports", "8443")]
    [InlineData("other", "")]
    public void This_machine_and_tls_are_open_to_all(string setting, string value) => BindRules.Check(Settings((setting, value)));

    [Fact]
    public void An_endpoint_of_the_server_goes_before_urls() =>
        Assert.Equal(["http://127.0.0.1:1"], BindRules.Addresses(Settings(("Kestrel:Endpoints:A:Url", "http://127.0.0.1:1"), ("urls", "http://*:2"))));

    private static IConfiguration Settings(params (string Name, string Value)[] settings) =>
        new ConfigurationBuilder().AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Name, (string?)setting.Value))).Build();
}
