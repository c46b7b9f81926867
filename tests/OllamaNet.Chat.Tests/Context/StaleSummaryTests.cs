using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using OllamaNet.Chat.Data;
using OllamaNet.Testing;
using OllamaNet.Testing.Simulator;

namespace OllamaNet.Chat.Tests.Context;

/// <summary>A summary does not tell what no longer stands there.</summary>
public sealed class StaleSummaryTests(ChatFixture fixture) : IClassFixture<ChatFixture>, IAsyncLifetime
{
    private const string Old = "The user goes to Lisbon.";
    private const string New = "The user goes to Porto.";

    private TestHost _host = null!;

    public async ValueTask InitializeAsync()
    {
        _host = await fixture.StartHostAsync(("Chat:ContextLength", "512"), ("Chat:Passages", "false"));
        fixture.Engine.Answer(Old);
    }

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task It_is_made_anew_when_a_message_that_it_tells_of_is_edited()
    {
        using var ada = await ChatUser.SignInAsync(_host);
        var (conversation, messages) = await SummedUpAsync(ada);
        var before = fixture.Engine.Calls.Count;
        fixture.Engine.Answer(New);

        await ada.EditAsync(conversation, messages[2], "I would rather go to Porto.");

        Assert.Equal(New, (await SummaryAsync(ada, conversation, s => s.Text("text") == New)).Text("text"));
        var asked = fixture.Engine.Calls.Skip(before).First(c => c.Path == "/api/chat").Prompt();
        Assert.Contains("I would rather go to Porto.", asked[1].Text, StringComparison.Ordinal);
        Assert.DoesNotContain(Old, asked[1].Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_stays_when_a_later_message_is_edited()
    {
        using var ada = await ChatUser.SignInAsync(_host);
        var (conversation, messages) = await SummedUpAsync(ada);
        var summary = (await ada.ContextAsync(conversation)).GetProperty("summary");
        fixture.Engine.Answer(New);

        await ada.EditAsync(conversation, messages[^1], "Edited, but told by no summary yet.");

        Assert.Equal(summary.GetRawText(), (await ada.ContextAsync(conversation)).GetProperty("summary").GetRawText());
    }

    [Fact]
    public async Task What_a_person_wrote_stays_and_is_marked_as_outdated()
    {
        using var ada = await ChatUser.SignInAsync(_host);
        var (conversation, messages) = await SummedUpAsync(ada);
        await ada.EditSummaryAsync(conversation, "In my own words.");

        await ada.EditAsync(conversation, messages[2], "Something else.");

        var summary = await SummaryAsync(ada, conversation, s => s.GetProperty("outdated").GetBoolean());
        Assert.Equal("In my own words.", summary.Text("text"));
        var (_, again) = await ada.EditSummaryAsync(conversation, "In my own words, anew.");
        Assert.False(again.GetProperty("outdated").GetBoolean());
        Assert.False((await ada.ContextAsync(conversation)).GetProperty("summary").GetProperty("outdated").GetBoolean());
    }

    [Fact]
    public async Task It_is_not_kept_when_the_message_is_edited_while_it_is_written()
    {
        using var ada = await ChatUser.SignInAsync(_host);
        var (conversation, messages) = await _host.SeedAsync(ada.Id, 24);
        int Asked() => fixture.Engine.Calls.Count(c => c.Path == "/api/chat" && c.Prompt()[0].Text.StartsWith("You keep the notes", StringComparison.Ordinal));
        var before = Asked();
        fixture.Engine.AnswerNext(SimulatedAnswer.Words("An answer."));
        fixture.Engine.AnswerNext(SimulatedAnswer.Words(Old) with { Hold = true, FaultAfter = 1 });
        fixture.Engine.Answer(New);
        await ada.AskAsync(conversation, "First question?");
        for (var i = 0; i < 100 && Asked() == before; i++) await Task.Delay(100);

        await ada.EditAsync(conversation, messages[2], "I would rather go to Porto.");
        fixture.Engine.Release();

        var summary = await SummaryAsync(ada, conversation, _ => true);
        Assert.Equal(New, summary.Text("text"));
    }

    [Fact]
    public async Task It_goes_with_the_messages_it_tells_of_and_comes_back_with_them()
    {
        using var ada = await ChatUser.SignInAsync(_host);
        var (conversation, messages) = await SummedUpAsync(ada);
        await ada.EditSummaryAsync(conversation, "In my own words.");

        await ada.DeleteAsync(conversation, messages[1]);
        var without = (await ada.ContextAsync(conversation)).GetProperty("summary");
        await ada.SendAsync(HttpMethod.Post, TreeSteps.PathOf(conversation, messages[1], "restore"));

        Assert.Equal(JsonValueKind.Null, without.ValueKind);
        Assert.Equal("In my own words.", (await ada.ContextAsync(conversation)).GetProperty("summary").Text("text"));
    }

    private async Task<(Guid Conversation, List<Guid> Messages)> SummedUpAsync(ChatUser user)
    {
        var (conversation, messages) = await _host.SeedAsync(user.Id, 24);
        await user.AskAsync(conversation, "First question?");
        await SummaryAsync(user, conversation, _ => true);
        await SettledAsync();
        return (conversation, [.. messages, (await user.ConversationAsync(conversation)).GetProperty("activeLeafId").GetGuid()]);
    }

    /// <summary>A summary is made in steps: one that is there may still grow.</summary>
    private async Task SettledAsync()
    {
        await using var scope = _host.Services.CreateAsyncScope();
        var database = scope.ServiceProvider.GetRequiredService<ChatDb>().Database;
        for (var i = 0; i < 100 && await database.SqlQuery<int>($"""SELECT count(*)::int AS "Value" FROM chat.outbox""").SingleAsync() > 0; i++) await Task.Delay(100);
    }

    private static async Task<JsonElement> SummaryAsync(ChatUser user, Guid conversation, Func<JsonElement, bool> isSo) =>
        (await ChatFixture.EventuallyAsync(() => user.ContextAsync(conversation), c => c.GetProperty("summary") is { ValueKind: JsonValueKind.Object } summary && isSo(summary))).GetProperty("summary");
}
