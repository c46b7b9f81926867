using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using OllamaNet.Testing;
using Xunit;

namespace OllamaNet.Auth.Tests.Access;

public sealed class GroupTests(AuthHost shared) : IClassFixture<AuthHost>
{
    private readonly TestHost host = shared.Host;
    private readonly HttpClient root = shared.Administrator.Client;

    [Fact]
    public async Task Users_are_put_in_and_taken_out_many_at_once()
    {
        var mark = AuthHost.NewName();
        var users = new List<Guid>();
        for (var i = 0; i < 5; i++)
        {
            using var user = await host.SignUpAsync($"{mark}-{i}");
            users.Add(user.Id);
        }

        var group = await root.CreateGroupAsync(mark, [.. users]);
        var after = await root.ChangeMembersAsync(group, new { add = users.Take(1), remove = users.Skip(3) });

        Assert.Equal((mark, 3), (after.Text("name"), after.GetProperty("members").GetInt32()));
        Assert.Equal([$"{mark}-2", $"{mark}-1", $"{mark}-0"], await MembersAsync(group, ""));
        Assert.Equal([$"{mark}-1"], await MembersAsync(group, $"&text={mark}-1%40example"));
        var first = await root.GetFromJsonAsync<JsonElement>($"/api/v1/admin/groups/{group}/members?limit=2");
        Assert.Equal([$"{mark}-0"], await MembersAsync(group, $"&after={first.Text("next")}"));
        var found = await root.GetFromJsonAsync<JsonElement>($"/api/v1/admin/groups?text={mark}");
        Assert.Equal(3, found.GetProperty("items").EnumerateArray().Single().GetProperty("members").GetInt32());
    }

    [Fact]
    public async Task A_group_is_renamed_and_deleted_and_all_of_it_recorded()
    {
        using var user = await host.SignUpAsync(AuthHost.NewName());
        var (name, other) = (AuthHost.NewName(), AuthHost.NewName());
        var group = await root.CreateGroupAsync(name, user.Id);
        await root.CreateGroupAsync(other);

        using var taken = await root.PutAsJsonAsync($"/api/v1/admin/groups/{group}", new { name = other.ToUpperInvariant() });
        using var renamed = await root.PutAsJsonAsync($"/api/v1/admin/groups/{group}", new { name = name + " & Co", description = "Those." });
        using var deleted = await root.DeleteAsync($"/api/v1/admin/groups/{group}");
        using var again = await root.DeleteAsync($"/api/v1/admin/groups/{group}");

        await taken.ShouldBeProblemAsync(HttpStatusCode.Conflict, "group-exists");
        var shown = await renamed.JsonAsync();
        Assert.Equal((name + " & Co", "Those.", HttpStatusCode.NoContent), (shown.Text("name"), shown.Text("description"), deleted.StatusCode));
        await again.ShouldBeProblemAsync(HttpStatusCode.NotFound, "group-not-found");
        var page = await root.GetFromJsonAsync<JsonElement>($"/api/v1/admin/audit?target={group}");
        Assert.Equal(["group.created", "group.members-changed", "group.changed", "group.deleted"], page.GetProperty("items").EnumerateArray().Reverse().Select(e => e.Text("action")));
        using var gone = await root.GetAsync($"/api/v1/admin/groups/{group}/members");
        await gone.ShouldBeProblemAsync(HttpStatusCode.NotFound, "group-not-found");
    }

    [Theory, InlineData("""{"add":["01939c1e-6f4a-7c3b-9a51-5d1c0f6f7a10"]}"""), InlineData("""{"add":["x"]}"""), InlineData("""{"members":[]}""")]
    public async Task What_is_no_member_is_refused(string body)
    {
        var group = await root.CreateGroupAsync(AuthHost.NewName());

        using var response = await root.PostAsync($"/api/v1/admin/groups/{group}/members", new StringContent(body, Encoding.UTF8, "application/json"));

        await response.ShouldBeProblemAsync(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task Who_manages_nothing_finds_his_own_groups_and_users_by_their_whole_names()
    {
        var mark = AuthHost.NewName();
        using var ada = await host.SignUpAsync($"{mark}-ada");
        using var bob = await host.SignUpAsync($"{mark}-bob");
        await root.CreateGroupAsync($"{mark} mine", ada.Id);
        await root.CreateGroupAsync($"{mark} theirs", bob.Id);

        Assert.Equal([$"{mark} mine"], await FoundAsync(ada.Client, mark));
        Assert.Equal([$"{mark}-bob"], await FoundAsync(ada.Client, $"{mark}-BOB"));
        Assert.Equal([$"{mark}-bob"], await FoundAsync(ada.Client, $"{mark}-bob@example.org"));
        Assert.Equal([$"{mark} mine", $"{mark} theirs", $"{mark}-ada", $"{mark}-bob"], await FoundAsync(root, mark));
        using var keyed = host.ClientWith((await ada.CreateKeyAsync(new { name = "k", scopes = new[] { "conversations.use" } })).Key);
        using var refused = await keyed.GetAsync($"/api/v1/grantees?text={mark}");
        await refused.ShouldBeProblemAsync(HttpStatusCode.Forbidden, "key-not-allowed");
    }

    private static async Task<string[]> FoundAsync(HttpClient client, string text)
    {
        var list = await client.GetFromJsonAsync<JsonElement>($"/api/v1/grantees?text={Uri.EscapeDataString(text)}");
        return [.. list.GetProperty("items").EnumerateArray().Select(g => g.Text("name"))];
    }

    private async Task<string[]> MembersAsync(Guid group, string query)
    {
        var page = await root.GetFromJsonAsync<JsonElement>($"/api/v1/admin/groups/{group}/members?limit=200{query}");
        return [.. page.GetProperty("items").EnumerateArray().Select(m => m.Text("userName"))];
    }
}
