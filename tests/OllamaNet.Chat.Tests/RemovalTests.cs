using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using OllamaNet.Chat.Attachments;
using OllamaNet.Chat.Data;
using OllamaNet.Chat.Removals;
using OllamaNet.Testing.Simulator;

namespace OllamaNet.Chat.Tests;

/// <summary>The way back from the deletion of a message, a folder, a tag.</summary>
public sealed class RemovalTests(ChatFixture fixture) : IClassFixture<ChatFixture>
{
    [Fact]
    public async Task A_deleted_message_comes_back_with_what_followed_its_notes_and_its_branch()
    {
        using var ada = await fixture.SignInAsync();
        var conversation = await ada.CreateConversationAsync();
        await ada.AskAsync(conversation, "stays");
        await ada.AskAsync(conversation, "goes");
        await ada.AskAsync(conversation, "below");
        var before = await ada.MessagesAsync(conversation);
        await ada.AskInsteadAsync(conversation, before[4].Id(), "below, in other words");
        await ada.ShowAsync(conversation, before[4].Id());
        await ada.NoteAsync(new { conversationId = conversation, messageId = before[3].Id(), text = "remember" });
        await ada.RateAsync(conversation, before[3].Id(), new { rating = 1 });
        var whole = await ada.MessagesAsync(conversation);

        Assert.Equal(HttpStatusCode.NoContent, (await ada.DeleteAsync(conversation, before[2].Id())).StatusCode);
        Assert.Equal(["stays", "Hello world"], await ada.TextsAsync(conversation));
        Assert.Empty(await ada.NotesAsync($"?conversation={conversation}"));
        var restored = await ada.SendAsync(HttpMethod.Post, TreeSteps.PathOf(conversation, before[2].Id(), "restore"));

        Assert.Equal(before[2].Id(), restored.Id());
        Assert.Equal(whole.Select(m => m.GetRawText()), (await ada.MessagesAsync(conversation)).Select(m => m.GetRawText()));
        Assert.Equal(["remember"], await ada.NotesAsync($"?conversation={conversation}"));
        Assert.Equal(2, (await ada.MessagesAsync(conversation))[4].Siblings().Count);
        await ada.SendAsync(HttpMethod.Post, TreeSteps.PathOf(conversation, before[2].Id(), "restore"), expected: HttpStatusCode.NotFound);
        await ada.AskAsync(conversation, "and on");
        Assert.Equal(8, (await ada.MessagesAsync(conversation)).Count);
    }

    [Fact]
    public async Task A_message_comes_back_to_where_it_was_and_the_one_before_it_first()
    {
        using var ada = await fixture.SignInAsync();
        var conversation = await ada.CreateConversationAsync();
        await ada.AskAsync(conversation, "first");
        await ada.AskAsync(conversation, "second");
        var before = await ada.MessagesAsync(conversation);
        await ada.DeleteAsync(conversation, before[2].Id());
        await ada.DeleteAsync(conversation, before[0].Id());

        var early = await ada.SendAsync(HttpMethod.Post, TreeSteps.PathOf(conversation, before[2].Id(), "restore"), expected: HttpStatusCode.Conflict);
        await ada.SendAsync(HttpMethod.Post, TreeSteps.PathOf(conversation, before[0].Id(), "restore"));
        await ada.SendAsync(HttpMethod.Post, TreeSteps.PathOf(conversation, before[2].Id(), "restore"));

        Assert.Equal("place-changed", early.Text("code"));
        Assert.Equal(["first", "Hello world", "second", "Hello world"], await ada.TextsAsync(conversation));
    }

    [Fact]
    public async Task An_answer_that_was_being_made_comes_back_as_interrupted_with_what_was_there()
    {
        using var ada = await fixture.SignInAsync();
        var conversation = await ada.CreateConversationAsync();
        fixture.Engine.AnswerNext(SimulatedAnswer.Words("some words and never the rest") with { Fault = SimulatedFault.Stall, FaultAfter = 2 });
        using var stream = await ada.OpenAsync(HttpMethod.Post, $"/api/v1/conversations/{conversation}/messages", new { message = "Delete and bring back" });
        var answer = (await stream.UntilAsync(e => e.Type == "text-delta")).MessageId();
        await using var scope = fixture.Host.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<ChatDb>();
        for (var i = 0; i < 100 && !await db.Set<Runs.Draft>().AnyAsync(d => d.MessageId == answer); i++) await Task.Delay(100);

        await ada.DeleteAsync(conversation, answer);
        await stream.ReadToEndAsync().WaitAsync(TimeSpan.FromSeconds(10));
        var restored = await ada.SendAsync(HttpMethod.Post, TreeSteps.PathOf(conversation, answer, "restore"));

        Assert.Equal("interrupted", restored.Text("status"));
        Assert.StartsWith("some", restored.PlainText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_waits_with_the_message_that_may_come_back()
    {
        using var ada = await fixture.SignInAsync();
        var conversation = await ada.CreateConversationAsync();
        var uploaded = await ada.Client.PostAsync("/api/v1/attachments?name=list.txt", new ByteArrayContent("eggs"u8.ToArray()));
        var file = (await uploaded.JsonAsync()).Id();
        await ada.StreamAsync($"/api/v1/conversations/{conversation}/messages", new { parts = new object[] { new { type = "text", text = "What is on it?" }, new { type = "file", attachmentId = file } } });
        var message = (await ada.MessagesAsync(conversation))[0].Id();
        await ada.DeleteAsync(conversation, message);

        await using var scope = fixture.Host.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<ChatDb>();
        await db.DeleteUnusedAsync(TimeProvider.System.GetUtcNow().AddMinutes(1), default);
        await ada.SendAsync(HttpMethod.Post, TreeSteps.PathOf(conversation, message, "restore"));

        Assert.True(await db.Set<MessageAttachment>().AnyAsync(a => a.MessageId == message && a.AttachmentId == file));
        await ada.DeleteAsync(conversation, message);
        await RemovalBox.PurgeAsync(db, TimeProvider.System.GetUtcNow().AddMinutes(1), default);
        await db.DeleteUnusedAsync(TimeProvider.System.GetUtcNow().AddMinutes(1), default);
        Assert.False(await db.Attachments.AnyAsync(a => a.Id == file));
    }

    [Fact]
    public async Task A_dissolved_folder_comes_back_with_what_was_not_moved_on()
    {
        using var ada = await fixture.SignInAsync();
        var above = await ada.CreateFolderAsync(new { name = "above" });
        var gone = await ada.CreateFolderAsync(new { name = "gone", parentId = above, systemPrompt = "Be brief.", colour = "teal" });
        var below = await ada.CreateFolderAsync(new { name = "below", parentId = gone });
        var (stayed, moved) = (await ada.CreateConversationAsync(new { folderId = gone }), await ada.CreateConversationAsync(new { folderId = gone }));
        var other = await ada.CreateConversationAsync(new { folderId = above });
        var whole = (await ada.GetAsync($"/api/v1/folders/{gone}")).GetRawText();

        await ada.SendAsync(HttpMethod.Delete, $"/api/v1/folders/{gone}", expected: HttpStatusCode.NoContent);
        await ada.SendAsync(HttpMethod.Post, "/api/v1/conversations/move", new { ids = new[] { moved }, folderId = (Guid?)null });
        var restored = await ada.SendAsync(HttpMethod.Post, $"/api/v1/folders/{gone}/restore");

        Assert.Equal(whole, restored.GetRawText());
        Assert.Equal(gone, (await ada.GetAsync($"/api/v1/folders/{below}")).IdOf("parentId"));
        foreach (var (conversation, place) in new (Guid, Guid?)[] { (stayed, gone), (moved, null), (other, above) }) Assert.Equal(place, (await ada.ConversationAsync(conversation)).IdOf("folderId"));
        await ada.SendAsync(HttpMethod.Post, $"/api/v1/folders/{gone}/restore", expected: HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_folder_deleted_with_its_contents_comes_back_with_all_that_is_still_there()
    {
        using var ada = await fixture.SignInAsync();
        var above = await ada.CreateFolderAsync(new { name = "above" });
        var gone = await ada.CreateFolderAsync(new { name = "gone", parentId = above });
        var below = await ada.CreateFolderAsync(new { name = "below", parentId = gone });
        var (deep, purged, trashedBefore) = (await ada.CreateConversationAsync(new { folderId = below }), await ada.CreateConversationAsync(new { folderId = gone }), await ada.CreateConversationAsync(new { folderId = gone }));
        await ada.SendAsync(HttpMethod.Delete, $"/api/v1/conversations/{trashedBefore}", expected: HttpStatusCode.NoContent);

        await ada.SendAsync(HttpMethod.Delete, $"/api/v1/folders/{gone}?contents=delete", expected: HttpStatusCode.NoContent);
        await ada.SendAsync(HttpMethod.Delete, $"/api/v1/trash/{purged}", expected: HttpStatusCode.NoContent);
        await ada.SendAsync(HttpMethod.Delete, $"/api/v1/folders/{above}", expected: HttpStatusCode.NoContent);
        var restored = await ada.SendAsync(HttpMethod.Post, $"/api/v1/folders/{gone}/restore");

        Assert.Null(restored.IdOf("parentId"));
        Assert.Equal(gone, (await ada.GetAsync($"/api/v1/folders/{below}")).IdOf("parentId"));
        Assert.Equal(below, (await ada.ConversationAsync(deep)).IdOf("folderId"));
        Assert.Equal([trashedBefore], await ada.IdsAsync("/api/v1/trash"));
    }

    [Fact]
    public async Task A_deleted_tag_comes_back_on_its_conversations_unless_its_name_is_taken()
    {
        using var ada = await fixture.SignInAsync();
        var tag = await ada.CreateTagAsync("later");
        var conversation = await ada.CreateConversationAsync();
        await ada.SendAsync(HttpMethod.Patch, $"/api/v1/conversations/{conversation}", new { tags = new[] { tag } });
        await ada.SendAsync(HttpMethod.Delete, $"/api/v1/tags/{tag}", expected: HttpStatusCode.NoContent);
        Assert.Empty((await ada.ConversationAsync(conversation)).GetProperty("tags").EnumerateArray());
        var other = await ada.CreateTagAsync("LATER");

        var refused = await ada.SendAsync(HttpMethod.Post, $"/api/v1/tags/{tag}/restore", expected: HttpStatusCode.Conflict);
        await ada.SendAsync(HttpMethod.Delete, $"/api/v1/tags/{other}", expected: HttpStatusCode.NoContent);
        var restored = await ada.SendAsync(HttpMethod.Post, $"/api/v1/tags/{tag}/restore");

        Assert.Equal(("tag-exists", "later"), (refused.Text("code"), restored.Text("name")));
        Assert.Equal([tag], (await ada.ConversationAsync(conversation)).GetProperty("tags").EnumerateArray().Select(t => t.GetGuid()));
    }

    [Fact]
    public async Task Nobody_else_brings_back_what_was_deleted_and_after_an_hour_it_is_gone()
    {
        using var ada = await fixture.SignInAsync();
        using var eve = await fixture.SignInAsync();
        var conversation = await ada.CreateConversationAsync();
        await ada.AskAsync(conversation, "mine");
        var message = (await ada.MessagesAsync(conversation))[0].Id();
        var (folder, tag, elsewhere) = (await ada.CreateFolderAsync(new { name = "mine" }), await ada.CreateTagAsync("mine"), await ada.CreateConversationAsync());
        string[] paths = [TreeSteps.PathOf(conversation, message), $"/api/v1/folders/{folder}", $"/api/v1/tags/{tag}"];
        foreach (var path in paths) await ada.SendAsync(HttpMethod.Delete, path, expected: HttpStatusCode.NoContent);

        foreach (var path in paths) await eve.SendAsync(HttpMethod.Post, path + "/restore", expected: HttpStatusCode.NotFound);
        await ada.SendAsync(HttpMethod.Post, TreeSteps.PathOf(elsewhere, message, "restore"), expected: HttpStatusCode.NotFound);
        await ada.SendAsync(HttpMethod.Post, $"/api/v1/folders/{tag}/restore", expected: HttpStatusCode.NotFound);

        await using var scope = fixture.Host.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<ChatDb>();
        var late = TimeProvider.System.GetUtcNow() - RemovalBox.Keep;
        await db.Removals.Where(r => r.OwnerId == ada.Id).ExecuteUpdateAsync(set => set.SetProperty(r => r.RemovedAt, late));
        foreach (var path in paths) await ada.SendAsync(HttpMethod.Post, path + "/restore", expected: HttpStatusCode.NotFound);
        await RemovalBox.PurgeAsync(db, late, default);
        Assert.False(await db.RemovedRows.AnyAsync(r => r.RemovalId == message || r.RemovalId == folder || r.RemovalId == tag));
    }

    [Fact]
    public async Task With_a_conversation_that_is_deleted_for_good_goes_what_was_deleted_in_it()
    {
        using var ada = await fixture.SignInAsync();
        var conversation = await ada.CreateConversationAsync();
        await ada.AskAsync(conversation, "secret");
        var message = (await ada.MessagesAsync(conversation))[0].Id();
        await ada.DeleteAsync(conversation, message);

        await ada.SendAsync(HttpMethod.Delete, $"/api/v1/conversations/{conversation}", expected: HttpStatusCode.NoContent);
        await ada.SendAsync(HttpMethod.Post, TreeSteps.PathOf(conversation, message, "restore"), expected: HttpStatusCode.NotFound);
        await ada.SendAsync(HttpMethod.Delete, $"/api/v1/trash/{conversation}", expected: HttpStatusCode.NoContent);

        await using var scope = fixture.Host.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<ChatDb>();
        for (var i = 0; i < 100 && await db.RemovedRows.AnyAsync(r => r.RemovalId == message); i++) await Task.Delay(100);
        Assert.False(await db.RemovedRows.AnyAsync(r => r.RemovalId == message));
    }
}
