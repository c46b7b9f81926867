using OllamaNet.Testing;
using OllamaNet.Testing.Simulator;

namespace OllamaNet.Chat.Tests.Context;

/// <summary>With an engine that counts, tokens are not guessed.</summary>
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

    [Fact]
    public async Task The_gauge_is_exact_with_a_server_that_counts()
    {
        await using var engine = await EngineSimulator.StartAsync();
        engine.Tokenizer = SimulatedTokenizer.LlamaCpp;
        var settings = engine.AsNode("openai");
        settings["Chat:Titles"] = "false";
        await using var host = await TestHost.StartAsync(settings);
        using var ada = await ChatUser.SignInAsync(host);
        await ChatFixture.EventuallyAsync(() => ada.GetAsync("/api/v1/models"), models => models.GetProperty("items").GetArrayLength() > 0);
        var conversation = await ada.CreateConversationAsync();
        await ada.AskAsync(conversation, "Hi");
        await ChatFixture.EventuallyAsync(() => ada.ContextAsync(conversation), c => c.GetProperty("exact").GetBoolean());

        var context = await ada.ContextAsync(conversation);

        // "Hi" and "Hello world" with three letters around each, two at the end.
        Assert.Equal(2 + 11 + 6 + 2, context.GetProperty("promptTokens").GetInt32());
    }
}
