using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Xunit;

namespace OllamaNet.Auth.Tests.Administration;

/// <summary>Steps of an administrator.</summary>
internal static class UserSteps
{
    public static Task<JsonElement> UserAsync(this HttpClient administrator, Guid id) => administrator.GetFromJsonAsync<JsonElement>($"/api/v1/admin/users/{id}");

    public static async Task<JsonElement> ChangeAsync(this HttpClient administrator, Guid id, object change)
    {
        using var response = await administrator.PatchAsJsonAsync($"/api/v1/admin/users/{id}", change);
        Assert.True(response.StatusCode == HttpStatusCode.OK, await response.Content.ReadAsStringAsync());
        return await response.JsonAsync();
    }

    public static async Task DoAsync(this HttpClient administrator, Guid id, string action)
    {
        using var response = await administrator.PostAsync($"/api/v1/admin/users/{id}/{action}", null);
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync());
    }

    public static async Task<List<JsonElement>> ListAsync(this HttpClient administrator, string query)
    {
        var page = await administrator.GetFromJsonAsync<JsonElement>($"/api/v1/admin/users?{query}");
        return [.. page.GetProperty("items").EnumerateArray()];
    }
}
