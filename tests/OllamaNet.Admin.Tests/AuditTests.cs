using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using OllamaNet.Platform.Audit;
using OllamaNet.Testing;
using Xunit;

namespace OllamaNet.Admin.Tests;

public sealed class AuditTests(AdminHost admin) : IClassFixture<AdminHost>
{
    [Fact]
    public async Task Only_an_administrator_reads_the_log()
    {
        foreach (var path in (string[])["admin/audit", "admin/audit/export"])
        {
            await admin.GetAsync(path, HttpStatusCode.Unauthorized, admin.Host.Client);
            await admin.GetAsync(path, HttpStatusCode.Forbidden, admin.User.Client);
        }

        var (narrow, _) = await admin.Admin.CreateKeyAsync(new { name = "narrow", scopes = new[] { "settings.manage" } });
        using var client = admin.Host.ClientWith(narrow);
        await admin.GetAsync("admin/audit", HttpStatusCode.Forbidden, client);
    }

    [Fact]
    public async Task A_failed_login_names_the_account_and_never_what_was_typed()
    {
        await LogInAsync("ada", "not the password of ada");
        await LogInAsync("correct horse battery staple", "typed into the wrong field");

        var failures = await admin.AuditAsync("action=auth.login&outcome=failure");

        Assert.Contains(failures, f => f.GetProperty("target").ValueKind is JsonValueKind.Object && f.Text("target", "name") == "ada" && f.Text("after", "reason") == "wrong-credentials");
        Assert.Contains(failures, f => f.GetProperty("target").ValueKind is JsonValueKind.Null);
        var everything = JsonSerializer.Serialize(failures);
        Assert.DoesNotContain("typed into", everything, StringComparison.Ordinal);
        Assert.DoesNotContain("horse", everything, StringComparison.Ordinal);
        Assert.DoesNotContain("not the password", everything, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_session_is_told_from_its_login_to_its_end()
    {
        using var grace = await admin.Host.SignUpAsync("grace");
        using var again = await admin.Host.LogInAsync("grace");
        await admin.SendAsync(HttpMethod.Post, "auth/logout", new { refreshToken = again.RefreshToken }, HttpStatusCode.NoContent, again.Client);

        var entries = await admin.AuditAsync("target=" + grace.Id);

        Assert.Equal(["auth.logout", "auth.login", "user.registered"], entries.Select(e => e.Text("action")));
        Assert.All(entries, e => Assert.Equal(("grace", "127.0.0.1", "success"), (e.Text("actor", "name"), e.Text("ip"), e.Text("outcome"))));
    }

    [Fact]
    public async Task A_change_shows_before_and_after_and_no_secret()
    {
        var node = await admin.SendAsync(HttpMethod.Post, "admin/nodes", new { name = "audited", kind = "openAI", url = "http://127.0.0.1:9", apiKey = "sk-very-secret" }, HttpStatusCode.Created);
        var id = node.GetProperty("id").GetGuid();
        await admin.SendAsync(HttpMethod.Patch, $"admin/nodes/{id}", new { draining = true, apiKey = "sk-also-secret" }, HttpStatusCode.OK);
        await admin.SendAsync(HttpMethod.Delete, $"admin/nodes/{id}", null, HttpStatusCode.NoContent);

        var entries = await admin.AuditAsync($"target={id}");

        Assert.Equal(["node.removed", "node.changed", "node.created"], entries.Select(e => e.Text("action")));
        Assert.False(entries[1].GetProperty("before").GetProperty("draining").GetBoolean());
        Assert.True(entries[1].GetProperty("after").GetProperty("draining").GetBoolean());
        Assert.All(entries, e => Assert.Equal(("root", "audited"), (e.Text("actor", "name"), e.Text("target", "name"))));
        Assert.DoesNotContain("secret", JsonSerializer.Serialize(entries), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_did_not_happen_is_not_recorded()
    {
        await admin.SendAsync(HttpMethod.Delete, $"shares/{Guid.CreateVersion7()}", null, HttpStatusCode.NotFound);
        await admin.SendAsync(HttpMethod.Put, "admin/model-aliases", new { name = "loop", targets = Array.Empty<string>() }, HttpStatusCode.BadRequest);

        Assert.Empty(await admin.AuditAsync("action=share"));
        Assert.Empty(await admin.AuditAsync("target=loop"));
    }

    [Fact]
    public async Task Every_kind_of_administration_leaves_its_trace()
    {
        await admin.SendAsync(HttpMethod.Put, "admin/model-aliases", new { name = "traced", targets = new[] { "llama3:8b" } }, HttpStatusCode.OK);
        await admin.SendAsync(HttpMethod.Delete, "admin/model-aliases?name=traced", null, HttpStatusCode.NoContent);
        await admin.SendAsync(HttpMethod.Put, "admin/model-policies", new { model = "traced", hidden = true }, HttpStatusCode.OK);
        await admin.SendAsync(HttpMethod.Put, "admin/user-policies", new { userId = admin.User.Id, localOnly = true }, HttpStatusCode.OK);
        var limit = await admin.SendAsync(HttpMethod.Put, "admin/limits", new { subject = "user", name = "ada", requestsPerMinute = 9 }, HttpStatusCode.OK);
        await admin.SendAsync(HttpMethod.Delete, $"admin/limits/{limit.GetProperty("id").GetGuid()}", null, HttpStatusCode.NoContent);
        var token = await admin.SendAsync(HttpMethod.Post, "admin/nodes/join-tokens", new { name = "attic" }, HttpStatusCode.Created);
        await admin.SendAsync(HttpMethod.Delete, $"admin/nodes/join-tokens/{token.GetProperty("id").GetGuid()}", null, HttpStatusCode.NoContent);
        var (_, key) = await admin.User.CreateKeyAsync(new { name = "laptop", scopes = new[] { "models.use" } });
        await admin.SendAsync(HttpMethod.Patch, $"keys/{key}", new { name = "old laptop" }, HttpStatusCode.OK, admin.User.Client);
        await admin.SendAsync(HttpMethod.Delete, $"admin/keys/{key}", null, HttpStatusCode.NoContent);
        await admin.SendAsync(HttpMethod.Post, "presets", new { name = "For all", visibility = "global" }, HttpStatusCode.Created);
        await admin.SendAsync(HttpMethod.Delete, "trash", null, HttpStatusCode.NoContent);
        await admin.SendAsync(HttpMethod.Post, "exports", new { format = "json" }, HttpStatusCode.Created, admin.User.Client);
        await admin.SendAsync(HttpMethod.Patch, "me", new { userName = "ada.l" }, HttpStatusCode.OK, admin.User.Client);
        await admin.SendAsync(HttpMethod.Patch, "me", new { userName = "ada" }, HttpStatusCode.OK, admin.User.Client);

        var actions = (await admin.AuditAsync("limit=200")).Select(e => e.Text("action")!).ToHashSet(StringComparer.Ordinal);

        string[] expected =
        [
            "alias.set", "alias.removed", "model-policy.set", "user-policy.set", "limit.set", "limit.deleted", "join-token.created", "join-token.revoked",
            "key.created", "key.changed", "key.deleted", "preset.made-global", "export.started", "user.changed", "user.registered",
        ];
        Assert.Empty(expected.Except(actions));
        Assert.DoesNotContain("onj_", JsonSerializer.Serialize(await admin.AuditAsync("action=join-token")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_key_does_is_told_with_the_key()
    {
        var (key, id) = await admin.Admin.CreateKeyAsync(new { name = "robot", scopes = new[] { "nodes.manage" } });
        using var robot = admin.Host.ClientWith(key);
        await admin.SendAsync(HttpMethod.Post, "admin/nodes/join-tokens", new { name = "by robot" }, HttpStatusCode.Created, robot);

        var entry = (await admin.AuditAsync("text=by robot"))[0];

        Assert.Equal(("root", "robot", id.ToString()), (entry.Text("actor", "name"), entry.Text("key", "name"), entry.Text("key", "id")));
    }

    [Fact]
    public async Task Filters_narrow_and_pages_follow_each_other_without_gap_or_repetition()
    {
        var log = admin.Host.Services.GetRequiredService<AuditLog>();
        for (var i = 0; i < 7; i++) await log.RecordAsync(new("paged.one", "thing", $"t{i}", i % 2 == 0 ? "even 50%_x" : "odd") { Outcome = (AuditOutcome)(i % 2) }, default);

        List<string?> seen = [];
        for (string? after = null; ;)
        {
            var page = await admin.GetAsync($"admin/audit?action=paged&limit=3{(after is null ? "" : $"&after={after}")}");
            seen.AddRange(page.GetProperty("items").EnumerateArray().Select(e => e.Text("target", "id")));
            if ((after = page.Text("next")) is null) break;
        }

        Assert.Equal(["t6", "t5", "t4", "t3", "t2", "t1", "t0"], seen);
        Assert.Equal(3, (await admin.AuditAsync("action=paged.one&outcome=failure")).Count);
        Assert.Equal(4, (await admin.AuditAsync("text=50%25_x")).Count);
        Assert.Empty(await admin.AuditAsync("action=paged&text=50%25%25x"));
        Assert.Empty(await admin.AuditAsync("action=pag"));
        Assert.Empty(await admin.AuditAsync("action=paged&from=2100-01-01T00:00:00Z"));
        Assert.Empty(await admin.AuditAsync("action=paged&actor=root"));
        Assert.Empty(await admin.AuditAsync("text=" + Uri.EscapeDataString("' OR 1=1; DROP TABLE platform.audit --")));
        await admin.GetAsync("admin/audit?after=nonsense", HttpStatusCode.BadRequest);
        await admin.GetAsync("admin/audit?outcome=maybe", HttpStatusCode.BadRequest);
        await admin.GetAsync("admin/audit?limit=201", HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task The_export_is_complete_holds_no_formula_and_is_recorded()
    {
        var log = admin.Host.Services.GetRequiredService<AuditLog>();
        await log.RecordAsync(new("exported.one", "thing", "1", "=HYPERLINK(\"http://evil\")"), default);
        await log.RecordAsync(new("exported.two", "thing", "2", "a, \"b\"") { After = new { a = 1 } }, default);

        using var csv = await admin.Admin.Client.GetAsync("/api/v1/admin/audit/export?action=exported");
        var lines = (await csv.Content.ReadAsStringAsync()).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        var json = (await admin.Admin.Client.GetStringAsync("/api/v1/admin/audit/export?action=exported&format=jsonl")).Split('\n', StringSplitOptions.RemoveEmptyEntries);

        Assert.Equal("text/csv", csv.Content.Headers.ContentType?.MediaType);
        Assert.Equal(3, lines.Length);
        Assert.Contains("\"'=HYPERLINK(\"\"http://evil\"\")\"", lines[2], StringComparison.Ordinal);
        Assert.Equal(["exported.two", "exported.one"], json.Select(line => JsonElement.Parse(line).Text("action")));
        Assert.Equal("jsonl", (await admin.AuditAsync("action=audit.exported"))[0].Text("after", "format"));
        await admin.GetAsync("admin/audit/export?format=xml", HttpStatusCode.BadRequest);
    }

    [Theory, InlineData("admin/audit"), InlineData("admin/audit?actor=root&action=auth&text=127&outcome=success&limit=2")]
    public async Task A_page_is_one_query(string path)
    {
        await admin.GetAsync(path);

        Assert.Equal(1, await Queries.CountAsync(admin.Admin.Client, $"/api/v1/{path}"));
    }

    private async Task LogInAsync(string login, string password)
    {
        using var response = await admin.Host.Client.PostAsJsonAsync("/api/v1/auth/login", new { login, password });
        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
    }
}

internal static class Queries
{
    /// <summary>How many statements a request takes.</summary>
    public static async Task<int> CountAsync(HttpClient client, string path)
    {
        var queries = 0;
        ActivityTraceId trace = default;
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name is "Npgsql" or "Microsoft.AspNetCore" or "OllamaNet.Admin.Tests",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = activity => { if (activity.Source.Name == "Npgsql" && activity.TraceId == trace && activity.GetTagItem("db.query.text") is not null) Interlocked.Increment(ref queries); },
        };
        ActivitySource.AddActivityListener(listener);
        using var source = new ActivitySource("OllamaNet.Admin.Tests");
        using var activity = source.StartActivity("read");
        trace = activity!.TraceId;
        using var response = await client.GetAsync(path);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return queries;
    }
}
