using OllamaNet.Testing;
using OllamaNet.Testing.Simulator;

namespace OllamaNet.Chat.Tests;

public sealed class RevokedStreamTests(ChatFixture fixture) : IClassFixture<ChatFixture>
{
    [Fact]
    public async Task Logging_out_everywhere_ends_the_open_stream_within_seconds_but_not_the_answer()
    {
        using var signedUp = await fixture.Host.SignUpAsync();
        using var ada = ChatUser.With(fixture.Host.Address, signedUp.AccessToken);
        var conversation = await ada.CreateConversationAsync();
        fixture.Engine.AnswerNext(SimulatedAnswer.Words("still being made") with { Hold = true, FaultAfter = 1 });
        using var stream = await ada.OpenAsync(HttpMethod.Post, $"/api/v1/conversations/{conversation}/messages", new { message = "Watch me" });
        await stream.UntilAsync(e => e.Type == "text-delta");

        await ada.Client.PostAsync("/api/v1/auth/logout-all", null);
        await stream.IsCutAsync().WaitAsync(TimeSpan.FromSeconds(5));

        fixture.Engine.Release();
        using var again = await fixture.Host.LogInAsync(signedUp.UserName);
        using var adaAgain = ChatUser.With(fixture.Host.Address, again.AccessToken);
        var message = await ChatFixture.EventuallyAsync(async () => (await adaAgain.MessagesAsync(conversation))[1], m => m.Text("status") != "running");
        Assert.Equal("still being made", message.PlainText());
    }
}
