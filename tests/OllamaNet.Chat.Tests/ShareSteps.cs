using System.Net;
using System.Text;
using System.Text.Json;

namespace OllamaNet.Chat.Tests;

/// <summary>Steps of people who share, export and import.</summary>
internal static class ShareSteps
{
    /// <summary>Shares, and gives the link's id and its secret.</summary>
    public static async Task<(Guid Id, string Token)> ShareAsync(this ChatUser user, object body)
    {
        var share = await user.SendAsync(HttpMethod.Post, "/api/v1/shares", body, HttpStatusCode.Created);
        return (share.Id(), new Uri(share.Text("url")!).Segments[^1]);
    }

    public static async Task<JsonElement> ImportAsync(this ChatUser user, byte[] file, string query = "")
    {
        var response = await user.Client.PostAsync($"/api/v1/imports{query}", new ByteArrayContent(file));
        Assert.True(response.StatusCode is HttpStatusCode.Created, await response.Content.ReadAsStringAsync());
        return await user.EndOfAsync($"/api/v1/imports/{(await response.JsonAsync()).Id()}");
    }

    public static Task<JsonElement> ImportAsync(this ChatUser user, string json, string query = "") => user.ImportAsync(Encoding.UTF8.GetBytes(json), query);

    public static Task<JsonElement> EndOfAsync(this ChatUser user, string job) => ChatFixture.EventuallyAsync(() => user.GetAsync(job), j => j.Text("state") is not ("queued" or "running"), patience: 60);

    public static int Count(this JsonElement import, string name) => import.GetProperty("report").GetProperty(name).GetInt32();

    public static int Count(this JsonElement import, string group, string name) => import.GetProperty("report").GetProperty(group).TryGetProperty(name, out var count) ? count.GetInt32() : 0;

    /// <summary>The archive of an export of everything.</summary>
    public static async Task<byte[]> ExportAsync(this ChatUser user, string format)
    {
        var id = (await user.SendAsync(HttpMethod.Post, "/api/v1/exports", new { format }, HttpStatusCode.Created)).Id();
        var end = await user.EndOfAsync($"/api/v1/exports/{id}");
        Assert.Equal("done", end.Text("state"));
        return await user.Client.GetByteArrayAsync($"/api/v1/exports/{id}/file");
    }

    /// <summary>A file as ChatGPT makes it: a conversation for each id, with these questions.</summary>
    public static string ChatGptFile(IEnumerable<string> ids, params string[] questions) => $"[{string.Join(',', ids.Select(id => ChatGptConversation(id, questions)))}]";

    public static string ChatGptConversation(string id, params string[] questions) => JsonSerializer.Serialize(new
    {
        conversation_id = id,
        title = id,
        mapping = questions.Select((text, place) => (text, place)).ToDictionary(q => $"n{q.place}", q => new
        {
            parent = q.place == 0 ? null : $"n{q.place - 1}",
            message = new { author = new { role = "user" }, content = new { content_type = "text", parts = new[] { q.text } } },
        }),
    });
}
