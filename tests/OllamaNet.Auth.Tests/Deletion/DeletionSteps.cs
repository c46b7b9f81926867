using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using OllamaNet.Auth.Users.Deletion;
using OllamaNet.Testing;
using Xunit;

namespace OllamaNet.Auth.Tests.Deletion;

/// <summary>Steps of who leaves.</summary>
internal static class DeletionSteps
{
    public static async Task<HttpResponseMessage> SendDeletionAsync(this HttpClient client, object body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Delete, "/api/v1/me") { Content = JsonContent.Create(body) };
        return await client.SendAsync(request);
    }

    public static async Task DeleteAccountAsync(this TestUser user)
    {
        using var response = await user.Client.SendDeletionAsync(new { currentPassword = TestUser.Password });
        Assert.True(response.StatusCode == HttpStatusCode.Accepted, await response.Content.ReadAsStringAsync());
    }

    /// <summary>Logs in to an account that its owner deleted.</summary>
    public static async Task<JsonElement> RefusedAsDeletedAsync(this TestHost host, string login)
    {
        using var response = await host.PostAsync("login", new { login, password = TestUser.Password });
        return await response.ShouldBeProblemAsync(HttpStatusCode.Forbidden, "account-deleted");
    }

    public static Task<HttpResponseMessage> RestoreAsync(this TestHost host, string ticket) => host.PostAsync("restore", new { ticket });

    public static Task<HttpResponseMessage> DeleteUserAsync(this HttpClient administrator, Guid id, bool atOnce = false) =>
        administrator.DeleteAsync($"/api/v1/admin/users/{id}?atOnce={(atOnce ? "true" : "false")}");

    public static Task PurgeAsync(this TestHost host) => host.Services.GetRequiredService<AccountPurge>().PurgeAsync(CancellationToken.None);

    /// <summary>Waits for the purge that runs in the background.</summary>
    public static async Task<bool> IsRemovedAsync(this TestHost host, HttpClient administrator, Guid id)
    {
        for (var i = 0; i < 300; i++)
        {
            using var response = await administrator.GetAsync(new Uri(host.Address, $"/api/v1/admin/users/{id}"));
            if (response.StatusCode == HttpStatusCode.NotFound) return true;
            await Task.Delay(100);
        }

        return false;
    }
}
