using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using OllamaNet.Inference.Limits;
using OllamaNet.Testing;
using Xunit;

namespace OllamaNet.Inference.Tests.Limits;

public sealed class LimitEndpointTests
{
    private const string Path = "/api/v1/admin/limits";

    [Fact]
    public async Task Administrators_set_replace_and_delete_limits_that_hold_at_once()
    {
        await using var host = await TestHost.StartAsync();
        using var admin = await host.SignUpAsync();
        using var ada = await host.SignUpAsync();
        var limits = host.Services.GetRequiredService<CallLimits>();
        int LimitOf(TestUser user) => limits.StandingOf(user.Id, ["User"], null, null).Requests!.Value.Limit;

        using var first = await admin.Client.PutAsJsonAsync(Path, new { subject = "user", name = ada.UserName, requestsPerMinute = 7 });
        Assert.Equal((7, 1200), (LimitOf(ada), LimitOf(admin)));
        using var second = await admin.Client.PutAsJsonAsync(Path, new { subject = "user", name = ada.Id, requestsPerMinute = 9, tokensPerDay = 5_000_000_000L });
        Assert.Equal(9, LimitOf(ada));
        using var everyone = await admin.Client.PutAsJsonAsync(Path, new { subject = "everyone", requestsPerMinute = 50 });
        Assert.Equal((9, 50), (LimitOf(ada), LimitOf(admin)));

        var items = (await admin.Client.GetFromJsonAsync<JsonElement>(Path)).GetProperty("items");
        Assert.Equal(["everyone", "user"], items.EnumerateArray().Select(i => i.GetProperty("subject").GetString()!));
        var rule = items[1];
        Assert.Equal((ada.Id.ToString(), ada.UserName, 9, 5_000_000_000L), (rule.GetProperty("name").GetString()!, rule.GetProperty("userName").GetString()!, rule.GetProperty("requestsPerMinute").GetInt32(), rule.GetProperty("tokensPerDay").GetInt64()));
        Assert.Equal(JsonValueKind.Null, items[0].GetProperty("name").ValueKind);

        using var deleted = await admin.Client.DeleteAsync($"{Path}/{rule.GetProperty("id").GetGuid()}");
        Assert.Equal((HttpStatusCode.NoContent, 50), (deleted.StatusCode, LimitOf(ada)));
        using var again = await admin.Client.DeleteAsync($"{Path}/{rule.GetProperty("id").GetGuid()}");
        Assert.Equal(HttpStatusCode.NotFound, again.StatusCode);
    }

    [Fact]
    public async Task Another_process_knows_within_seconds()
    {
        await using var host = await TestHost.StartAsync();
        await using var other = await TestHost.StartAsync(host.SettingsToShare());
        using var admin = await host.SignUpAsync();
        var limits = other.Services.GetRequiredService<CallLimits>();

        using var put = await admin.Client.PutAsJsonAsync(Path, new { subject = "role", name = "User", requestsPerMinute = 3 });
        for (var i = 0; i < 50 && limits.StandingOf(admin.Id, ["User"], null, null).Requests!.Value.Limit != 3; i++) await Task.Delay(100);

        Assert.Equal(3, limits.StandingOf(admin.Id, ["User"], null, null).Requests!.Value.Limit);
    }

    [Fact]
    public async Task What_makes_no_sense_is_refused()
    {
        await using var host = await TestHost.StartAsync();
        using var admin = await host.SignUpAsync();
        using var ada = await host.SignUpAsync();

        foreach (var body in (object[])[
            new { subject = "user", requestsPerMinute = 1 }, new { subject = "everyone", name = "x" }, new { subject = "user", name = "nobody" }, new { subject = "planet", name = "x" },
            new { subject = "role", name = "User", requestsPerMinute = -1 }, new { subject = "role", name = "", requestsPerMinute = 1 }, new { subject = "role", name = "User", hours = 1 }, new { }])
        {
            using var response = await admin.Client.PutAsJsonAsync(Path, body);
            Assert.True(response.StatusCode is HttpStatusCode.BadRequest, $"{JsonSerializer.Serialize(body)}: {(int)response.StatusCode}");
        }

        using var ordinary = await ada.Client.PutAsJsonAsync(Path, new { subject = "everyone", requestsPerMinute = 0 });
        Assert.Equal(HttpStatusCode.Forbidden, ordinary.StatusCode);
    }
}
