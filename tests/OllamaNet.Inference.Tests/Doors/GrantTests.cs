using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using OllamaNet.Testing;
using OllamaNet.Testing.Simulator;
using Xunit;

namespace OllamaNet.Inference.Tests.Doors;

/// <summary>Who may use a model, whatever the door he comes through and whatever he calls it.</summary>
public sealed class GrantTests(ToolHost doors) : IClassFixture<ToolHost>
{
    private const string Chatting = """{"model":"MODEL","messages":[{"role":"user","content":"Hi"}]}""";
    private static readonly string[] Models = [EngineSimulator.Model, EngineSimulator.EmbeddingModel];

    public static TheoryData<string, string> Routes => new()
    {
        { "/api/chat", Chatting },
        { "/api/chat", """{"model":"MODEL","messages":[]}""" },
        { "/api/generate", """{"model":"MODEL","prompt":"Hi"}""" },
        { "/api/generate", """{"model":"MODEL"}""" },
        { "/api/show", """{"model":"MODEL"}""" },
        { "/api/embed", """{"model":"MODEL","input":"Hi"}""" },
        { "/api/embeddings", """{"model":"MODEL","prompt":"Hi"}""" },
        { "/v1/messages", """{"model":"MODEL","max_tokens":5,"messages":[{"role":"user","content":"Hi"}]}""" },
        { "/v1/messages/count_tokens", Chatting },
        { "/v1/chat/completions", Chatting },
        { "/v1/chat/completions", """{"model":"MODEL","stream":true,"messages":[{"role":"user","content":"Hi"}]}""" },
        { "/v1/completions", """{"model":"MODEL","prompt":"Hi"}""" },
        { "/v1/responses", """{"model":"MODEL","input":"Hi"}""" },
        { "/v1/embeddings", """{"model":"MODEL","input":"Hi"}""" },
        { "/api/v1/conversations/CONVERSATION/messages", """{"message":"Hi","model":"MODEL"}""" },
        { "/api/chats/stream", """{"message":"Hi","model":"MODEL"}""" },
    };

    [Theory, MemberData(nameof(Routes))]
    public async Task Who_is_denied_a_model_or_not_granted_it_finds_nothing_also_administrators(string path, string body)
    {
        foreach (var client in (HttpClient[])[doors.User.Client, doors.Admin.Client])
        {
            var conversation = await client.PostAsJsonAsync("/api/v1/conversations", new { });
            var own = path.Replace("CONVERSATION", (await conversation.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetString(), StringComparison.Ordinal);
            foreach (var grantedOnly in (bool[])[true, false])
            {
                foreach (var model in Models) await SetAsync(model, grantedOnly, grantedOnly ? [] : [Of(doors.User, allow: false), Of(doors.Admin, allow: false)]);
                foreach (var name in (string[])["sim:latest", "sim", "sim-embed:latest", "sim-embed"])
                {
                    using var response = await ToolHost.PostAsync(client, own, body.Replace("MODEL", name, StringComparison.Ordinal));
                    Assert.True(response.StatusCode == HttpStatusCode.NotFound, $"{name}, granted only: {grantedOnly}: {(int)response.StatusCode} {await response.Content.ReadAsStringAsync()}");
                }
            }
        }

        foreach (var model in Models) await SetAsync(model, grantedOnly: false);
    }

    [Theory, InlineData("/api/tags"), InlineData("/api/ps"), InlineData("/v1/models"), InlineData("/api/v1/models"), InlineData("/api/v1/models/discover")]
    public async Task No_list_shows_what_somebody_may_not_use(string path)
    {
        await SetAsync(EngineSimulator.Model, grantedOnly: true, Of(doors.User, allow: true));

        Assert.Contains("\"sim:latest\"", await doors.User.Client.GetStringAsync(path), StringComparison.Ordinal);
        Assert.DoesNotContain("\"sim:latest\"", await doors.Admin.Client.GetStringAsync(path), StringComparison.Ordinal);

        await SetAsync(EngineSimulator.Model, grantedOnly: false);
    }

    [Theory, InlineData("/v1/models/sim%3Alatest"), InlineData("/v1/models/sim"), InlineData("/api/v1/models/detail?name=sim")]
    public async Task Nothing_is_told_of_a_model_that_somebody_may_not_use(string path)
    {
        await SetAsync(EngineSimulator.Model, grantedOnly: true);

        using var response = await doors.User.Client.GetAsync(path);

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        await SetAsync(EngineSimulator.Model, grantedOnly: false);
    }

    [Fact]
    public async Task A_denial_to_one_group_outweighs_what_another_and_the_user_are_granted()
    {
        var (in1, in2) = (await GroupAsync(doors.User.Id), await GroupAsync(doors.User.Id));

        await SetAsync(EngineSimulator.Model, grantedOnly: true, Of(in1, allow: true));
        Assert.Equal(HttpStatusCode.OK, await AskAsync("sim"));
        await SetAsync(EngineSimulator.Model, grantedOnly: true, Of(in1, allow: true), Of(doors.User, allow: true), Of(in2, allow: false));
        Assert.Equal(HttpStatusCode.NotFound, await AskAsync("sim"));
        await SendAsync(HttpMethod.Post, $"/api/v1/admin/groups/{in2}/members", new { remove = new[] { doors.User.Id } });
        Assert.Equal(HttpStatusCode.OK, await AskAsync("sim"));
        await SendAsync(HttpMethod.Delete, $"/api/v1/admin/groups/{in1}", body: null);
        Assert.Equal(HttpStatusCode.OK, await AskAsync("sim"));
        await SetAsync(EngineSimulator.Model, grantedOnly: true);
        Assert.Equal(HttpStatusCode.NotFound, await AskAsync("sim"));

        await SetAsync(EngineSimulator.Model, grantedOnly: false);
    }

    [Fact]
    public async Task A_model_that_only_a_deleted_group_was_granted_is_nobodys_and_not_everybodys()
    {
        var group = await GroupAsync(doors.User.Id);
        await SetAsync(EngineSimulator.Model, grantedOnly: true, Of(group, allow: true));

        await SendAsync(HttpMethod.Delete, $"/api/v1/admin/groups/{group}", body: null);

        Assert.Equal(HttpStatusCode.NotFound, await AskAsync("sim"));
        Assert.Equal("""{"model":"sim","grantedOnly":true,"grants":[]}""", await doors.Admin.Client.GetStringAsync("/api/v1/admin/model-grants?model=sim"));
        await SetAsync(EngineSimulator.Model, grantedOnly: false);
    }

    [Fact]
    public async Task An_alias_leads_to_no_model_that_is_denied_and_may_be_denied_itself()
    {
        await SendAsync(HttpMethod.Put, "/api/v1/admin/model-aliases", new { name = "house", targets = new[] { EngineSimulator.Model, ToolHost.Renamed } });
        await SetAsync(EngineSimulator.Model, grantedOnly: false, Of(doors.User, allow: false));

        var other = await doors.AskAsync("/api/chat", """{"model":"house","stream":false,"messages":[{"role":"user","content":"Hi"}]}""");
        Assert.Equal(ToolHost.Renamed, other.GetProperty("model").GetString());
        await SetAsync(ToolHost.Renamed, grantedOnly: true);
        Assert.Equal(HttpStatusCode.NotFound, await AskAsync("house"));
        Assert.DoesNotContain("\"house\"", await doors.User.Client.GetStringAsync("/api/v1/models"), StringComparison.Ordinal);

        await SetAsync(EngineSimulator.Model, grantedOnly: false);
        await SetAsync(ToolHost.Renamed, grantedOnly: false);
        Assert.Equal(HttpStatusCode.OK, await AskAsync("house"));
        await SetAsync("house", grantedOnly: true);
        Assert.Equal((HttpStatusCode.NotFound, HttpStatusCode.OK), (await AskAsync("house"), await AskAsync("sim")));

        await SetAsync("house", grantedOnly: false);
        await SendAsync(HttpMethod.Delete, "/api/v1/admin/model-aliases?name=house", body: null);
    }

    [Theory]
    [InlineData("/api/chat", """{"model":"sim","messages":[{"role":"user","content":"Hi"}]}""")]
    [InlineData("/api/generate", """{"model":"sim","prompt":"Hi"}""")]
    [InlineData("/v1/chat/completions", """{"model":"sim","stream":true,"messages":[{"role":"user","content":"Hi"}]}""")]
    [InlineData("/v1/responses", """{"model":"sim","stream":true,"input":"Hi"}""")]
    [InlineData("/v1/messages", """{"model":"sim","max_tokens":50,"stream":true,"messages":[{"role":"user","content":"Hi"}]}""")]
    [InlineData("/api/chats/stream", """{"model":"sim","message":"Hi"}""")]
    public async Task An_answer_that_is_being_made_is_cut_when_the_model_is_denied(string path, string body)
    {
        doors.Ollama.AnswerFor(EngineSimulator.Model, SimulatedAnswer.Words("never to be finished") with { Hold = true, FaultAfter = 2 });
        using var response = await doors.PostAsync(path, body);
        await using var stream = await response.Content.ReadAsStreamAsync();
        using var reader = new StreamReader(stream);
        await UntilAsync(reader, "never");

        await SetAsync(EngineSimulator.Model, grantedOnly: false, Of(doors.User, allow: false));
        var rest = await EndAsync(reader);

        Assert.DoesNotContain("finished", rest, StringComparison.Ordinal);
        await SetAsync(EngineSimulator.Model, grantedOnly: false);
        doors.Ollama.AnswerFor(EngineSimulator.Model, SimulatedAnswer.Words("Hello world"));
        doors.Ollama.Release();
    }

    [Theory]
    [InlineData("/api/chat", """{"model":"sim","messages":[{"role":"user","content":"Hi"}]}""")]
    [InlineData("/v1/chat/completions", """{"model":"sim","stream":true,"messages":[{"role":"user","content":"Hi"}]}""")]
    [InlineData("/v1/messages", """{"model":"sim","max_tokens":50,"stream":true,"messages":[{"role":"user","content":"Hi"}]}""")]
    [InlineData("/api/chats/stream", """{"model":"sim","message":"Hi"}""")]
    public async Task An_answer_that_is_being_made_is_cut_when_a_role_permits_models_no_longer(string path, string body)
    {
        var name = $"askers {Guid.CreateVersion7():N}";
        var role = await SendAsync(HttpMethod.Post, "/api/v1/admin/roles", new { name, permissions = new[] { "models.use", "conversations.use" } });
        using var user = await doors.Host.SignUpAsync();
        await SendAsync(HttpMethod.Patch, $"/api/v1/admin/users/{user.Id}", new { roles = new[] { name } });
        using var asker = await doors.Host.LogInAsync(user.UserName);
        doors.Ollama.AnswerFor(EngineSimulator.Model, SimulatedAnswer.Words("never to be finished") with { Hold = true, FaultAfter = 2 });
        using var response = await ToolHost.PostAsync(asker.Client, path, body);
        await using var stream = await response.Content.ReadAsStreamAsync();
        using var reader = new StreamReader(stream);
        await UntilAsync(reader, "never");

        await SendAsync(HttpMethod.Put, $"/api/v1/admin/roles/{role.GetProperty("id").GetString()}", new { permissions = new[] { "conversations.use" } });
        var rest = await EndAsync(reader);

        Assert.DoesNotContain("finished", rest, StringComparison.Ordinal);
        using var again = await ToolHost.PostAsync(asker.Client, path, body);
        Assert.False(again.IsSuccessStatusCode);
        doors.Ollama.AnswerFor(EngineSimulator.Model, SimulatedAnswer.Words("Hello world"));
        doors.Ollama.Release();
    }

    [Theory]
    [InlineData("""{"model":"sim","grantedOnly":true}""")]
    [InlineData("""{"model":"sim","grantedOnly":true,"grants":[{"kind":"user","id":"01939c1e-6f4a-7c3b-9a51-5d1c0f6f7a10","allow":true}]}""")]
    [InlineData("""{"model":"sim","grantedOnly":true,"grants":[{"kind":"role","id":"01939c1e-6f4a-7c3b-9a51-5d1c0f6f7a10","allow":true}]}""")]
    [InlineData("""{"model":"","grantedOnly":true,"grants":[]}""")]
    public async Task What_is_no_grant_is_refused(string body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, "/api/v1/admin/model-grants") { Content = new StringContent(body, System.Text.Encoding.UTF8, "application/json") };
        using var response = await doors.Admin.Client.SendAsync(request);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
    }

    [Fact]
    public async Task Grants_are_recorded_and_only_for_who_manages_models()
    {
        await SetAsync("recorded:1b", grantedOnly: true, Of(doors.User, allow: true));

        var entry = (await doors.Admin.Client.GetFromJsonAsync<JsonElement>("/api/v1/admin/audit?action=grants.set&limit=1")).GetProperty("items")[0];
        using var refused = await doors.User.Client.GetAsync("/api/v1/admin/model-grants?model=sim");

        Assert.Equal(("recorded:1b", $$"""{"grantedOnly":true,"grants":["allow User {{doors.User.Id}}"]}"""), (entry.GetProperty("target").GetProperty("id").GetString(), entry.GetProperty("after").GetRawText()));
        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
    }

    private static object Of(TestUser user, bool allow) => new { kind = "user", id = user.Id, allow };

    private static object Of(Guid group, bool allow) => new { kind = "group", id = group, allow };

    private Task<JsonElement> SetAsync(string model, bool grantedOnly, params object[] grants) => SendAsync(HttpMethod.Put, "/api/v1/admin/model-grants", new { model, grantedOnly, grants });

    private async Task<Guid> GroupAsync(Guid member)
    {
        var group = (await SendAsync(HttpMethod.Post, "/api/v1/admin/groups", new { name = $"group {Guid.CreateVersion7():N}" })).GetProperty("id").GetGuid();
        await SendAsync(HttpMethod.Post, $"/api/v1/admin/groups/{group}/members", new { add = new[] { member } });
        return group;
    }

    private async Task<JsonElement> SendAsync(HttpMethod method, string path, object? body)
    {
        using var request = new HttpRequestMessage(method, path) { Content = body is null ? null : JsonContent.Create(body) };
        using var response = await doors.Admin.Client.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(response.IsSuccessStatusCode, $"{method} {path} {(int)response.StatusCode}: {text}");
        return text.Length == 0 ? default : JsonElement.Parse(text);
    }

    private async Task<HttpStatusCode> AskAsync(string model)
    {
        using var response = await doors.PostAsync("/v1/chat/completions", Chatting.Replace("MODEL", model, StringComparison.Ordinal));
        return response.StatusCode;
    }

    private static async Task UntilAsync(StreamReader reader, string text)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (await reader.ReadLineAsync(patience.Token) is { } line)
        {
            if (line.Contains(text, StringComparison.Ordinal)) return;
        }

        Assert.Fail($"The answer ended without '{text}'.");
    }

    /// <summary>What came until the end, which a cut connection is too.</summary>
    private static async Task<string> EndAsync(StreamReader reader)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        try
        {
            return await reader.ReadToEndAsync(patience.Token);
        }
        catch (Exception exception) when (exception is IOException or HttpRequestException)
        {
            return "";
        }
    }
}
