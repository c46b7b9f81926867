using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace OllamaNet.Chat.Tests;

internal static class OrganisingSteps
{
    public static async Task<JsonElement> SendAsync(this ChatUser user, HttpMethod method, string path, object? body = null, HttpStatusCode expected = HttpStatusCode.OK)
    {
        using var request = new HttpRequestMessage(method, path) { Content = body is null ? null : JsonContent.Create(body) };
        using var response = await user.Client.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(response.StatusCode == expected, $"{method} {path}: {(int)response.StatusCode} {text}");
        return text.Length == 0 ? default : JsonDocument.Parse(text).RootElement;
    }

    public static async Task<Guid> CreateFolderAsync(this ChatUser user, object body) => (await user.SendAsync(HttpMethod.Post, "/api/v1/folders", body, HttpStatusCode.Created)).Id();

    public static async Task<Guid> CreateTagAsync(this ChatUser user, string name) => (await user.SendAsync(HttpMethod.Post, "/api/v1/tags", new { name }, HttpStatusCode.Created)).Id();

    public static async Task<List<Guid>> IdsAsync(this ChatUser user, string path) => [.. (await user.GetAsync(path)).Items().Select(i => i.Id())];

    public static List<JsonElement> Items(this JsonElement page) => [.. page.GetProperty("items").EnumerateArray()];

    public static Guid Id(this JsonElement element) => element.GetProperty("id").GetGuid();

    public static Guid? IdOf(this JsonElement element, string name) => element.GetProperty(name) is { ValueKind: JsonValueKind.String } id ? id.GetGuid() : null;
}
