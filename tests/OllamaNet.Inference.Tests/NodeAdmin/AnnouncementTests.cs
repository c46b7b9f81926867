using System.Net;
using System.Net.Http.Headers;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using OllamaNet.Testing;
using OllamaNet.Testing.Simulator;
using Xunit;

namespace OllamaNet.Inference.Tests.NodeAdmin;

public sealed class AnnouncementTests(AdminHost host) : IClassFixture<AdminHost>
{
    private const string Announce = "/api/v1/nodes/announce";

    [Fact]
    public async Task A_node_inside_the_tokens_networks_serves_until_it_is_silent_for_three_heartbeats_and_again_when_it_is_back()
    {
        await using var simulator = await EngineSimulator.StartAsync();
        simulator.Models = [new("announced:1b")];
        var (_, node) = await host.JoinAsync("127.0.0.0/8");
        var body = new { name = "self", kind = "ollama", url = simulator.Url, labels = new { room = "b2" }, apiKey = "sk-own" };

        var answer = await host.SendAsync(HttpMethod.Post, Announce, body, HttpStatusCode.OK, node);
        Assert.True(answer.Is("approved"));
        Assert.Equal(1, answer.GetProperty("heartbeatSeconds").GetDouble());
        var listed = await host.UntilAsync("self", n => n.Is("reachable"));
        Assert.Equal(("announced", "b2", false), (listed.Text("source"), listed.GetProperty("labels").Text("room"), listed.Is("dataLeavesSite")));
        Assert.Contains("announced:1b", await host.ModelsAsync());
        Assert.Equal("Bearer sk-own", simulator.Requests[^1].Headers["Authorization"]);

        await host.UntilAsync("self", n => !n.Is("reachable"));
        Assert.DoesNotContain("announced:1b", await host.ModelsAsync());
        var again = await host.SendAsync(HttpMethod.Post, Announce, body, HttpStatusCode.OK, node);
        Assert.Equal(answer.GetProperty("id").GetGuid(), again.GetProperty("id").GetGuid());
        await host.UntilAsync("self", n => n.Is("reachable"));
        node.Dispose();
    }

    [Fact]
    public async Task Heartbeats_keep_a_node_alive()
    {
        await using var simulator = await EngineSimulator.StartAsync();
        var (_, node) = await host.JoinAsync("127.0.0.0/8");
        for (var i = 0; i < 9; i++)
        {
            await host.SendAsync(HttpMethod.Post, Announce, new { name = "beating", kind = "ollama", url = simulator.Url }, HttpStatusCode.OK, node);
            await Task.Delay(500);
            Assert.True((await host.UntilAsync("beating", n => n.Is("reachable") || i > 0)).Is("reachable"));
        }

        node.Dispose();
    }

    [Fact]
    public async Task A_node_that_is_not_approved_is_not_even_asked_what_it_has()
    {
        await using var simulator = await EngineSimulator.StartAsync();
        var id = await WaitingAsync("waiting", simulator);
        await Task.Delay(500);
        var waiting = await host.NodeAsync("waiting");
        Assert.False(waiting.Is("approved"));
        Assert.Contains("approval", waiting.Text("error"), StringComparison.Ordinal);
        Assert.Empty(simulator.Requests);
        await host.PostAsync($"{AdminHost.Nodes}/{id}/probe", null, HttpStatusCode.Conflict);

        await host.PatchAsync($"{AdminHost.Nodes}/{id}", new { approved = true });
        await host.UntilAsync("waiting", n => n.Is("reachable"));
        Assert.Equal(["127.0.0.1"], simulator.Requests.Select(r => r.Headers["Host"].Split(':')[0]).Distinct());
    }

    public static TheoryData<string> Hostile =>
    [
        "http://127.0.0.1:11434", "http://localhost:5432", "http://0.0.0.0:80", "http://[::1]:80", "http://[::ffff:127.0.0.1]:80", "http://2130706433/", "http://0x7f.1/", "http://10.0.0.1/", "http://192.168.1.1/",
        "http://169.254.169.254/latest/meta-data", "http://[fd00:ec2::254]/", "http://100.64.0.1/", "http://[64:ff9b::a9fe:a9fe]/", "http://[2002:7f00:1::]/", "http://8.8.8.8/", "http://no-such-host.invalid/",
    ];

    [Theory, MemberData(nameof(Hostile))]
    public async Task An_address_that_is_not_the_announcers_own_nor_listed_is_refused(string url)
    {
        var (_, node) = await host.JoinAsync("172.16.0.0/12");

        var problem = await host.SendAsync(HttpMethod.Post, Announce, new { name = "hostile", kind = "ollama", url }, HttpStatusCode.BadRequest, node);

        Assert.True(problem.GetProperty("errors").TryGetProperty("url", out _));
        Assert.DoesNotContain("hostile", (await host.GetAsync(AdminHost.Nodes)).GetRawText(), StringComparison.Ordinal);
        node.Dispose();
    }

    [Theory]
    [InlineData("""{"name":"x","kind":"embedded","url":"http://127.0.0.1"}"""), InlineData("""{"name":"x","kind":"ollama"}"""), InlineData("""{"name":"../x","kind":"ollama","url":"http://127.0.0.1"}""")]
    [InlineData("""{"name":"x","kind":"ollama","url":"file:///etc/passwd"}"""), InlineData("""{"name":"x","kind":"ollama","url":"http://a:b@127.0.0.1"}"""), InlineData("""{"name":"x","kind":"ollama","url":"http://127.0.0.1","approved":true}""")]
    [InlineData("""{"name":"x","kind":"ollama","url":"http://127.0.0.1","apiKey":"a\r\nX-Evil: 1"}"""), InlineData("""{"name":"x","kind":"ollama","url":"http://127.0.0.1","models":[{"name":"a\u0001b"}]}""")]
    public async Task A_wrong_announcement_is_refused(string body)
    {
        var (_, node) = await host.JoinAsync("127.0.0.0/8");

        await host.SendAsync(HttpMethod.Post, Announce, System.Text.Json.JsonElement.Parse(body), HttpStatusCode.BadRequest, node);

        node.Dispose();
    }

    [Fact]
    public async Task A_redirect_of_an_announced_node_leads_nowhere()
    {
        await using var secret = await EngineSimulator.StartAsync();
        await using var simulator = await EngineSimulator.StartAsync();
        simulator.ProbeStatus = 302;
        var (_, node) = await host.JoinAsync("127.0.0.0/8");

        await host.SendAsync(HttpMethod.Post, Announce, new { name = "turning", kind = "ollama", url = simulator.Url }, HttpStatusCode.OK, node);
        var listed = await host.UntilAsync("turning", n => n.Text("error")?.Contains("redirect", StringComparison.Ordinal) == true);

        Assert.False(listed.Is("reachable"));
        Assert.Empty(secret.Requests);
        node.Dispose();
    }

    [Fact]
    public async Task Nobody_takes_over_the_name_of_a_node_that_lives()
    {
        await using var simulator = await EngineSimulator.StartAsync();
        var (_, node) = await host.JoinAsync("127.0.0.0/8");
        var (_, thief) = await host.JoinAsync("127.0.0.0/8");
        await host.SendAsync(HttpMethod.Post, Announce, new { name = "mine", kind = "ollama", url = simulator.Url, apiKey = "sk-mine" }, HttpStatusCode.OK, node);

        await host.SendAsync(HttpMethod.Post, Announce, new { name = "Mine", kind = "ollama", url = "http://127.0.0.1:1" }, HttpStatusCode.Conflict, thief);
        await host.SendAsync(HttpMethod.Post, Announce, new { name = "configured", kind = "ollama", url = "http://127.0.0.1:1" }, HttpStatusCode.Conflict, thief);
        await host.PostAsync(AdminHost.Nodes, new { name = "administrators", kind = "ollama", url = "http://127.0.0.1:1" });
        await host.SendAsync(HttpMethod.Post, Announce, new { name = "administrators", kind = "ollama", url = "http://127.0.0.1:1" }, HttpStatusCode.Conflict, thief);

        await host.UntilAsync("mine", n => !n.Is("reachable") && n.Text("error")!.Contains("announcing", StringComparison.Ordinal));
        await using var other = await EngineSimulator.StartAsync();
        await host.SendAsync(HttpMethod.Post, Announce, new { name = "mine", kind = "ollama", url = other.Url }, HttpStatusCode.OK, thief);
        Assert.False((await host.UntilAsync("mine", n => n.Is("reachable"))).Is("hasApiKey"));
        Assert.All(other.Requests, r => Assert.False(r.Headers.ContainsKey("Authorization")));
        node.Dispose();
        thief.Dispose();
    }

    [Fact]
    public async Task An_announced_node_says_name_kind_and_address_itself()
    {
        await using var simulator = await EngineSimulator.StartAsync();
        var (_, client) = await host.JoinAsync("127.0.0.0/8");
        await host.SendAsync(HttpMethod.Post, Announce, new { name = "own", kind = "ollama", url = simulator.Url }, HttpStatusCode.OK, client);
        var node = await host.NodeAsync("own");

        await host.PatchAsync(node.Path(), new { url = "http://127.0.0.1:9" }, HttpStatusCode.BadRequest);
        await host.PatchAsync(node.Path(), new { name = "other" }, HttpStatusCode.BadRequest);
        var changed = await host.PatchAsync(node.Path(), new { name = "own", url = simulator.Url, weight = 7, dataLeavesSite = true });

        Assert.Equal((7, true), (changed.GetProperty("weight").GetInt32(), changed.Is("dataLeavesSite")));
        client.Dispose();
    }

    [Fact]
    public async Task A_join_token_is_shown_once_stored_hashed_and_worthless_when_it_is_revoked_or_past()
    {
        var made = await host.PostAsync(AdminHost.Nodes + "/join-tokens", new { name = "once", allowedNetworks = new[] { "127.0.0.0/8" }, expiresAt = DateTimeOffset.Parse("2100-01-01T00:00:00Z", System.Globalization.CultureInfo.InvariantCulture) });
        var secret = made.Text("token")!;
        Assert.StartsWith("onj_", secret, StringComparison.Ordinal);
        Assert.DoesNotContain(secret[12..], (await host.GetAsync(AdminHost.Nodes + "/join-tokens")).GetRawText(), StringComparison.Ordinal);
        await using (var stored = host.Host.Services.GetRequiredService<NpgsqlDataSource>().CreateCommand("SELECT string_agg(t::text, '') FROM inference.join_tokens t"))
            Assert.DoesNotContain(secret[12..], (string)(await stored.ExecuteScalarAsync())!, StringComparison.Ordinal);

        using var node = host.Host.ClientWith(secret);
        await host.SendAsync(HttpMethod.Post, Announce, new { name = "short", kind = "ollama", url = "http://127.0.0.1:1" }, HttpStatusCode.OK, node);
        await using (var past = host.Host.Services.GetRequiredService<NpgsqlDataSource>().CreateCommand($"UPDATE inference.join_tokens SET expires_at = now() - interval '1 second' WHERE name = 'once'"))
            await past.ExecuteNonQueryAsync();
        Assert.Equal("invalid-join-token", (await host.SendAsync(HttpMethod.Post, Announce, new { name = "short", kind = "ollama", url = "http://127.0.0.1:1" }, HttpStatusCode.Unauthorized, node)).Text("code"));

        var (id, other) = await host.JoinAsync("127.0.0.0/8");
        await host.DeleteAsync($"{AdminHost.Nodes}/join-tokens/{id}");
        await host.DeleteAsync($"{AdminHost.Nodes}/join-tokens/{id}", HttpStatusCode.NotFound);
        await host.SendAsync(HttpMethod.Post, Announce, new { name = "late", kind = "ollama", url = "http://127.0.0.1:1" }, HttpStatusCode.Unauthorized, other);
        other.Dispose();
    }

    [Theory]
    [InlineData(null), InlineData("Bearer"), InlineData("Bearer onj_"), InlineData("Bearer onj_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"), InlineData("Basic b25qXw=="), InlineData("Bearer onj_' OR 1=1 --")]
    public async Task Without_a_join_token_nothing_is_announced(string? authorization)
    {
        using var client = new HttpClient { BaseAddress = host.Host.Address };
        if (authorization is not null) client.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", authorization);

        await host.SendAsync(HttpMethod.Post, Announce, new { name = "x", kind = "ollama", url = "http://127.0.0.1:1" }, HttpStatusCode.Unauthorized, client);
    }

    [Fact]
    public async Task An_administrators_access_token_is_no_join_token_and_a_join_token_opens_nothing_else()
    {
        await host.SendAsync(HttpMethod.Post, Announce, new { name = "x", kind = "ollama", url = "http://127.0.0.1:1" }, HttpStatusCode.Unauthorized, host.Admin.Client);

        var (_, node) = await host.JoinAsync();
        await host.SendAsync(HttpMethod.Get, "/api/v1/models", null, HttpStatusCode.Unauthorized, node);
        await host.SendAsync(HttpMethod.Get, AdminHost.Nodes, null, HttpStatusCode.Unauthorized, node);
        node.Dispose();
    }

    [Theory]
    [InlineData("0.0.0.0/0"), InlineData("::/0"), InlineData("10.0.0.0"), InlineData("x"), InlineData("::ffff:10.0.0.0/104")]
    public async Task A_network_that_is_the_world_or_none_is_refused(string network) =>
        await host.PostAsync(AdminHost.Nodes + "/join-tokens", new { name = "wide", allowedNetworks = new[] { network } }, HttpStatusCode.BadRequest);

    /// <summary>Announced, and its approval taken back: what a node outside of the networks looks like, without one.</summary>
    private async Task<Guid> WaitingAsync(string name, EngineSimulator simulator)
    {
        await using var command = host.Host.Services.GetRequiredService<NpgsqlDataSource>().CreateCommand(
            $"INSERT INTO inference.nodes (id, name, kind, source, url, settings, approved, draining, version, allowed_networks, created_at, updated_at, expires_at) VALUES (gen_random_uuid(), '{name}', 0, 2, '{simulator.Url}', '{{\"weight\":1}}', false, false, 1, '{{127.0.0.0/8}}', now(), now(), now() + interval '1 hour') RETURNING id");
        var id = (Guid)(await command.ExecuteScalarAsync())!;
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        while (!(await host.GetAsync(AdminHost.Nodes)).GetRawText().Contains(name, StringComparison.Ordinal)) await Task.Delay(30, limit.Token);
        return id;
    }
}
