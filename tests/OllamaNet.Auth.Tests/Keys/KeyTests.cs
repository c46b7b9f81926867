using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using OllamaNet.Testing;
using Xunit;

namespace OllamaNet.Auth.Tests.Keys;

public sealed class KeyTests(AuthHost shared) : IClassFixture<AuthHost>
{
    private readonly TestHost host = shared.Host;

    [Fact]
    public async Task A_key_is_shown_once_and_stored_as_a_hash()
    {
        using var ada = await host.SignUpAsync(AuthHost.NewName());

        var (key, id) = await ada.CreateKeyAsync(new { name = "laptop" });

        Assert.Matches("^onk_[A-Za-z0-9]{51}$", key);
        var listed = await ada.Client.GetStringAsync("/api/v1/keys");
        Assert.DoesNotContain(key, listed, StringComparison.Ordinal);
        Assert.Contains(key[..12], listed, StringComparison.Ordinal);
        var row = await host.ScalarAsync<string>("SELECT row_to_json(k)::text FROM platform.api_keys AS k WHERE id = $1", id);
        Assert.DoesNotContain(key[12..], row, StringComparison.Ordinal);
        Assert.Contains(Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.ASCII.GetBytes(key))), row, StringComparison.Ordinal);
    }

    [Theory, InlineData("Authorization", "Bearer "), InlineData("authorization", "bearer "), InlineData("x-api-key", ""), InlineData("X-API-KEY", "")]
    public async Task Either_header_carries_it(string header, string scheme)
    {
        using var ada = await host.SignUpAsync(AuthHost.NewName());
        var (key, _) = await ada.CreateKeyAsync();

        using var response = await host.UseAsync((header, scheme + key));

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Fact]
    public async Task Whatever_a_key_may_not_do_it_may_not_do_with_the_other_header_either()
    {
        var (key, _) = await shared.Administrator.CreateKeyAsync(new { name = "narrow", scopes = new[] { "conversations.use" } });

        foreach (var path in (string[])["/api/v1/models", "/api/v1/me", "/api/v1/keys", "/api/v1/admin/keys", "/metrics"])
        {
            using var bearer = await host.SendAsync(HttpMethod.Get, path, null, ("Authorization", $"Bearer {key}"));
            using var header = await host.SendAsync(HttpMethod.Get, path, null, ("x-api-key", key));
            using var both = await host.SendAsync(HttpMethod.Get, path, null, ("Authorization", $"Bearer {key}"), ("x-api-key", key));
            Assert.Equal((path, HttpStatusCode.Forbidden, HttpStatusCode.Forbidden, HttpStatusCode.Forbidden), (path, bearer.StatusCode, header.StatusCode, both.StatusCode));
        }
    }

    [Fact]
    public async Task Two_different_credentials_are_none()
    {
        using var ada = await host.SignUpAsync(AuthHost.NewName());
        var (one, _) = await ada.CreateKeyAsync();
        var (two, _) = await ada.CreateKeyAsync();

        using var keys = await host.UseAsync(("Authorization", $"Bearer {one}"), ("x-api-key", two));
        using var tokenAndKey = await host.UseAsync(("Authorization", $"Bearer {ada.AccessToken}"), ("x-api-key", one));
        using var otherScheme = await host.UseAsync(("Authorization", $"Basic {one}"), ("x-api-key", one));
        using var twice = await host.UseAsync(("x-api-key", one), ("x-api-key", two));

        await keys.ShouldBeProblemAsync(HttpStatusCode.Unauthorized, "ambiguous-credentials");
        await tokenAndKey.ShouldBeProblemAsync(HttpStatusCode.Unauthorized, "ambiguous-credentials");
        await otherScheme.ShouldBeProblemAsync(HttpStatusCode.Unauthorized, "ambiguous-credentials");
        Assert.Equal(HttpStatusCode.Unauthorized, twice.StatusCode);
    }

    [Fact]
    public async Task Keys_that_share_their_beginning_are_not_the_same()
    {
        using var ada = await host.SignUpAsync(AuthHost.NewName());
        var (key, _) = await ada.CreateKeyAsync();
        Assert.Equal(HttpStatusCode.OK, await host.UseAsync(key));

        foreach (var at in (int[])[12, 20, 30, 40, 54])
            Assert.Equal(HttpStatusCode.Unauthorized, await host.UseAsync(key[..at] + (key[at] == 'x' ? 'y' : 'x') + key[(at + 1)..]));
        Assert.Equal(HttpStatusCode.Unauthorized, await host.UseAsync(key[..^1]));
        Assert.Equal(HttpStatusCode.Unauthorized, await host.UseAsync(key + "A"));
    }

    [Fact]
    public async Task A_key_has_no_scope_that_its_maker_lacks()
    {
        using var ada = await host.SignUpAsync(AuthHost.NewName());

        foreach (var scope in (string?[])["nodes.manage", "users.manage", "models.manage", "settings.manage", "usage.read", "everything", "Models.Use", "", null])
        {
            using var response = await ada.Client.PostAsJsonAsync("/api/v1/keys", new { name = "more", scopes = new[] { "models.use", scope } });
            await response.ShouldBeProblemAsync(HttpStatusCode.BadRequest, "validation");
        }
    }

    [Fact]
    public async Task Fields_that_are_the_servers_are_refused()
    {
        using var ada = await host.SignUpAsync(AuthHost.NewName());
        var (_, id) = await ada.CreateKeyAsync();

        foreach (var body in (object[])[new { name = "x", ownerId = shared.Administrator.Id }, new { name = "x", hash = "aa" }, new { name = "x", isAdmin = true }])
        {
            using var created = await ada.Client.PostAsJsonAsync("/api/v1/keys", body);
            using var changed = await ada.Client.PatchAsJsonAsync($"/api/v1/keys/{id}", body);
            Assert.Equal((HttpStatusCode.BadRequest, HttpStatusCode.BadRequest), (created.StatusCode, changed.StatusCode));
        }

        using var scopes = await ada.Client.PatchAsJsonAsync($"/api/v1/keys/{id}", new { scopes = new[] { "models.use", "conversations.use" } });
        Assert.Equal(HttpStatusCode.BadRequest, scopes.StatusCode);
    }

    [Fact]
    public async Task Changing_keeps_what_is_left_out_and_takes_away_what_is_null()
    {
        using var ada = await host.SignUpAsync(AuthHost.NewName());
        var (_, id) = await ada.CreateKeyAsync(new { name = "one", models = new[] { "a", "b" }, expiresAt = TimeProvider.System.GetUtcNow().AddDays(1), limits = new { requestsPerMinute = 5 } });

        using var first = await ada.Client.PatchAsJsonAsync($"/api/v1/keys/{id}", new { name = "two" });
        using var second = await ada.Client.PatchAsJsonAsync($"/api/v1/keys/{id}", new Dictionary<string, object?> { ["models"] = null, ["expiresAt"] = null, ["limits"] = new { tokensPerMinute = 9 } });

        var (kept, taken) = (await first.JsonAsync(), await second.JsonAsync());
        Assert.Equal(("two", 2, 5), (kept.Text("name"), kept.GetProperty("models").GetArrayLength(), kept.GetProperty("limits").GetProperty("requestsPerMinute").GetInt32()));
        Assert.Equal((JsonValueKind.Null, JsonValueKind.Null, "two"), (taken.GetProperty("models").ValueKind, taken.GetProperty("expiresAt").ValueKind, taken.Text("name")));
        Assert.Equal(9, taken.GetProperty("limits").GetProperty("tokensPerMinute").GetInt32());
        Assert.Equal(JsonValueKind.Null, taken.GetProperty("limits").GetProperty("requestsPerMinute").ValueKind);
    }

    [Fact]
    public async Task Someone_elses_key_looks_absent()
    {
        using var ada = await host.SignUpAsync(AuthHost.NewName());
        using var bob = await host.SignUpAsync(AuthHost.NewName());
        var (key, id) = await ada.CreateKeyAsync();

        using var changed = await bob.Client.PatchAsJsonAsync($"/api/v1/keys/{id}", new { name = "mine" });
        using var deleted = await bob.Client.DeleteAsync($"/api/v1/keys/{id}");
        using var asAdministrator = await bob.Client.DeleteAsync($"/api/v1/admin/keys/{id}");

        await changed.ShouldBeProblemAsync(HttpStatusCode.NotFound, "key-not-found");
        await deleted.ShouldBeProblemAsync(HttpStatusCode.NotFound, "key-not-found");
        Assert.Equal(HttpStatusCode.Forbidden, asAdministrator.StatusCode);
        Assert.DoesNotContain(id.ToString(), await bob.Client.GetStringAsync("/api/v1/keys"), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, await host.UseAsync(key));
    }

    [Fact]
    public async Task Administrators_see_and_end_keys_of_others_but_never_the_keys_themselves()
    {
        using var ada = await host.SignUpAsync(AuthHost.NewName());
        var (key, id) = await ada.CreateKeyAsync();

        var page = await shared.Administrator.Client.GetFromJsonAsync<JsonElement>("/api/v1/admin/keys?limit=1");
        using var deleted = await shared.Administrator.Client.DeleteAsync($"/api/v1/admin/keys/{id}");

        var listed = Assert.Single(page.GetProperty("items").EnumerateArray());
        Assert.Equal((id, ada.Id), (listed.GetProperty("id").GetGuid(), listed.GetProperty("ownerId").GetGuid()));
        Assert.False(listed.TryGetProperty("key", out _));
        Assert.Equal(HttpStatusCode.NoContent, deleted.StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, await host.UseAsync(key));
    }

    [Fact]
    public async Task A_key_neither_opens_nor_ends_a_session()
    {
        using var ada = await host.SignUpAsync(AuthHost.NewName());
        var (key, _) = await ada.CreateKeyAsync();

        using var logout = await host.SendAsync(HttpMethod.Post, "/api/v1/auth/logout", null, ("x-api-key", key));
        using var everywhere = await host.SendAsync(HttpMethod.Post, "/api/v1/auth/logout-all", null, ("x-api-key", key));

        Assert.Equal((HttpStatusCode.Unauthorized, HttpStatusCode.Forbidden), (logout.StatusCode, everywhere.StatusCode));
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), (await host.MeAsync(ada.AccessToken), await host.UseAsync(key)));
    }

    [Fact]
    public async Task Its_last_use_is_known_a_few_seconds_later()
    {
        using var ada = await host.SignUpAsync(AuthHost.NewName());
        var (key, id) = await ada.CreateKeyAsync();
        for (var i = 0; i < 20; i++) await host.UseAsync(key);

        for (var i = 0; i < 80; i++)
        {
            var items = (await ada.Client.GetFromJsonAsync<JsonElement>("/api/v1/keys")).GetProperty("items");
            if (items.EnumerateArray().Single(k => k.GetProperty("id").GetGuid() == id).GetProperty("lastUsedAt").ValueKind is JsonValueKind.String) return;
            await Task.Delay(100);
        }

        Assert.Fail("Nothing was written in 8 seconds.");
    }
}
