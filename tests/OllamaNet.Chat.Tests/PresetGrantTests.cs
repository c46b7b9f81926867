using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using OllamaNet.Testing;

namespace OllamaNet.Chat.Tests;

/// <summary>Presets that are shared with some.</summary>
public sealed class PresetGrantTests(ChatFixture fixture) : IClassFixture<ChatFixture>
{
    [Fact]
    public async Task A_granted_preset_is_there_for_whom_it_was_granted_to_and_for_nobody_else()
    {
        using var root = await fixture.SignInAdminAsync();
        using var ada = await SignUpAsync();
        using var bob = await SignUpAsync();
        using var eve = await SignUpAsync();
        var group = await GroupAsync(root, await IdAsync(ada), await IdAsync(bob));
        var preset = await ada.CreatePresetAsync(new { name = "Ours", systemPrompt = "Speak as we do.", visibility = "granted" });
        Assert.Equal((HttpStatusCode.NotFound, HttpStatusCode.NotFound), (await StatusAsync(bob, preset), await StatusAsync(eve, preset)));

        await GrantAsync(ada, preset, HttpStatusCode.OK, new { kind = "group", id = group, allow = true });

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.NotFound), (await StatusAsync(bob, preset), await StatusAsync(eve, preset)));
        Assert.Contains("Ours", await bob.Client.GetStringAsync("/api/v1/presets"), StringComparison.Ordinal);
        Assert.DoesNotContain("Ours", await eve.Client.GetStringAsync("/api/v1/presets"), StringComparison.Ordinal);
        var conversation = await bob.CreateConversationAsync();
        await bob.SetAsync(conversation, new { presetId = preset });
        Assert.Equal("Speak as we do.", (await fixture.SentForAsync(bob, conversation)).SystemPrompt());

        await GrantAsync(ada, preset, HttpStatusCode.OK, new { kind = "group", id = group, allow = true }, new { kind = "user", id = await IdAsync(bob), allow = false });

        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(bob, preset));
        Assert.Null((await fixture.SentForAsync(bob, conversation, "Again")).SystemPrompt());
    }

    [Theory, InlineData("shared"), InlineData("global")]
    public async Task A_denial_holds_against_what_everybody_has(string visibility)
    {
        using var root = await fixture.SignInAdminAsync();
        using var eve = await SignUpAsync();
        var preset = await root.CreatePresetAsync(new { name = "Everybody's", visibility });
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(eve, preset));

        await GrantAsync(root, preset, HttpStatusCode.OK, new { kind = "user", id = await IdAsync(eve), allow = false });

        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(eve, preset));
        using var used = await eve.Client.PostAsJsonAsync("/api/v1/conversations", new { presetId = preset });
        Assert.Equal(HttpStatusCode.NotFound, used.StatusCode);
    }

    [Fact]
    public async Task Nobody_grants_what_is_not_his_or_to_a_group_that_he_is_not_in()
    {
        using var root = await fixture.SignInAdminAsync();
        using var ada = await SignUpAsync();
        using var eve = await SignUpAsync();
        var theirs = await GroupAsync(root, await IdAsync(ada));
        var shared = await ada.CreatePresetAsync(new { name = "Shared", visibility = "shared" });
        var hidden = await ada.CreatePresetAsync(new { name = "Private" });
        var own = await eve.CreatePresetAsync(new { name = "Eve's", visibility = "granted" });

        await GrantAsync(eve, shared, HttpStatusCode.Forbidden, new { kind = "user", id = await IdAsync(eve), allow = true });
        await GrantAsync(eve, hidden, HttpStatusCode.NotFound, new { kind = "user", id = await IdAsync(eve), allow = true });
        await GrantAsync(eve, own, HttpStatusCode.BadRequest, new { kind = "group", id = theirs, allow = true });
        await GrantAsync(eve, own, HttpStatusCode.BadRequest, new { kind = "user", id = Guid.CreateVersion7(), allow = true });
        using var read = await eve.Client.GetAsync($"/api/v1/presets/{shared}/grants");
        Assert.Equal(HttpStatusCode.Forbidden, read.StatusCode);
    }

    private async Task<ChatUser> SignUpAsync()
    {
        using var user = await fixture.Host.SignUpAsync();
        return ChatUser.With(fixture.Host.Address, user.AccessToken);
    }

    private static async Task<Guid> IdAsync(ChatUser user) => (await user.GetAsync("/api/v1/me")).GetProperty("id").GetGuid();

    private static async Task<HttpStatusCode> StatusAsync(ChatUser user, Guid preset)
    {
        using var response = await user.Client.GetAsync($"/api/v1/presets/{preset}");
        return response.StatusCode;
    }

    private static async Task GrantAsync(ChatUser user, Guid preset, HttpStatusCode status, params object[] grants)
    {
        using var response = await user.Client.PutAsJsonAsync($"/api/v1/presets/{preset}/grants", new { grants });
        Assert.True(response.StatusCode == status, $"{(int)response.StatusCode}: {await response.Content.ReadAsStringAsync()}");
    }

    private static async Task<Guid> GroupAsync(ChatUser root, params Guid[] members)
    {
        using var made = await root.Client.PostAsJsonAsync("/api/v1/admin/groups", new { name = $"group {Guid.CreateVersion7():N}" });
        var id = (await made.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetGuid();
        using var filled = await root.Client.PostAsJsonAsync($"/api/v1/admin/groups/{id}/members", new { add = members });
        Assert.Equal(HttpStatusCode.OK, filled.StatusCode);
        return id;
    }
}
