using System.Net;
using System.Text;
using System.Text.Json;
using OllamaNet.Testing;
using OllamaNet.Testing.Simulator;
using Xunit;

namespace OllamaNet.Inference.Tests.Doors;

public sealed class OllamaAdministrationTests(ToolHost doors) : IClassFixture<ToolHost>
{
    private static readonly string Digest = "sha256:" + new string('a', 64);

    public static TheoryData<string, string, string> Changes => new()
    {
        { "POST", "/api/pull", """{"model":"llama3.2"}""" },
        { "POST", "/api/create", """{"model":"mine","from":"sim:latest"}""" },
        { "POST", "/api/copy", """{"source":"sim:latest","destination":"mine"}""" },
        { "DELETE", "/api/delete", """{"model":"sim:latest"}""" },
        { "POST", $"/api/blobs/{Digest}", "bytes" },
    };

    [Theory, MemberData(nameof(Changes))]
    public async Task Administrators_change_the_models_of_a_node(string method, string path, string body)
    {
        using var response = await SendAsync(doors.Admin.Client, method, path, body);

        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync());
        Assert.Contains(doors.Ollama.Requests, r => r.Method == method && r.Path == path);
    }

    [Theory, MemberData(nameof(Changes))]
    public async Task Nobody_else_does(string method, string path, string body)
    {
        var (key, _) = await doors.Admin.CreateKeyAsync(new { name = "for models", scopes = new[] { "models.use" } });
        using var withKey = doors.Host.ClientWith(key);
        var before = doors.Ollama.Requests.Count(r => r.Path == path);

        foreach (var client in (HttpClient[])[doors.User.Client, withKey])
        {
            using var response = await SendAsync(client, method, path, body);
            Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
            Assert.Equal(["error"], JsonElement.Parse(await response.Content.ReadAsStringAsync()).EnumerateObject().Select(m => m.Name));
        }

        Assert.Equal(before, doors.Ollama.Requests.Count(r => r.Path == path));
    }

    [Fact]
    public async Task Progress_comes_line_by_line()
    {
        using var response = await SendAsync(doors.Admin.Client, "POST", "/api/pull?node=an-ollama", """{"name":"hf.co/someone/model:Q4_K_M","insecure":false}""");

        Assert.Equal("application/x-ndjson", response.Content.Headers.ContentType?.MediaType);
        Assert.Equal("""{"status":"pulling manifest"}""" + "\n" + """{"status":"success"}""" + "\n", await response.Content.ReadAsStringAsync());
        Assert.Equal("""{"model":"hf.co/someone/model:Q4_K_M","stream":true}""", doors.Ollama.Calls.Last(c => c.Path == "/api/pull").Body.GetRawText());
    }

    [Theory]
    [InlineData("/api/pull", """{"model":"evil.example/a/b"}""", "evil.example")]
    [InlineData("/api/pull", """{"model":"evil.example:80/b"}""", "evil.example")]
    [InlineData("/api/pull", """{"model":"http://evil.example/a/b"}""", "model")]
    [InlineData("/api/pull", """{"model":"169.254.169.254:80/a/b"}""", "169.254")]
    [InlineData("/api/pull", """{"model":"llama3.2","insecure":true}""", "insecure")]
    [InlineData("/api/pull", """{"model":"../../etc/passwd"}""", "model")]
    [InlineData("/api/pull", """{"Model":"evil.example/a/b","model":"llama3.2"}""", "Model")]
    [InlineData("/api/pull", """{}""", "model")]
    [InlineData("/api/create", """{"model":"mine","from":"evil.example/a/b"}""", "evil.example")]
    [InlineData("/api/create", """{"model":"mine","From":"evil.example/a/b"}""", "From")]
    [InlineData("/api/create", """{"model":"mine","from":"sim","remote_host":"https://evil.example"}""", "remote_host")]
    [InlineData("/api/create", """{"model":"mine","files":{"a.gguf":"sha256:../../../etc/passwd"}}""", "digest")]
    [InlineData("/api/create", """{"model":"mine","files":{"../a.gguf":"sha256:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"}}""", "file name")]
    [InlineData("/api/blobs/sha256:abc", "x", "digest")]
    [InlineData("/api/blobs/sha256:..%2F..%2Fx", "x", "digest")]
    [InlineData("/api/pull?node=nobody", """{"model":"llama3.2"}""", "an-ollama")]
    [InlineData("/api/pull?node=embedded", """{"model":"llama3.2"}""", "an-ollama")]
    public async Task What_must_not_reach_a_node_does_not(string path, string body, string named)
    {
        var before = doors.Ollama.Requests.Count(r => r.Path.StartsWith("/api/pull", StringComparison.Ordinal) || r.Path.StartsWith("/api/create", StringComparison.Ordinal));

        using var response = await SendAsync(doors.Admin.Client, "POST", path, body);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Contains(named, JsonElement.Parse(await response.Content.ReadAsStringAsync()).GetProperty("error").GetString(), StringComparison.Ordinal);
        Assert.Equal(before, doors.Ollama.Requests.Count(r => r.Path.StartsWith("/api/pull", StringComparison.Ordinal) || r.Path.StartsWith("/api/create", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_file_is_looked_for_and_uploaded()
    {
        var digest = "sha256:" + new string('b', 64);
        using var before = await SendAsync(doors.Admin.Client, "HEAD", $"/api/blobs/{digest}", body: null);
        using var upload = await SendAsync(doors.Admin.Client, "POST", $"/api/blobs/{digest}", new string('x', 3_000_000));
        using var after = await SendAsync(doors.Admin.Client, "HEAD", $"/api/blobs/{digest}", body: null);

        Assert.Equal([HttpStatusCode.NotFound, HttpStatusCode.Created, HttpStatusCode.OK], [before.StatusCode, upload.StatusCode, after.StatusCode]);
        Assert.Equal(3_000_000, doors.Ollama.Blobs[digest].Length);
    }

    [Fact]
    public async Task A_model_that_is_not_there_cannot_be_removed()
    {
        using var response = await SendAsync(doors.Admin.Client, "DELETE", "/api/delete", """{"model":"nobody"}""");

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
    }

    [Fact]
    public async Task Nothing_is_ever_published()
    {
        using var response = await SendAsync(doors.Admin.Client, "POST", "/api/push", """{"model":"sim:latest"}""");

        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
        Assert.DoesNotContain(doors.Ollama.Requests, r => r.Path == "/api/push");
    }

    [Fact]
    public async Task With_several_nodes_the_request_must_say_which()
    {
        await using var one = await EngineSimulator.StartAsync();
        await using var two = await EngineSimulator.StartAsync();
        var settings = one.AsNode(name: "first");
        foreach (var (key, value) in two.AsNode(name: "second", index: 1)) settings[key] = value;
        await using var host = await TestHost.StartAsync(settings);
        using var admin = await host.SignUpAsync();

        using var unnamed = await SendAsync(admin.Client, "POST", "/api/pull", """{"model":"llama3.2"}""");
        admin.Client.DefaultRequestHeaders.Add("x-ollamanet-node", "second");
        using var named = await SendAsync(admin.Client, "POST", "/api/pull", """{"model":"llama3.2"}""");

        Assert.Equal(HttpStatusCode.BadRequest, unnamed.StatusCode);
        Assert.Contains("first, second", await unnamed.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, named.StatusCode);
        Assert.Empty(one.Calls);
        Assert.Single(two.Calls);
    }

    [Fact]
    public async Task Models_are_listed_in_Anthropics_form_for_its_clients()
    {
        using var message = new HttpRequestMessage(HttpMethod.Get, "/v1/models") { Headers = { { "anthropic-version", "2023-06-01" } } };
        using var response = await doors.User.Client.SendAsync(message);
        using var single = new HttpRequestMessage(HttpMethod.Get, "/v1/models/sim:latest") { Headers = { { "anthropic-version", "2023-06-01" } } };
        using var described = await doors.User.Client.SendAsync(single);

        var list = JsonElement.Parse(await response.Content.ReadAsStringAsync());
        Assert.False(list.GetProperty("has_more").GetBoolean());
        Assert.All(list.GetProperty("data").EnumerateArray(), m => Assert.Equal("model", m.GetProperty("type").GetString()));
        Assert.Equal("sim:latest", JsonElement.Parse(await described.Content.ReadAsStringAsync()).GetProperty("id").GetString());
    }

    private static async Task<HttpResponseMessage> SendAsync(HttpClient client, string method, string path, string? body)
    {
        using var message = new HttpRequestMessage(new HttpMethod(method), path);
        if (body is not null) message.Content = new StringContent(body, Encoding.UTF8, path.Contains("blobs", StringComparison.Ordinal) ? "application/octet-stream" : "application/json");
        return await client.SendAsync(message);
    }
}
