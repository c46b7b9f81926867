using System.Net;
using System.Net.Http.Json;
using OllamaNet.Testing.Simulator;

namespace OllamaNet.Chat.Tests;

/// <summary>Changing a message in place, deleting it with what follows, and copying a conversation up to it.</summary>
public sealed class MessageEditTests(ChatFixture fixture) : IClassFixture<ChatFixture>
{
    [Fact]
    public async Task An_answer_is_edited_in_place_and_the_model_hears_the_new_text()
    {
        using var ada = await fixture.SignInAsync();
        var conversation = await ada.CreateConversationAsync();
        fixture.Engine.AnswerNext(SimulatedAnswer.Words("wrong thing") with { Thinking = ["hm"] });
        var answer = (await ada.AskAsync(conversation, "fix me")).MessageId();

        var response = await ada.EditAsync(conversation, answer, "right thing");
        await ada.AskAsync(conversation, "and now");

        var edited = await response.JsonAsync();
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("right thing", edited.PlainText());
        Assert.Equal(["reasoning", "text"], edited.GetProperty("parts").EnumerateArray().Select(p => p.Text("type")));
        Assert.NotNull(edited.Text("editedAt"));
        var sent = fixture.Engine.Calls.Last(c => c.Body.ToString().Contains("and now", StringComparison.Ordinal)).Body.GetProperty("messages");
        Assert.Equal("right thing", sent[1].Text("content"));
    }

    [Fact]
    public async Task Of_two_tabs_that_edit_the_same_text_the_second_is_told()
    {
        using var ada = await fixture.SignInAsync();
        var conversation = await ada.CreateConversationAsync();
        var answer = (await ada.AskAsync(conversation, "two tabs")).MessageId();
        var seen = (await ada.MessagesAsync(conversation))[1].Text("createdAt");

        var first = await ada.EditAsync(conversation, answer, "from the first tab", seen);
        var second = await ada.EditAsync(conversation, answer, "from the second tab", seen);
        var again = await ada.EditAsync(conversation, answer, "after looking again", (await first.JsonAsync()).Text("editedAt"));

        Assert.Equal("edited-elsewhere", await second.IsRefusedAsync(HttpStatusCode.Conflict));
        Assert.Equal(HttpStatusCode.OK, again.StatusCode);
        Assert.Equal("after looking again", (await ada.MessagesAsync(conversation))[1].PlainText());
    }

    [Fact]
    public async Task Two_tabs_that_edit_at_once_have_one_winner()
    {
        using var ada = await fixture.SignInAsync();
        var conversation = await ada.CreateConversationAsync();
        var answer = (await ada.AskAsync(conversation, "at once")).MessageId();
        var seen = (await ada.MessagesAsync(conversation))[1].Text("createdAt");

        var responses = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => ada.EditAsync(conversation, answer, $"text {i}", seen)));

        var winner = Assert.Single(responses, r => r.StatusCode is HttpStatusCode.OK);
        Assert.All(responses.Where(r => r != winner), r => Assert.Equal(HttpStatusCode.Conflict, r.StatusCode));
        Assert.Equal((await winner.JsonAsync()).PlainText(), (await ada.MessagesAsync(conversation))[1].PlainText());
    }

    [Fact]
    public async Task What_is_no_text_and_what_is_being_made_is_not_edited()
    {
        using var ada = await fixture.SignInAsync();
        var conversation = await ada.CreateConversationAsync();
        fixture.Engine.AnswerNext(SimulatedAnswer.Words("not yet") with { Hold = true, FaultAfter = 1 });
        using var stream = await ada.OpenAsync(HttpMethod.Post, $"/api/v1/conversations/{conversation}/messages", new { message = "hold" });
        var answer = (await stream.UntilAsync(e => e.Type == "text-delta")).MessageId();
        var question = (await ada.MessagesAsync(conversation))[0].Id();

        Assert.Equal("answer-running", await (await ada.EditAsync(conversation, answer, "too early")).IsRefusedAsync(HttpStatusCode.Conflict));
        Assert.Equal("validation", await (await ada.EditAsync(conversation, question, "  ")).IsRefusedAsync(HttpStatusCode.BadRequest));
        Assert.Equal("validation", await (await ada.EditAsync(conversation, question, new string('x', 100_001))).IsRefusedAsync(HttpStatusCode.BadRequest));
        Assert.Equal("validation", await (await ada.EditAsync(conversation, question, new string('x', 1_000_001))).IsRefusedAsync(HttpStatusCode.BadRequest));
        fixture.Engine.Release();
        await stream.ReadToEndAsync();
    }

    [Fact]
    public async Task Deleting_a_message_takes_what_follows_and_shows_its_sibling_or_the_message_before()
    {
        using var ada = await fixture.SignInAsync();
        var conversation = await ada.CreateConversationAsync();
        await ada.AskAsync(conversation, "stays");
        await ada.AskAsync(conversation, "asked");
        var old = await ada.MessagesAsync(conversation);
        await ada.AskInsteadAsync(conversation, old[2].Id(), "asked anew");
        await ada.AskAsync(conversation, "below");
        var anew = (await ada.MessagesAsync(conversation))[2].Id();

        Assert.Equal(HttpStatusCode.NoContent, (await ada.DeleteAsync(conversation, anew)).StatusCode);
        Assert.Equal(["stays", "Hello world", "asked", "Hello world"], await ada.TextsAsync(conversation));
        Assert.Equal([old[2].Id()], (await ada.MessagesAsync(conversation))[2].Siblings());

        Assert.Equal(HttpStatusCode.NoContent, (await ada.DeleteAsync(conversation, old[2].Id())).StatusCode);
        Assert.Equal(["stays", "Hello world"], await ada.TextsAsync(conversation));

        Assert.Equal(HttpStatusCode.NoContent, (await ada.DeleteAsync(conversation, old[0].Id())).StatusCode);
        Assert.Empty(await ada.MessagesAsync(conversation));
        Assert.Equal("Hello world", (await ada.AskAsync(conversation, "from the start")).Text());
    }

    [Fact]
    public async Task Deleting_what_is_not_shown_leaves_the_shown_branch()
    {
        using var ada = await fixture.SignInAsync();
        var conversation = await ada.CreateConversationAsync();
        var old = (await ada.AskAsync(conversation, "q")).MessageId();
        var shown = (await ada.AnswerAgainAsync(conversation, old)).MessageId();

        await ada.DeleteAsync(conversation, old);

        Assert.Equal(shown, (await ada.ConversationAsync(conversation)).GetProperty("activeLeafId").GetGuid());
    }

    [Fact]
    public async Task Deleting_stops_the_answers_that_are_made_below()
    {
        using var ada = await fixture.SignInAsync();
        var conversation = await ada.CreateConversationAsync();
        fixture.Engine.AnswerNext(SimulatedAnswer.Words("never finished") with { Fault = SimulatedFault.Stall, FaultAfter = 1 });
        using var stream = await ada.OpenAsync(HttpMethod.Post, $"/api/v1/conversations/{conversation}/messages", new { message = "Delete while this runs" });
        await stream.UntilAsync(e => e.Type == "text-delta");
        var question = (await ada.MessagesAsync(conversation))[0].Id();

        var response = await ada.DeleteAsync(conversation, question);

        Assert.Equal(HttpStatusCode.NoContent, response.StatusCode);
        Assert.Equal("abort", (await stream.ReadToEndAsync().WaitAsync(TimeSpan.FromSeconds(10)))[^1].Type);
        Assert.Empty(await ada.MessagesAsync(conversation));
        await fixture.Engine.Calls.Last(c => c.Body.ToString().Contains("Delete while this runs", StringComparison.Ordinal)).Aborted.WaitAsync(TimeSpan.FromSeconds(5));
    }

    [Fact]
    public async Task Another_process_that_makes_the_answer_stops_when_it_is_deleted()
    {
        using var ada = await fixture.SignInAsync();
        var conversation = await ada.CreateConversationAsync();
        fixture.Engine.AnswerNext(SimulatedAnswer.Words("never finished") with { Fault = SimulatedFault.Stall, FaultAfter = 1 });
        await using var other = await fixture.StartHostAsync(fixture.Host.SettingsToShare());
        using var adaThere = ada.At(other);
        using var stream = await ada.OpenAsync(HttpMethod.Post, $"/api/v1/conversations/{conversation}/messages", new { message = "Delete from afar" });
        var answer = (await stream.UntilAsync(e => e.Type == "text-delta")).MessageId();

        await adaThere.DeleteAsync(conversation, answer);

        Assert.Equal("abort", (await stream.ReadToEndAsync().WaitAsync(TimeSpan.FromSeconds(10)))[^1].Type);
    }

    [Fact]
    public async Task Questions_and_deletions_at_once_leave_no_message_without_its_parent()
    {
        using var ada = await fixture.SignInAsync();
        var conversation = await ada.CreateConversationAsync();
        var root = (await ada.AskAsync(conversation, "root")).MessageId();
        for (var round = 0; round < 5; round++)
        {
            var answer = (await ada.StreamAsync($"/api/v1/conversations/{conversation}/messages", new { message = $"round {round}", parentId = root })).MessageId();
            var asked = Enumerable.Range(0, 3).Select(i => ada.Client.PostAsJsonAsync($"/api/v1/conversations/{conversation}/messages", new { message = $"race {round} {i}", parentId = answer }));
            var responses = await Task.WhenAll([.. asked, ada.DeleteAsync(conversation, answer)]);
            Assert.All(responses, r => Assert.Contains(r.StatusCode, new[] { HttpStatusCode.OK, HttpStatusCode.NoContent, HttpStatusCode.BadRequest, HttpStatusCode.Conflict }));
            Assert.Equal(HttpStatusCode.NoContent, responses[^1].StatusCode);
        }

        var leaf = (await ada.ConversationAsync(conversation)).GetProperty("activeLeafId").GetGuid();
        Assert.Equal(leaf, (await ada.MessagesAsync(conversation))[^1].Id());
        Assert.Equal("root", (await ada.MessagesAsync(conversation))[0].PlainText());
    }

    [Fact]
    public async Task A_fork_is_a_copy_of_the_branch_that_lives_on_its_own()
    {
        using var ada = await fixture.SignInAsync();
        var conversation = await ada.CreateConversationAsync(new { title = "Origin" });
        await ada.AskAsync(conversation, "one");
        await ada.AskAsync(conversation, "two");
        await ada.AskAsync(conversation, "three");
        var old = await ada.MessagesAsync(conversation);

        var response = await ada.ForkAsync(conversation, old[3].Id());

        var forked = await response.JsonAsync();
        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
        Assert.Equal("Origin (fork)", forked.Text("title"));
        Assert.Equal($"/api/v1/conversations/{forked.Id()}", response.Headers.Location?.ToString());
        var copies = await ada.MessagesAsync(forked.Id());
        Assert.Equal(["one", "Hello world", "two", "Hello world"], copies.Select(m => m.PlainText()));
        Assert.Empty(copies.Select(m => m.Id()).Intersect(old.Select(m => m.Id())));
        Assert.Equal(copies.Select(m => m.Id()).Order(), copies.Select(m => m.Id()));
        Assert.Equal(copies[^1].Id(), forked.GetProperty("activeLeafId").GetGuid());

        await ada.AskAsync(forked.Id(), "only here");
        await ada.DeleteAsync(conversation, old[0].Id());
        Assert.Equal(6, (await ada.MessagesAsync(forked.Id())).Count);
    }

    [Theory]
    [InlineData("""{"parts":[null]}""")]
    [InlineData("""{"parts":[{"type":"text","text":"a"},null]}""")]
    public async Task A_part_that_is_null_is_refused_on_every_way_to_ask(string body)
    {
        using var ada = await fixture.SignInAsync();
        var conversation = await ada.CreateConversationAsync();
        StringContent Json(string json) => new(json, null, "application/json");

        Assert.Equal(HttpStatusCode.BadRequest, (await ada.Client.PostAsync($"/api/v1/conversations/{conversation}/messages", Json(body))).StatusCode);
        foreach (var messages in (string[])["null", $$"""null,{"role":"user","parts":[{"type":"text","text":"a"}]}""", $$"""{"role":"user",{{body[1..^1]}}}""", """{"role":"user","parts":null}"""])
            Assert.Equal(HttpStatusCode.BadRequest, (await ada.Client.PostAsync("/api/chats", Json($$"""{"id":"c","messages":[{{messages}}]}"""))).StatusCode);
    }

    [Fact]
    public async Task The_title_of_a_fork_is_never_cut_inside_a_character()
    {
        using var ada = await fixture.SignInAsync();
        foreach (var title in (string[])[string.Concat(Enumerable.Repeat("😀", 100)), "x" + string.Concat(Enumerable.Repeat("😀", 99))])
        {
            var conversation = await ada.CreateConversationAsync(new { title });
            await ada.AskAsync(conversation, "Fork me");

            var response = await ada.ForkAsync(conversation, (await ada.MessagesAsync(conversation))[0].Id());

            Assert.Equal(HttpStatusCode.Created, response.StatusCode);
            Assert.EndsWith("😀… (fork)", (await response.JsonAsync()).Text("title"), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_fork_of_an_answer_that_is_being_made_has_it_as_interrupted()
    {
        using var ada = await fixture.SignInAsync();
        var conversation = await ada.CreateConversationAsync();
        fixture.Engine.AnswerNext(SimulatedAnswer.Words("still going") with { Hold = true, FaultAfter = 1 });
        using var stream = await ada.OpenAsync(HttpMethod.Post, $"/api/v1/conversations/{conversation}/messages", new { message = "fork me" });
        var answer = (await stream.UntilAsync(e => e.Type == "text-delta")).MessageId();

        var forked = await (await ada.ForkAsync(conversation, answer)).JsonAsync();

        Assert.Equal("Fork", forked.Text("title"));
        Assert.Equal("interrupted", (await ada.MessagesAsync(forked.Id()))[1].Text("status"));
        fixture.Engine.Release();
        await stream.ReadToEndAsync();
    }
}
