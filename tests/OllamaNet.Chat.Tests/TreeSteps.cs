using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace OllamaNet.Chat.Tests;

/// <summary>What a person does to the tree of messages.</summary>
internal static class TreeSteps
{
    public static string PathOf(Guid conversation, Guid message, string? more = null) => $"/api/v1/conversations/{conversation}/messages/{message}{(more is null ? "" : "/" + more)}";

    public static async Task<List<StreamEvent>> StreamAsync(this ChatUser user, string path, object body, string? idempotencyKey = null)
    {
        using var stream = await user.OpenAsync(HttpMethod.Post, path, body, idempotencyKey);
        return await stream.ReadToEndAsync();
    }

    public static Task<List<StreamEvent>> AskInsteadAsync(this ChatUser user, Guid conversation, Guid question, string message) =>
        user.StreamAsync($"/api/v1/conversations/{conversation}/messages", new { message, editOf = question });

    public static Task<List<StreamEvent>> AnswerAgainAsync(this ChatUser user, Guid conversation, Guid message) => user.StreamAsync(PathOf(conversation, message, "regenerate"), new { });

    public static Task<HttpResponseMessage> ShowAsync(this ChatUser user, Guid conversation, Guid message) =>
        user.Client.PatchAsJsonAsync($"/api/v1/conversations/{conversation}", new { activeLeafId = message });

    public static Task<HttpResponseMessage> EditAsync(this ChatUser user, Guid conversation, Guid message, string text, object? seenAt = null) =>
        user.Client.PatchAsJsonAsync(PathOf(conversation, message), new { text, seenAt });

    public static Task<HttpResponseMessage> DeleteAsync(this ChatUser user, Guid conversation, Guid message) => user.Client.DeleteAsync(PathOf(conversation, message));

    public static Task<HttpResponseMessage> ForkAsync(this ChatUser user, Guid conversation, Guid message) =>
        user.Client.PostAsJsonAsync($"/api/v1/conversations/{conversation}/fork", new { messageId = message });

    /// <summary>Texts of the branch that is shown.</summary>
    public static async Task<IEnumerable<string>> TextsAsync(this ChatUser user, Guid conversation) => (await user.MessagesAsync(conversation)).Select(m => m.PlainText());

    public static async Task<string?> IsRefusedAsync(this HttpResponseMessage response, HttpStatusCode status)
    {
        Assert.True(response.StatusCode == status, $"{(int)response.StatusCode} {await response.Content.ReadAsStringAsync()}");
        return (await response.JsonAsync()).Text("code");
    }

    public static List<Guid> Siblings(this JsonElement message) => [.. message.GetProperty("siblings").EnumerateArray().Select(s => s.GetGuid())];
}
