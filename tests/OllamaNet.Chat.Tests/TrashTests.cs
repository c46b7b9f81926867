using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using OllamaNet.Chat.Data;
using OllamaNet.Chat.Trash;
using OllamaNet.Testing.Simulator;

namespace OllamaNet.Chat.Tests;

public sealed class TrashTests(ChatFixture fixture) : IClassFixture<ChatFixture>
{
    [Fact]
    public async Task A_deleted_conversation_lies_in_the_trash_and_comes_back_as_it_was()
    {
        using var ada = await fixture.SignInAsync();
        var folder = await ada.CreateFolderAsync(new { name = "f" });
        var id = await ada.CreateConversationAsync(new { title = "Keep me", folderId = folder });
        await ada.AskAsync(id, "Still here?");

        await ada.SendAsync(HttpMethod.Delete, $"/api/v1/conversations/{id}", expected: HttpStatusCode.NoContent);
        var trashed = Assert.Single((await ada.GetAsync("/api/v1/trash")).Items());
        var restored = await ada.SendAsync(HttpMethod.Post, $"/api/v1/trash/{id}/restore");

        Assert.Equal((id, "Keep me"), (trashed.Id(), trashed.Text("title")));
        Assert.Equal(TimeSpan.FromDays(30), trashed.GetProperty("purgedAt").GetDateTimeOffset() - trashed.GetProperty("deletedAt").GetDateTimeOffset());
        Assert.Equal(folder, restored.IdOf("folderId"));
        Assert.Empty((await ada.GetAsync("/api/v1/trash")).Items());
        Assert.Equal("Still here?", (await ada.MessagesAsync(id))[0].PlainText());
    }

    [Theory]
    [InlineData("GET", "/api/v1/conversations/{0}")]
    [InlineData("PATCH", "/api/v1/conversations/{0}")]
    [InlineData("DELETE", "/api/v1/conversations/{0}")]
    [InlineData("GET", "/api/v1/conversations/{0}/messages")]
    [InlineData("GET", "/api/v1/conversations/{0}/messages/{1}")]
    [InlineData("POST", "/api/v1/conversations/{0}/messages")]
    [InlineData("POST", "/api/v1/conversations/{0}/messages/{1}/regenerate")]
    [InlineData("GET", "/api/v1/conversations/{0}/stream")]
    [InlineData("POST", "/api/v1/conversations/{0}/stop")]
    [InlineData("POST", "/api/v1/conversations/move")]
    [InlineData("POST", "/api/v1/conversations/change")]
    [InlineData("POST", "/api/v1/conversations/delete")]
    [InlineData("POST", "/api/chats")]
    public async Task What_is_in_the_trash_looks_absent_everywhere_else(string method, string path)
    {
        using var ada = await fixture.SignInAsync();
        var id = await ada.CreateConversationAsync();
        var answer = (await ada.AskAsync(id, "Gone soon")).MessageId();
        await ada.SendAsync(HttpMethod.Delete, $"/api/v1/conversations/{id}", expected: HttpStatusCode.NoContent);
        object? body = (method, path.Split('/')[^1]) switch
        {
            ("PATCH", _) => new { title = "Back" },
            ("POST", "messages") => new { message = "Hi" },
            ("POST", "regenerate") => new { },
            ("POST", "move") => new { ids = new[] { id }, folderId = (Guid?)null },
            ("POST", "change") => new { ids = new[] { id }, pinned = true },
            ("POST", "delete") => new { ids = new[] { id } },
            ("POST", "chats") => new { id, trigger = "submit-message", messages = new[] { new { id = "q", role = "user", parts = new[] { new { type = "text", text = "Hi" } } } } },
            _ => null,
        };

        await ada.SendAsync(new(method), string.Format(System.Globalization.CultureInfo.InvariantCulture, path, id, answer), body, HttpStatusCode.NotFound);
        Assert.Equal([id], await ada.IdsAsync("/api/v1/trash"));
    }

    [Fact]
    public async Task Deleting_stops_the_answer_at_once()
    {
        using var ada = await fixture.SignInAsync();
        var id = await ada.CreateConversationAsync();
        fixture.Engine.AnswerNext(new SimulatedAnswer([.. Enumerable.Repeat("word ", 300)]) { TokenDelay = TimeSpan.FromMilliseconds(50) });
        using var stream = await ada.OpenAsync(HttpMethod.Post, $"/api/v1/conversations/{id}/messages", new { message = "Count" });
        var seen = await stream.UntilAsync(e => e.Type == "text-delta");

        await ada.SendAsync(HttpMethod.Delete, $"/api/v1/conversations/{id}", expected: HttpStatusCode.NoContent);
        var rest = await stream.UntilAsync(e => e.Type == "abort");
        await ada.SendAsync(HttpMethod.Post, $"/api/v1/trash/{id}/restore");

        Assert.InRange(rest.Count(e => e.Type == "text-delta"), 0, 50);
        await ChatFixture.EventuallyAsync(() => ada.GetAsync($"/api/v1/conversations/{id}/messages/{seen.MessageId()}"), m => m.Text("status") == "stopped");
    }

    [Fact]
    public async Task A_conversation_whose_folder_is_gone_comes_back_to_the_top()
    {
        using var ada = await fixture.SignInAsync();
        var above = await ada.CreateFolderAsync(new { name = "above" });
        var folder = await ada.CreateFolderAsync(new { name = "f", parentId = above });
        var id = await ada.CreateConversationAsync(new { folderId = folder });
        await ada.SendAsync(HttpMethod.Delete, $"/api/v1/folders/{folder}?contents=delete", expected: HttpStatusCode.NoContent);

        var restored = await ada.SendAsync(HttpMethod.Post, $"/api/v1/trash/{id}/restore");

        Assert.Null(restored.IdOf("folderId"));
        Assert.Equal([id], await ada.IdsAsync("/api/v1/conversations?folder=none"));
    }

    [Fact]
    public async Task What_was_deleted_for_good_does_not_come_back()
    {
        using var ada = await fixture.SignInAsync();
        var (one, two, kept) = (await ada.CreateConversationAsync(), await ada.CreateConversationAsync(), await ada.CreateConversationAsync());
        await ada.SendAsync(HttpMethod.Post, "/api/v1/conversations/delete", new { ids = new[] { one, two } });

        await ada.SendAsync(HttpMethod.Delete, $"/api/v1/trash/{one}", expected: HttpStatusCode.NoContent);
        await ada.SendAsync(HttpMethod.Delete, $"/api/v1/trash/{kept}", expected: HttpStatusCode.NotFound);
        Assert.Equal([two], await ada.IdsAsync("/api/v1/trash"));
        await ada.SendAsync(HttpMethod.Delete, "/api/v1/trash", expected: HttpStatusCode.NoContent);

        await ada.SendAsync(HttpMethod.Post, $"/api/v1/trash/{two}/restore", expected: HttpStatusCode.NotFound);
        Assert.Empty((await ada.GetAsync("/api/v1/trash")).Items());
        Assert.Equal([kept], await ada.IdsAsync("/api/v1/conversations"));
        await using var scope = fixture.Host.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<ChatDb>();
        for (var i = 0; i < 100 && await db.Conversations.IgnoreQueryFilters().AnyAsync(c => c.Id == two); i++) await Task.Delay(100);
        Assert.False(await db.Conversations.IgnoreQueryFilters().AnyAsync(c => c.Id == two));
    }

    [Theory]
    [InlineData("POST", "/api/v1/trash/{0}/restore")]
    [InlineData("DELETE", "/api/v1/trash/{0}")]
    [InlineData("POST", "/api/v1/trash/restore")]
    public async Task Someone_elses_trash_looks_absent(string method, string path)
    {
        using var ada = await fixture.SignInAsync();
        using var eve = await fixture.SignInAsync();
        var id = await ada.CreateConversationAsync();
        await ada.Client.DeleteAsync($"/api/v1/conversations/{id}");

        await eve.SendAsync(new(method), string.Format(System.Globalization.CultureInfo.InvariantCulture, path, id), path.EndsWith("trash/restore", StringComparison.Ordinal) ? new { ids = new[] { id } } : null, HttpStatusCode.NotFound);
        await eve.SendAsync(HttpMethod.Delete, "/api/v1/trash", expected: HttpStatusCode.NoContent);

        Assert.Equal([id], await ada.IdsAsync("/api/v1/trash"));
    }

    [Fact]
    public async Task After_thirty_days_it_is_purged_batch_by_batch_and_cannot_be_restored_before()
    {
        using var ada = await fixture.SignInAsync();
        List<Guid> old = [];
        for (var i = 0; i < 5; i++) old.Add(await ada.CreateConversationAsync());
        await ada.AskAsync(old[0], "With messages");
        var young = await ada.CreateConversationAsync();
        await ada.SendAsync(HttpMethod.Post, "/api/v1/conversations/delete", new { ids = old.Append(young) });
        await using var scope = fixture.Host.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<ChatDb>();
        var now = TimeProvider.System.GetUtcNow();
        await db.Conversations.IgnoreQueryFilters().Where(c => old.Contains(c.Id)).ExecuteUpdateAsync(set => set.SetProperty(c => c.DeletedAt, now.AddDays(-30).AddMinutes(-1)));
        await db.Conversations.IgnoreQueryFilters().Where(c => c.Id == young).ExecuteUpdateAsync(set => set.SetProperty(c => c.DeletedAt, now.AddDays(-30).AddMinutes(5)));

        Assert.Equal([young], await ada.IdsAsync("/api/v1/trash"));
        await ada.SendAsync(HttpMethod.Post, $"/api/v1/trash/{old[0]}/restore", expected: HttpStatusCode.NotFound);
        Assert.Equal(5, await TrashPurge.PurgeAsync(db, now - TimeSpan.FromDays(30), 2, TimeSpan.FromSeconds(30), default));

        Assert.False(await db.Conversations.IgnoreQueryFilters().AnyAsync(c => old.Contains(c.Id)));
        Assert.False(await db.Messages.AnyAsync(m => old.Contains(m.ConversationId)));
        await ada.SendAsync(HttpMethod.Post, $"/api/v1/trash/{young}/restore");
    }

    [Fact]
    public async Task One_conversation_that_takes_too_long_holds_up_no_other()
    {
        using var ada = await fixture.SignInAsync();
        List<Guid> old = [];
        for (var i = 0; i < 5; i++) old.Add(await ada.CreateConversationAsync());
        await ada.AskAsync(old[1], "Stuck");
        await ada.SendAsync(HttpMethod.Post, "/api/v1/conversations/delete", new { ids = old });
        await using var scope = fixture.Host.Services.CreateAsyncScope();
        await using var other = fixture.Host.Services.CreateAsyncScope();
        var (db, busy) = (scope.ServiceProvider.GetRequiredService<ChatDb>(), other.ServiceProvider.GetRequiredService<ChatDb>());
        var now = TimeProvider.System.GetUtcNow();
        for (var i = 0; i < old.Count; i++)
        {
            var (id, deleted) = (old[i], now.AddDays(-60).AddMinutes(i));
            await db.Conversations.IgnoreQueryFilters().Where(c => c.Id == id).ExecuteUpdateAsync(set => set.SetProperty(c => c.DeletedAt, deleted));
        }

        await using (var transaction = await busy.Database.BeginTransactionAsync())
        {
            await busy.Database.ExecuteSqlAsync($"SELECT 1 FROM chat.messages WHERE conversation_id = {old[1]} FOR UPDATE");

            Assert.Equal(4, await TrashPurge.PurgeAsync(db, now - TimeSpan.FromDays(30), 4, TimeSpan.FromSeconds(1), default));
        }

        Assert.Equal([old[1]], await db.Conversations.IgnoreQueryFilters().Where(c => old.Contains(c.Id)).Select(c => c.Id).ToListAsync());
        Assert.Equal(1, await TrashPurge.PurgeAsync(db, now - TimeSpan.FromDays(30), 4, TimeSpan.FromSeconds(30), default));
    }
}
