using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using OllamaNet.Auth.Tests.Administration;
using OllamaNet.Testing;
using Xunit;

namespace OllamaNet.Auth.Tests.Access;

/// <summary>Steps with roles and groups.</summary>
internal static class AccessSteps
{
    public static async Task<Guid> CreateRoleAsync(this HttpClient client, string name, params string[] permissions)
    {
        using var response = await client.PostAsJsonAsync("/api/v1/admin/roles", new { name, permissions });
        Assert.True(response.StatusCode == HttpStatusCode.Created, await response.Content.ReadAsStringAsync());
        return (await response.JsonAsync()).GetProperty("id").GetGuid();
    }

    public static async Task<Guid> CreateGroupAsync(this HttpClient client, string name, params Guid[] members)
    {
        using var response = await client.PostAsJsonAsync("/api/v1/admin/groups", new { name });
        Assert.True(response.StatusCode == HttpStatusCode.Created, await response.Content.ReadAsStringAsync());
        var id = (await response.JsonAsync()).GetProperty("id").GetGuid();
        if (members.Length > 0) await client.ChangeMembersAsync(id, new { add = members });
        return id;
    }

    public static async Task<JsonElement> ChangeMembersAsync(this HttpClient client, Guid group, object change)
    {
        using var response = await client.PostAsJsonAsync($"/api/v1/admin/groups/{group}/members", change);
        Assert.True(response.StatusCode == HttpStatusCode.OK, await response.Content.ReadAsStringAsync());
        return await response.JsonAsync();
    }

    /// <summary>Somebody who manages users, and what users may do, but is no administrator; signed in.</summary>
    public static async Task<TestUser> SignUpManagerAsync(this TestHost host, HttpClient root)
    {
        var role = AuthHost.NewName() + "-managers";
        await root.CreateRoleAsync(role, "users.manage");
        using var user = await host.SignUpAsync(AuthHost.NewName());
        await root.ChangeAsync(user.Id, new { roles = new[] { "User", role } });
        return await host.LogInAsync(user.UserName);
    }
}
