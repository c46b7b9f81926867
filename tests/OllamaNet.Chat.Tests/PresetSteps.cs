using System.Net.Http.Json;
using System.Text.Json;

namespace OllamaNet.Chat.Tests;

internal static class PresetSteps
{
    public static async Task<JsonElement> SetAsync(this ChatUser user, Guid conversation, object settings)
    {
        var response = await user.Client.PutAsJsonAsync($"/api/v1/conversations/{conversation}/settings", settings);
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync());
        return await response.JsonAsync();
    }

    /// <summary>Asks, and gives what the engine was sent for it.</summary>
    public static async Task<JsonElement> SentForAsync(this ChatFixture fixture, ChatUser user, Guid conversation, string question = "Hello")
    {
        var marked = $"{question} {Guid.NewGuid():N}";
        await user.AskAsync(conversation, marked);
        return fixture.Engine.Calls.Single(c => c.Body.GetRawText().Contains(marked, StringComparison.Ordinal)).Body;
    }

    public static string? SystemPrompt(this JsonElement sent) =>
        sent.GetProperty("messages").EnumerateArray().Where(m => m.Text("role") == "system").Select(m => m.Text("content")).SingleOrDefault();
}
