using OllamaNet.Testing;

namespace OllamaNet.Chat.Tests;

/// <summary>The main job with nothing simulated: real PostgreSQL, llama.cpp, the demo model.</summary>
public sealed class MainJobTests
{
    [Fact]
    public async Task Someone_signs_up_asks_and_finds_the_answer_again_tomorrow()
    {
        await using var host = await TestHost.StartAsync();
        using var signedUp = await host.SignUpAsync();
        using var ada = ChatUser.With(host.Address, signedUp.AccessToken);
        var conversation = await ada.CreateConversationAsync();

        var events = await ada.AskAsync(conversation, "What is 5 + 5?");
        await host.StopAsync();
        await using var tomorrow = await TestHost.StartAsync(host.SettingsToShare());
        using var loggedIn = await tomorrow.LogInAsync(signedUp.UserName);
        using var adaTomorrow = ChatUser.With(tomorrow.Address, loggedIn.AccessToken);

        Assert.Equal("5 + 5 = 10.", events.Text());
        Assert.True(events.Count(e => e.Type == "text-delta") > 1, "The answer came in one piece.");
        var messages = await adaTomorrow.MessagesAsync(conversation);
        Assert.Equal("5 + 5 = 10.", messages[1].PlainText());
        Assert.True(messages[1].GetProperty("usage").GetProperty("answerTokens").GetInt32() > 3);
        var named = await ChatFixture.EventuallyAsync(() => adaTomorrow.ConversationAsync(conversation), c => c.Text("title") is not null);
        Assert.Equal("What is 5 + 5?", named.Text("title"));
    }

    [Fact]
    public async Task A_conversation_longer_than_the_context_goes_on_and_says_what_was_left_out()
    {
        await using var host = await TestHost.StartAsync();
        using var signedUp = await host.SignUpAsync();
        using var ada = ChatUser.With(host.Address, signedUp.AccessToken);
        var conversation = await ada.CreateConversationAsync(new { title = "long" });
        for (var i = 0; i < 4; i++) await ada.AskAsync(conversation, $"Please remember this number {i}: {new string('7', 600)}");

        var events = await ada.AskAsync(conversation, "What is 5 + 5?");

        Assert.Equal("finish", events[^1].Type);
        Assert.True(events[0].Data.GetProperty("messageMetadata").GetProperty("omittedMessages").GetInt32() > 0);
    }
}
