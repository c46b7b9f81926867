using System.Net;
using OllamaNet.Testing;
using Xunit;

namespace OllamaNet.Inference.Tests.Doors;

/// <summary>A key for one model opens no other, by whatever door and route.</summary>
public sealed class ModelAccessTests(ToolHost doors) : IClassFixture<ToolHost>
{
    public static TheoryData<string, string> Routes => new()
    {
        { "/api/chat", """{"model":"MODEL","messages":[{"role":"user","content":"Hi"}]}""" },
        { "/api/chat", """{"model":"MODEL","messages":[]}""" },
        { "/api/generate", """{"model":"MODEL","prompt":"Hi"}""" },
        { "/api/generate", """{"model":"MODEL"}""" },
        { "/api/show", """{"model":"MODEL"}""" },
        { "/api/show", """{"name":"MODEL"}""" },
        { "/api/embed", """{"model":"MODEL","input":"Hi"}""" },
        { "/api/embeddings", """{"model":"MODEL","prompt":"Hi"}""" },
        { "/v1/messages", """{"model":"MODEL","max_tokens":5,"messages":[{"role":"user","content":"Hi"}]}""" },
        { "/v1/messages", """{"model":"MODEL","max_tokens":5,"stream":true,"messages":[{"role":"user","content":"Hi"}]}""" },
        { "/v1/messages/count_tokens", """{"model":"MODEL","messages":[{"role":"user","content":"Hi"}]}""" },
    };

    [Theory, MemberData(nameof(Routes))]
    public async Task A_key_for_another_model_finds_nothing(string path, string body)
    {
        var (key, _) = await doors.User.CreateKeyAsync(new { name = "one model", scopes = new[] { "models.use" }, models = new[] { ToolHost.Renamed } });
        using var client = new HttpClient { BaseAddress = doors.Host.Address };
        client.DefaultRequestHeaders.Add("x-api-key", key);

        foreach (var model in (string[])["sim:latest", "sim", "sim-embed", ToolHost.Remote, ToolHost.Demo, ToolHost.Upstream])
        {
            using var response = await ToolHost.PostAsync(client, path, body.Replace("MODEL", model, StringComparison.Ordinal));

            Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        }
    }

    [Theory]
    [InlineData("/api/tags"), InlineData("/api/ps")]
    public async Task Lists_show_a_key_its_own_models_only(string path)
    {
        var (key, _) = await doors.User.CreateKeyAsync(new { name = "one model", scopes = new[] { "models.use" }, models = new[] { ToolHost.Renamed } });
        using var client = doors.Host.ClientWith(key);

        var text = await client.GetStringAsync(new Uri(path, UriKind.Relative));

        Assert.DoesNotContain("sim:latest", text, StringComparison.Ordinal);
        Assert.DoesNotContain(ToolHost.Demo, text, StringComparison.Ordinal);
    }
}
