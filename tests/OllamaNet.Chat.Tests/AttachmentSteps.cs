using System.Net;
using System.Text.Json;

namespace OllamaNet.Chat.Tests;

/// <summary>What people do with files.</summary>
internal static class AttachmentSteps
{
    public static Task<HttpResponseMessage> UploadAsync(this ChatUser user, string name, byte[] bytes, string type = "application/octet-stream") =>
        user.Client.PostAsync($"/api/v1/attachments?name={Uri.EscapeDataString(name)}", new ByteArrayContent(bytes) { Headers = { ContentType = new(type) } });

    public static async Task<JsonElement> UploadedAsync(this ChatUser user, string name, byte[] bytes)
    {
        var response = await user.UploadAsync(name, bytes);
        Assert.True(response.StatusCode is HttpStatusCode.Created, await response.Content.ReadAsStringAsync());
        return await response.JsonAsync();
    }

    public static Task<byte[]> ContentAsync(this ChatUser user, JsonElement file) => user.ContentAsync(file.Id());

    public static Task<byte[]> ContentAsync(this ChatUser user, Guid id) => user.Client.GetByteArrayAsync($"/api/v1/attachments/{id}/content");

    /// <summary>Asks in a conversation, with files before the text.</summary>
    public static Task<List<StreamEvent>> AskWithAsync(this ChatUser user, Guid conversation, string text, params JsonElement[] files) =>
        user.StreamAsync($"/api/v1/conversations/{conversation}/messages", new { parts = Parts(text, files) });

    public static object[] Parts(string text, params JsonElement[] files) => [.. files.Select(f => new { type = "file", attachmentId = f.Id() }), new { type = "text", text }];

    public static Guid AttachmentId(this JsonElement part) => part.GetProperty("attachmentId").GetGuid();
}
