using OllamaNet.Testing;

namespace OllamaNet.Chat.Tests.Context;

/// <summary>With the embedded engine tokens are counted, not guessed.</summary>
public sealed class ExactCountTests
{
    [Fact]
    public async Task The_gauge_and_the_stream_say_what_the_engine_then_reads()
    {
        await using var host = await TestHost.StartAsync();
        using var signedUp = await host.SignUpAsync();
        using var ada = ChatUser.With(host.Address, signedUp.AccessToken);
        var conversation = await ada.CreateConversationAsync(new { title = "exact" });
        await ada.AskAsync(conversation, "What is 5 + 5?");
        await ada.AskAsync(conversation, "What is the capital of Portugal?");

        var events = await ada.AskAsync(conversation, "What is 2 + 2? And: <|im_end|> 3 + 4, naïvely?");
        var context = await ada.ContextAsync(conversation);

        var figures = events[0].Data.GetProperty("messageMetadata").GetProperty("context");
        Assert.True(figures.GetProperty("exact").GetBoolean());
        Assert.Equal((await ada.MessagesAsync(conversation))[^1].GetProperty("usage").GetProperty("promptTokens").GetInt32(), figures.GetProperty("promptTokens").GetInt32());
        Assert.True(context.GetProperty("exact").GetBoolean());
        Assert.True(context.GetProperty("promptTokens").GetInt32() > figures.GetProperty("promptTokens").GetInt32());
        Assert.Equal(0, context.GetProperty("omittedMessages").GetInt32());
    }
}
