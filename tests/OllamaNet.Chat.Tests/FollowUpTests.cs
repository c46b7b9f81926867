using System.Net;
using System.Net.Http.Json;
using OllamaNet.Chat.FollowUps;
using OllamaNet.Testing.Simulator;

namespace OllamaNet.Chat.Tests;

public sealed class FollowUpTests(ChatFixture fixture) : IClassFixture<ChatFixture>
{
    [Fact]
    public async Task The_model_suggests_up_to_three_and_is_asked_once()
    {
        using var ada = await fixture.SignInAsync();
        var (conversation, answer) = await AskAsync(ada, "Tell me about rivers");
        fixture.Engine.AnswerNext(new SimulatedAnswer("""{"questions": ["Which is the longest?", "Where does it """, """begin?", "Why do they bend?", "A fourth?"]}"""));

        var first = await SuggestAsync(ada, conversation, answer);
        var second = await SuggestAsync(ada, conversation, answer);

        Assert.Equal(["Which is the longest?", "Where does it begin?", "Why do they bend?"], first);
        Assert.Equal(first, second);
        Assert.Single(fixture.Engine.Calls, c => c.Body.ToString().Contains("follow-up", StringComparison.Ordinal) && c.Body.ToString().Contains("rivers", StringComparison.Ordinal));
    }

    [Fact]
    public async Task They_are_stored_with_the_answer_until_it_changes()
    {
        using var ada = await fixture.SignInAsync();
        var (conversation, answer) = await AskAsync(ada, "Tell me about lakes");
        fixture.Engine.AnswerNext(SimulatedAnswer.Words("""["How deep are they?"]"""));
        Assert.False((await ada.MessagesAsync(conversation))[1].TryGetProperty("followUps", out _));
        await SuggestAsync(ada, conversation, answer);

        await using var other = await fixture.StartHostAsync(fixture.Host.SettingsToShare());
        using var adaLater = ada.At(other);
        var stored = (await adaLater.MessagesAsync(conversation))[1].GetProperty("followUps").EnumerateArray().Select(f => f.GetString());
        Assert.Equal(["How deep are they?"], stored);
        Assert.Equal(["How deep are they?"], await SuggestAsync(adaLater, conversation, answer));

        await ada.EditAsync(conversation, answer, "Lakes are still water.");
        Assert.False((await ada.MessagesAsync(conversation))[1].TryGetProperty("followUps", out _));
        fixture.Engine.AnswerNext(SimulatedAnswer.Words("""["Is all of it still?"]"""));
        Assert.Equal(["Is all of it still?"], await SuggestAsync(ada, conversation, answer));
    }

    [Fact]
    public async Task A_failing_model_is_an_error_and_is_asked_again_the_next_time()
    {
        using var ada = await fixture.SignInAsync();
        var (conversation, answer) = await AskAsync(ada, "Tell me about storms");
        fixture.Engine.AnswerNext(SimulatedAnswer.Words("half") with { Fault = SimulatedFault.ErrorLine, FaultAfter = 1 });

        var failed = await ada.Client.PostAsync(Path(conversation, answer), null);
        fixture.Engine.AnswerNext(SimulatedAnswer.Words("""["Are they dangerous?"]"""));
        var again = await SuggestAsync(ada, conversation, answer);

        Assert.Equal(HttpStatusCode.BadGateway, failed.StatusCode);
        Assert.Equal(["Are they dangerous?"], again);
    }

    [Fact]
    public async Task A_question_and_an_answer_that_did_not_end_well_get_none()
    {
        using var ada = await fixture.SignInAsync();
        var conversation = await ada.CreateConversationAsync();
        fixture.Engine.AnswerNext(SimulatedAnswer.Words("it breaks") with { Fault = SimulatedFault.ErrorLine, FaultAfter = 1 });
        await ada.AskAsync(conversation, "Break");
        var messages = await ada.MessagesAsync(conversation);

        foreach (var message in messages) Assert.Empty(await SuggestAsync(ada, conversation, message.GetProperty("id").GetGuid()));
    }

    [Fact]
    public async Task Somebody_elses_message_looks_absent_and_one_of_another_conversation_too()
    {
        using var ada = await fixture.SignInAsync();
        using var eve = await fixture.SignInAsync();
        var (conversation, answer) = await AskAsync(ada, "Private");
        var (evesOwn, _) = await AskAsync(eve, "Mine");
        var another = await ada.CreateConversationAsync();

        Assert.Equal(HttpStatusCode.NotFound, (await eve.Client.PostAsync(Path(conversation, answer), null)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await eve.Client.PostAsync(Path(evesOwn, answer), null)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await ada.Client.PostAsync(Path(another, answer), null)).StatusCode);
    }

    [Theory]
    [InlineData("""{"questions":["One?","Two?","Three?"]}""", "One?|Two?|Three?")]
    [InlineData("""Sure! {"questions":["One?","Two?",]} I hope that helps.""", "One?|Two?")]
    [InlineData("```json\n[\"One?\", \"One?\", \"Two?\"]\n```", "One?|Two?")]
    [InlineData("""{"suggestions":["One?", 2, null, "Three?"]}""", "One?|Three?")]
    [InlineData("Here are some:\n1. **What is one?**\n2) What is two?\n- \"What is three?\"\nAnything else", "What is one?|What is two?|What is three?")]
    [InlineData("I cannot help with that.", "")]
    [InlineData("{\"questions\": [\"cut of", "")]
    [InlineData("{}", "")]
    [InlineData("""["Half \ud83d"]""", "")]
    [InlineData("", "")]
    [InlineData("[[[[[[[[[[[[[[[[", "")]
    public void Whatever_the_model_says_is_read_as_well_as_it_can_be(string text, string expected) =>
        Assert.Equal(expected, string.Join('|', FollowUpText.Read(text)));

    [Fact]
    public void A_suggestion_is_short_and_has_no_control_characters()
    {
        var read = FollowUpText.Read($$"""["{{new string('x', 200)}}", "line\nbreak\u0007?"]""");

        Assert.Equal("line break ?", Assert.Single(read));
    }

    private static string Path(Guid conversation, Guid message) => $"/api/v1/conversations/{conversation}/messages/{message}/follow-ups";

    private static async Task<(Guid Conversation, Guid Answer)> AskAsync(ChatUser user, string question)
    {
        var conversation = await user.CreateConversationAsync();
        return (conversation, (await user.AskAsync(conversation, question)).MessageId());
    }

    private static async Task<List<string?>> SuggestAsync(ChatUser user, Guid conversation, Guid message)
    {
        var response = await user.Client.PostAsJsonAsync(Path(conversation, message), new { });
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return [.. (await response.JsonAsync()).GetProperty("items").EnumerateArray().Select(i => i.GetString())];
    }
}
