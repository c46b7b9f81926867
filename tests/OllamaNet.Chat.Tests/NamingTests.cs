using System.Net.Http.Json;
using OllamaNet.Testing;
using OllamaNet.Testing.Simulator;

namespace OllamaNet.Chat.Tests;

public sealed class NamingTests(ChatFixture fixture) : IClassFixture<ChatFixture>
{
    [Fact]
    public async Task The_model_names_the_conversation_after_the_first_answer()
    {
        await using var host = await StartAsync();
        using var ada = await ChatUser.SignInAsync(host);
        var conversation = await ada.CreateConversationAsync();
        fixture.Engine.AnswerNext(SimulatedAnswer.Words("You take the tram."));
        fixture.Engine.AnswerNext(SimulatedAnswer.Words("\"Getting around Lisbon\""));

        await ada.AskAsync(conversation, "How do I get around Lisbon?");

        var named = await ChatFixture.EventuallyAsync(() => ada.ConversationAsync(conversation), c => c.Text("title") is not null);
        Assert.Equal("Getting around Lisbon", named.Text("title"));
    }

    [Fact]
    public async Task A_name_that_the_user_gave_stays()
    {
        await using var host = await StartAsync();
        using var ada = await ChatUser.SignInAsync(host);
        var conversation = await ada.CreateConversationAsync();
        fixture.Engine.AnswerNext(SimulatedAnswer.Words("Slow answer") with { Hold = true, FaultAfter = 1 });
        using var stream = await ada.OpenAsync(HttpMethod.Post, $"/api/v1/conversations/{conversation}/messages", new { message = "Hold on" });
        await stream.UntilAsync(e => e.Type == "text-delta");

        await ada.Client.PatchAsJsonAsync($"/api/v1/conversations/{conversation}", new { title = "Mine" });
        fixture.Engine.Release();
        await stream.ReadToEndAsync();
        await ada.AskAsync(conversation, "One more, so that the event was handled");
        await Task.Delay(500);

        Assert.Equal("Mine", (await ada.ConversationAsync(conversation)).Text("title"));
    }

    private Task<TestHost> StartAsync() => fixture.StartHostAsync(("Chat:Titles", "true"));
}
