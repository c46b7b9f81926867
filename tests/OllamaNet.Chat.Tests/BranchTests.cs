using System.Net;
using System.Net.Http.Json;
using OllamaNet.Testing.Simulator;

namespace OllamaNet.Chat.Tests;

/// <summary>Messages are a tree: questions asked again, answers made again, the branch that is shown.</summary>
public sealed class BranchTests(ChatFixture fixture) : IClassFixture<ChatFixture>
{
    [Fact]
    public async Task A_question_asked_in_other_words_is_a_sibling_and_what_followed_is_kept()
    {
        using var ada = await fixture.SignInAsync();
        var conversation = await ada.CreateConversationAsync();
        await ada.AskAsync(conversation, "first");
        await ada.AskAsync(conversation, "second");
        var before = await ada.MessagesAsync(conversation);

        await ada.AskInsteadAsync(conversation, before[2].Id(), "second, in other words");

        var after = await ada.MessagesAsync(conversation);
        Assert.Equal(["first", "Hello world", "second, in other words", "Hello world"], after.Select(m => m.PlainText()));
        Assert.Equal([before[2].Id(), after[2].Id()], after[2].Siblings());
        Assert.Equal([after[3].Id()], after[3].Siblings());
        var sent = fixture.Engine.Calls.Last(c => c.Body.ToString().Contains("second, in other words", StringComparison.Ordinal)).Body.GetProperty("messages");
        Assert.Equal(["first", "Hello world", "second, in other words"], sent.EnumerateArray().Select(m => m.Text("content")));
    }

    [Fact]
    public async Task The_first_question_can_be_asked_again_too()
    {
        using var ada = await fixture.SignInAsync();
        var conversation = await ada.CreateConversationAsync();
        await ada.AskAsync(conversation, "begin");
        var first = (await ada.MessagesAsync(conversation))[0].Id();

        await ada.AskInsteadAsync(conversation, first, "begin anew");

        var messages = await ada.MessagesAsync(conversation);
        Assert.Equal(["begin anew", "Hello world"], messages.Select(m => m.PlainText()));
        Assert.Equal([first, messages[0].Id()], messages[0].Siblings());
        Assert.Equal([first, messages[0].Id()], (await ada.GetAsync(TreeSteps.PathOf(conversation, first))).Siblings());
    }

    [Fact]
    public async Task Showing_a_message_shows_its_newest_branch()
    {
        using var ada = await fixture.SignInAsync();
        var conversation = await ada.CreateConversationAsync();
        await ada.AskAsync(conversation, "one");
        await ada.AskAsync(conversation, "two");
        var old = await ada.MessagesAsync(conversation);
        await ada.AskInsteadAsync(conversation, old[0].Id(), "uno");

        var response = await ada.ShowAsync(conversation, old[0].Id());

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(old[3].Id(), (await response.JsonAsync()).GetProperty("activeLeafId").GetGuid());
        Assert.Equal(["one", "Hello world", "two", "Hello world"], await ada.TextsAsync(conversation));
    }

    [Fact]
    public async Task The_branch_can_be_switched_while_an_answer_is_made_and_the_answer_goes_on()
    {
        using var ada = await fixture.SignInAsync();
        var conversation = await ada.CreateConversationAsync();
        var first = (await ada.AskAsync(conversation, "twice")).MessageId();
        fixture.Engine.AnswerNext(SimulatedAnswer.Words("made out of sight") with { Hold = true, FaultAfter = 1 });
        using var stream = await ada.OpenAsync(HttpMethod.Post, TreeSteps.PathOf(conversation, first, "regenerate"), new { });
        var second = (await stream.UntilAsync(e => e.Type == "text-delta")).MessageId();

        var switched = await ada.ShowAsync(conversation, first);
        await ada.AskAsync(conversation, "and on the old branch");
        fixture.Engine.Release();
        await stream.ReadToEndAsync();

        Assert.Equal(HttpStatusCode.OK, switched.StatusCode);
        Assert.Equal(["twice", "Hello world", "and on the old branch", "Hello world"], await ada.TextsAsync(conversation));
        Assert.Equal("made out of sight", (await ada.GetAsync(TreeSteps.PathOf(conversation, second))).PlainText());
    }

    [Fact]
    public async Task Pages_go_both_ways_along_the_branch_that_is_asked_for()
    {
        using var ada = await fixture.SignInAsync();
        var conversation = await ada.CreateConversationAsync();
        for (var i = 0; i < 4; i++) await ada.AskAsync(conversation, $"old {i}");
        var old = await ada.MessagesAsync(conversation);
        await ada.AskInsteadAsync(conversation, old[2].Id(), "new 1");
        var path = $"/api/v1/conversations/{conversation}/messages?limit=3&leaf={old[^1].Id()}";

        var newest = await ada.GetAsync(path);
        var older = await ada.GetAsync($"{path}&before={newest.Text("previous")}");
        var oldest = await ada.GetAsync($"{path}&before={older.Text("previous")}");
        var forth = await ada.GetAsync($"{path}&after={oldest.Text("next")}");

        Assert.Equal(old.Select(m => m.Id()), new[] { oldest, older, newest }.SelectMany(p => p.GetProperty("items").EnumerateArray()).Select(m => m.Id()));
        Assert.Equal(older.GetProperty("items").EnumerateArray().Select(m => m.Id()), forth.GetProperty("items").EnumerateArray().Select(m => m.Id()));
        Assert.Equal(2, oldest.GetProperty("items").EnumerateArray().Concat(older.GetProperty("items").EnumerateArray()).First(m => m.Id() == old[2].Id()).Siblings().Count);
    }

    [Fact]
    public async Task A_stranger_or_another_conversation_gets_nothing_of_the_tree()
    {
        using var ada = await fixture.SignInAsync();
        using var eve = await fixture.SignInAsync();
        var (conversation, other) = (await ada.CreateConversationAsync(), await ada.CreateConversationAsync());
        await ada.AskAsync(conversation, "mine");
        await ada.AskAsync(other, "elsewhere");
        var (question, answer) = ((await ada.MessagesAsync(conversation))[0].Id(), (await ada.MessagesAsync(conversation))[1].Id());
        var (strayQuestion, stray) = ((await ada.MessagesAsync(other))[0].Id(), (await ada.MessagesAsync(other))[1].Id());
        var hers = await eve.CreateConversationAsync();

        foreach (var (user, id, message, asked) in new[] { (eve, conversation, answer, question), (eve, hers, answer, question), (ada, conversation, stray, strayQuestion) })
        {
            Assert.EndsWith("-not-found", await (await user.EditAsync(id, message, "taken over")).IsRefusedAsync(HttpStatusCode.NotFound), StringComparison.Ordinal);
            Assert.EndsWith("-not-found", await (await user.DeleteAsync(id, message)).IsRefusedAsync(HttpStatusCode.NotFound), StringComparison.Ordinal);
            Assert.EndsWith("-not-found", await (await user.ForkAsync(id, message)).IsRefusedAsync(HttpStatusCode.NotFound), StringComparison.Ordinal);
            Assert.EndsWith("-not-found", await (await user.ShowAsync(id, message)).IsRefusedAsync(HttpStatusCode.NotFound), StringComparison.Ordinal);
            Assert.EndsWith("-not-found", await (await user.Client.PostAsJsonAsync(TreeSteps.PathOf(id, message, "continue"), new { })).IsRefusedAsync(HttpStatusCode.NotFound), StringComparison.Ordinal);
            Assert.EndsWith("-not-found", await (await user.Client.PostAsJsonAsync(TreeSteps.PathOf(id, message, "regenerate"), new { })).IsRefusedAsync(HttpStatusCode.NotFound), StringComparison.Ordinal);
            Assert.EndsWith("-not-found", await (await user.Client.GetAsync(TreeSteps.PathOf(id, message))).IsRefusedAsync(HttpStatusCode.NotFound), StringComparison.Ordinal);
            Assert.EndsWith("-not-found", await (await user.Client.GetAsync($"/api/v1/conversations/{id}/messages?leaf={message}")).IsRefusedAsync(HttpStatusCode.NotFound), StringComparison.Ordinal);
            foreach (object place in new object[] { new { message = "sneaked in", editOf = asked }, new { message = "sneaked in", parentId = message } })
            {
                var status = (await user.Client.PostAsJsonAsync($"/api/v1/conversations/{id}/messages", place)).StatusCode;
                Assert.Equal(id == conversation && user == eve ? HttpStatusCode.NotFound : HttpStatusCode.BadRequest, status);
            }
        }

        Assert.Equal(["mine", "Hello world"], await ada.TextsAsync(conversation));
        Assert.Equal(["elsewhere", "Hello world"], await ada.TextsAsync(other));
        Assert.Single((await ada.GetAsync(TreeSteps.PathOf(conversation, answer))).Siblings());
    }

    [Fact]
    public async Task What_is_not_a_question_cannot_be_asked_in_other_words()
    {
        using var ada = await fixture.SignInAsync();
        var conversation = await ada.CreateConversationAsync();
        var answer = (await ada.AskAsync(conversation, "q")).MessageId();
        var question = (await ada.MessagesAsync(conversation))[0].Id();
        var path = $"/api/v1/conversations/{conversation}/messages";

        Assert.Equal("validation", await (await ada.Client.PostAsJsonAsync(path, new { message = "x", editOf = answer })).IsRefusedAsync(HttpStatusCode.BadRequest));
        Assert.Equal("validation", await (await ada.Client.PostAsJsonAsync(path, new { message = "x", editOf = question, parentId = answer })).IsRefusedAsync(HttpStatusCode.BadRequest));
    }
}
