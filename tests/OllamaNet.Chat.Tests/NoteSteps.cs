using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using OllamaNet.Testing.Simulator;

namespace OllamaNet.Chat.Tests;

/// <summary>Steps of people who note and rate.</summary>
internal static class NoteSteps
{
    /// <summary>A conversation of one question, and the answer to it.</summary>
    public static async Task<(Guid Conversation, Guid Answer)> ConversedAsync(this ChatFixture fixture, ChatUser user, string question, string answer)
    {
        var conversation = await user.CreateConversationAsync();
        fixture.Engine.AnswerNext(SimulatedAnswer.Words(answer));
        return (conversation, (await user.AskAsync(conversation, question)).MessageId());
    }

    /// <summary>An answer that has begun and goes on at the returned call.</summary>
    public static async Task<(Action Release, Guid Answer)> AnsweringAsync(this ChatFixture fixture, ChatUser user, Guid conversation)
    {
        fixture.Engine.AnswerNext(SimulatedAnswer.Words("this is not all yet") with { Hold = true, FaultAfter = 2 });
        using var stream = await user.OpenAsync(HttpMethod.Post, $"/api/v1/conversations/{conversation}/messages", new { message = "Go on" });
        return (fixture.Engine.Release, (await stream.UntilAsync(e => e.Type == "text-delta")).MessageId());
    }

    public static async Task<JsonElement> NoteAsync(this ChatUser user, object body)
    {
        var response = await user.Client.PostAsJsonAsync("/api/v1/notes", body);
        Assert.True(response.StatusCode is HttpStatusCode.Created, await response.Content.ReadAsStringAsync());
        return await response.JsonAsync();
    }

    /// <summary>The texts of the notes that are listed.</summary>
    public static async Task<List<string>> NotesAsync(this ChatUser user, string query) =>
        [.. (await user.GetAsync($"/api/v1/notes{query}")).GetProperty("items").EnumerateArray().Select(n => n.Text("text")!)];

    public static async Task<JsonElement> RateAsync(this ChatUser user, Guid conversation, Guid answer, object body)
    {
        var response = await user.Client.PutAsJsonAsync($"/api/v1/conversations/{conversation}/messages/{answer}/feedback", body);
        Assert.True(response.StatusCode is HttpStatusCode.OK, await response.Content.ReadAsStringAsync());
        return await response.JsonAsync();
    }

    public static async Task ExecuteAsync(this ChatFixture fixture, string sql)
    {
        await using var command = fixture.Host.Services.GetRequiredService<NpgsqlDataSource>().CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }
}
