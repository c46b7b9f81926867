using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using OllamaNet.Testing;
using Xunit;

namespace OllamaNet.Admin.Tests;

/// <summary>Settings are the whole host's: each test puts back what it changed.</summary>
public sealed class SettingTests(AdminHost admin) : IClassFixture<AdminHost>
{
    private const string Path = "admin/settings";

    [Fact]
    public async Task Only_an_administrator_sees_and_changes_settings()
    {
        await admin.GetAsync(Path, HttpStatusCode.Unauthorized, admin.Host.Client);
        await admin.GetAsync(Path, HttpStatusCode.Forbidden, admin.User.Client);
        await admin.SendAsync(HttpMethod.Patch, Path, new Dictionary<string, object?> { ["Auth:Registration"] = "closed" }, HttpStatusCode.Forbidden, admin.User.Client, ifMatch: "*");
    }

    [Fact]
    public async Task Registration_closes_and_opens_without_a_restart_and_both_are_recorded()
    {
        await ChangeAsync("Auth:Registration", "closed");
        using var refused = await admin.Host.Client.PostAsJsonAsync("/api/v1/auth/register", new { userName = "late", email = "late@example.org", password = TestUser.Password });
        await ChangeAsync("Auth:Registration", null);
        using var late = await admin.Host.SignUpAsync("late");

        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
        var entries = await admin.AuditAsync("target=Auth:Registration");
        Assert.Equal(["closed", "open"], entries.Select(e => e.Text("before", "value")));
        Assert.Equal(["open", "closed"], entries.Select(e => e.Text("after", "value")));
    }

    [Fact]
    public async Task Another_process_has_a_change_within_seconds()
    {
        await using var other = await TestHost.StartAsync(admin.Host.SettingsToShare());

        await ChangeAsync("CallLimits:TokensPerDay", 123);
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (other.Configuration["CallLimits:TokensPerDay"] is not "123") await Task.Delay(20, patience.Token);
        await ChangeAsync("CallLimits:TokensPerDay", null);
        while (other.Configuration["CallLimits:TokensPerDay"] is not null) await Task.Delay(20, patience.Token);
    }

    [Fact]
    public async Task What_the_environment_says_is_locked()
    {
        await using var host = await TestHost.StartAsync(new Dictionary<string, string?>(StringComparer.Ordinal) { ["Chat:DefaultModel"] = "said elsewhere" });
        using var root = await host.SignUpAsync();

        var shown = (await root.Client.GetFromJsonAsync<JsonElement>("/api/v1/admin/settings")).GetProperty("items").EnumerateArray().Single(s => s.Text("name") == "Chat:DefaultModel");
        var refused = await admin.SendAsync(HttpMethod.Patch, Path, new Dictionary<string, object?> { ["Chat:DefaultModel"] = "mine" }, HttpStatusCode.Conflict, root.Client, ifMatch: "*");

        Assert.Equal(("configuration", "said elsewhere"), (shown.Text("lock"), shown.Text("value")));
        Assert.Equal("setting-locked", refused.Text("code"));
    }

    [Theory]
    [InlineData("Auth:Registration", "maybe")]
    [InlineData("Auth:Registration", 1)]
    [InlineData("Chat:TrashDays", 0)]
    [InlineData("Chat:TrashDays", 3651)]
    [InlineData("Chat:TrashDays", 1.5)]
    [InlineData("Chat:TrashDays", "30")]
    [InlineData("Chat:TrashDays", 99999999999999)]
    [InlineData("CallLimits:TokensPerDay", -1)]
    [InlineData("Banner:Until", "tomorrow")]
    [InlineData("Banner:Text", "")]
    [InlineData("Banner:Text", true)]
    [InlineData("Telemetry:MetricsToken", "short")]
    [InlineData("Security:Issuer", "me")]
    [InlineData("ConnectionStrings:OllamaNet", "Host=evil")]
    public async Task What_the_option_does_not_take_is_refused_and_nothing_is_stored(string name, object value)
    {
        var before = await admin.GetAsync(Path);

        var problem = await admin.SendAsync(HttpMethod.Patch, Path, new Dictionary<string, object?> { ["Chat:DefaultModel"] = "also sent", [name] = value }, HttpStatusCode.BadRequest, ifMatch: "*");

        Assert.True(problem.GetProperty("errors").TryGetProperty(name, out _), problem.GetRawText());
        Assert.Equal(before.GetRawText(), (await admin.GetAsync(Path)).GetRawText());
    }

    [Fact]
    public async Task A_change_on_what_somebody_else_changed_meanwhile_is_refused()
    {
        var tag = await TagAsync();
        await ChangeAsync("Chat:TrashDays", 31);

        await admin.SendAsync(HttpMethod.Patch, Path, new Dictionary<string, object?> { ["Chat:TrashDays"] = 32 }, HttpStatusCode.PreconditionFailed, ifMatch: tag);
        await admin.SendAsync(HttpMethod.Patch, Path, new Dictionary<string, object?> { ["Chat:TrashDays"] = 32 }, HttpStatusCode.PreconditionRequired);

        Assert.Equal(31, (await SettingAsync("Chat:TrashDays")).GetProperty("value").GetInt32());
        await admin.SendAsync(HttpMethod.Patch, Path, new Dictionary<string, object?> { ["Chat:TrashDays"] = null }, HttpStatusCode.OK, ifMatch: await TagAsync());
        Assert.Equal(30, (await SettingAsync("Chat:TrashDays")).GetProperty("value").GetInt32());
    }

    [Fact]
    public async Task A_secret_works_and_is_never_shown_nor_stored_as_it_is()
    {
        const string secret = "a-token-for-the-scraper";
        await ChangeAsync("Telemetry:MetricsToken", secret);
        using var scraper = admin.Host.ClientWith(secret);

        using var metrics = await scraper.GetAsync("/metrics");
        var shown = await SettingAsync("Telemetry:MetricsToken");
        await using var stored = admin.Host.Services.GetRequiredService<NpgsqlDataSource>().CreateCommand("SELECT value IS NULL AND position($1 IN sealed) = 0 FROM platform.settings WHERE name = 'Telemetry:MetricsToken'");
        stored.Parameters.Add(new() { Value = System.Text.Encoding.UTF8.GetBytes(secret) });

        Assert.Equal(HttpStatusCode.OK, metrics.StatusCode);
        Assert.True(shown.GetProperty("isSet").GetBoolean());
        Assert.Equal(JsonValueKind.Null, shown.GetProperty("value").ValueKind);
        Assert.Equal(true, await stored.ExecuteScalarAsync());
        Assert.DoesNotContain(secret, JsonSerializer.Serialize(await admin.AuditAsync("limit=200")), StringComparison.Ordinal);
        await ChangeAsync("Telemetry:MetricsToken", null);
        using var after = await scraper.GetAsync("/metrics");
        Assert.Equal(HttpStatusCode.Unauthorized, after.StatusCode);
    }

    [Fact]
    public async Task A_default_limit_counts_at_once()
    {
        await ChangeAsync("CallLimits:RequestsPerMinute", 77);

        var mine = await admin.GetAsync("usage", client: admin.User.Client);
        Assert.Equal(JsonValueKind.Object, mine.ValueKind);
        Assert.Equal(77, (await SettingAsync("CallLimits:RequestsPerMinute")).GetProperty("value").GetInt32());
        await ChangeAsync("CallLimits:RequestsPerMinute", null);
    }

    [Fact]
    public async Task The_banner_is_for_everybody_until_its_time_is_over()
    {
        Assert.Null((await admin.GetAsync("banner", client: admin.Host.Client)).Text("text"));

        await admin.SendAsync(HttpMethod.Patch, Path, new Dictionary<string, object?> { ["Banner:Text"] = "<b>Tonight</b>", ["Banner:Tone"] = "warning", ["Banner:Until"] = "2999-01-01T00:00:00Z" }, HttpStatusCode.OK, ifMatch: "*");
        var shown = await admin.GetAsync("banner", client: admin.Host.Client);
        await ChangeAsync("Banner:Until", "2020-01-01T00:00:00+02:00");
        var over = await admin.GetAsync("banner", client: admin.Host.Client);

        Assert.Equal(("<b>Tonight</b>", "warning"), (shown.Text("text"), shown.Text("tone")));
        Assert.Null(over.Text("text"));
        await admin.SendAsync(HttpMethod.Patch, Path, new Dictionary<string, object?> { ["Banner:Text"] = null, ["Banner:Tone"] = null, ["Banner:Until"] = null }, HttpStatusCode.OK, ifMatch: "*");
    }

    [Fact]
    public async Task A_stored_value_that_no_version_takes_is_left_out()
    {
        await using (var write = admin.Host.Services.GetRequiredService<NpgsqlDataSource>().CreateCommand(
            $"INSERT INTO platform.settings (name, value, updated_by) VALUES ('Chat:TrashDays', 'many', '{admin.Admin.Id}'), ('Moon:Landing', '1', '{admin.Admin.Id}'); UPDATE platform.settings_revision SET value = value + 1"))
            await write.ExecuteNonQueryAsync();

        await ChangeAsync("Chat:DefaultModel", "llama3");
        await ChangeAsync("Chat:DefaultModel", null);

        Assert.Equal(30, (await SettingAsync("Chat:TrashDays")).GetProperty("value").GetInt32());
        await using var remove = admin.Host.Services.GetRequiredService<NpgsqlDataSource>().CreateCommand("DELETE FROM platform.settings; UPDATE platform.settings_revision SET value = value + 1");
        await remove.ExecuteNonQueryAsync();
    }

    private Task<JsonElement> ChangeAsync(string name, object? value) =>
        admin.SendAsync(HttpMethod.Patch, Path, new Dictionary<string, object?> { [name] = value }, HttpStatusCode.OK, ifMatch: "*");

    private async Task<JsonElement> SettingAsync(string name) => (await admin.GetAsync(Path)).GetProperty("items").EnumerateArray().Single(s => s.Text("name") == name);

    private async Task<string> TagAsync()
    {
        using var response = await admin.Admin.Client.GetAsync("/api/v1/" + Path);
        return response.Headers.ETag!.ToString();
    }
}
