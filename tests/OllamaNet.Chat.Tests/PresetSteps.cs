using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using OllamaNet.Chat.Data;
using OllamaNet.Chat.Folders;
using OllamaNet.Platform.Security;

namespace OllamaNet.Chat.Tests;

internal static class PresetSteps
{
    public static async Task<JsonElement> SetAsync(this ChatUser user, Guid conversation, object settings)
    {
        var response = await user.Client.PutAsJsonAsync($"/api/v1/conversations/{conversation}/settings", settings);
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync());
        return await response.JsonAsync();
    }

    public static async Task<Guid> CreatePresetAsync(this ChatUser user, object preset)
    {
        var response = await user.Client.PostAsJsonAsync("/api/v1/presets", preset);
        Assert.True(response.StatusCode is HttpStatusCode.Created, await response.Content.ReadAsStringAsync());
        return (await response.JsonAsync()).GetProperty("id").GetGuid();
    }

    public static Task<HttpResponseMessage> PutPresetAsync(this ChatUser user, Guid id, object preset, string? ifMatch = null) =>
        user.SendAsync(new(HttpMethod.Put, $"/api/v1/presets/{id}") { Content = JsonContent.Create(preset) }, ifMatch);

    public static Task<HttpResponseMessage> DeletePresetAsync(this ChatUser user, Guid id, string? ifMatch = null) =>
        user.SendAsync(new(HttpMethod.Delete, $"/api/v1/presets/{id}"), ifMatch);

    public static async Task<ChatUser> SignInAdminAsync(this ChatFixture fixture)
    {
        var issuer = fixture.Host.Services.GetRequiredService<TokenIssuer>();
        return ChatUser.With(fixture.Host.Address, await issuer.IssueAsync(new AccessToken(Guid.CreateVersion7(), Guid.CreateVersion7(), 1, [Roles.User, Roles.Admin]), default));
    }

    /// <summary>Asks, and gives what the engine was sent for it.</summary>
    public static async Task<JsonElement> SentForAsync(this ChatFixture fixture, ChatUser user, Guid conversation, string question = "Hello")
    {
        var marked = $"{question} {Guid.CreateVersion7():N}";
        await user.AskAsync(conversation, marked);
        return fixture.Engine.Calls.Single(c => c.Body.GetRawText().Contains(marked, StringComparison.Ordinal)).Body;
    }

    /// <summary>A folder of this person's, with the conversation in it.</summary>
    public static async Task<Guid> FolderAsync(this ChatFixture fixture, ChatUser user, Guid conversation, Guid? parent, Guid? preset, string? systemPrompt)
    {
        await user.ConversationAsync(conversation);
        await using var scope = fixture.Host.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<ChatDb>();
        var inside = await db.Conversations.SingleAsync(c => c.Id == conversation);
        var now = TimeProvider.System.GetUtcNow();
        var folder = new Folder { Id = Guid.CreateVersion7(now), OwnerId = inside.OwnerId, ParentId = parent, Name = "Folder", PresetId = preset, SystemPrompt = systemPrompt, CreatedAt = now, UpdatedAt = now };
        db.Add(folder);
        inside.FolderId = folder.Id;
        await db.SaveChangesAsync();
        return folder.Id;
    }

    private static Task<HttpResponseMessage> SendAsync(this ChatUser user, HttpRequestMessage request, string? ifMatch)
    {
        if (ifMatch is not null) request.Headers.TryAddWithoutValidation("If-Match", ifMatch);
        return user.Client.SendAsync(request);
    }

    public static string? SystemPrompt(this JsonElement sent) =>
        sent.GetProperty("messages").EnumerateArray().Where(m => m.Text("role") == "system").Select(m => m.Text("content")).SingleOrDefault();
}
