using System.Net;
using System.Net.Http.Json;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using OllamaNet.Chat.Deletion;
using OllamaNet.Contracts.Auth;
using OllamaNet.Testing;

namespace OllamaNet.Chat.Tests;

/// <summary>An account that is removed takes everything with it, in every role: looked for in every table of the database that says whose a row is.</summary>
public sealed class DeletedUserTests(ChatFixture fixture) : IClassFixture<ChatFixture>
{
    [Fact]
    public async Task Nothing_of_a_removed_user_is_left_and_nothing_of_others_is_touched()
    {
        await using var host = await fixture.StartHostAsync();
        using var root = await host.SignUpAsync("root");
        using var ada = await host.SignUpAsync("ada");
        using var bob = await host.SignUpAsync("bob");
        await FillAsync(host, root, ada);
        await FillAsync(host, root, bob);
        var before = await RowsOfAsync(host, ada.Id);
        var ofBob = await RowsOfAsync(host, bob.Id);
        Assert.Superset(
            new HashSet<string>(["chat.conversations", "chat.messages", "chat.folders", "chat.tags", "chat.notes", "chat.presets", "chat.attachments", "chat.shares", "inference.user_settings", "platform.api_keys",
                "platform.jobs", "platform.principals", "inference.limit_rules", "auth.sessions"], StringComparer.Ordinal),
            before.Keys.ToHashSet(StringComparer.Ordinal));
        Assert.NotEmpty(FilesOf(host, ada.Id));

        using var deleted = await root.Client.DeleteAsync($"/api/v1/admin/users/{ada.Id}?atOnce=true");

        Assert.Equal(HttpStatusCode.Accepted, deleted.StatusCode);
        var left = before;
        for (var i = 0; i < 300 && left.Count > 0; i++, left = await RowsOfAsync(host, ada.Id)) await Task.Delay(100);
        Assert.Empty(left);
        Assert.Empty(FilesOf(host, ada.Id));
        Assert.Equal(ofBob.OrderBy(r => r.Key, StringComparer.Ordinal), (await RowsOfAsync(host, bob.Id)).OrderBy(r => r.Key, StringComparer.Ordinal));
        Assert.NotEmpty(FilesOf(host, bob.Id));

        await using var scope = host.Services.CreateAsyncScope();
        await ActivatorUtilities.CreateInstance<DeletedUserConsumer>(scope.ServiceProvider).HandleAsync(new UserDeleted(ada.Id), CancellationToken.None);
    }

    [Fact]
    public async Task A_shared_link_of_a_removed_user_is_dead_and_a_running_answer_stops()
    {
        await using var host = await fixture.StartHostAsync();
        using var root = await host.SignUpAsync("root");
        using var account = await host.SignUpAsync("ada");
        using var ada = ChatUser.With(host.Address, account.AccessToken);
        var (conversation, _) = await fixture.ConversedAsync(ada, "Where is Lisbon?", "In Portugal.");
        var (_, token) = await ada.ShareAsync(new { conversationId = conversation });
        Assert.Equal(HttpStatusCode.OK, (await host.Client.GetAsync($"/api/v1/shared/{token}")).StatusCode);
        var running = await ada.CreateConversationAsync();
        var (release, _) = await fixture.AnsweringAsync(ada, running);

        using var marked = await root.Client.DeleteAsync($"/api/v1/admin/users/{account.Id}");
        Assert.Equal(HttpStatusCode.NotFound, (await host.Client.GetAsync($"/api/v1/shared/{token}")).StatusCode);
        using var back = await root.Client.PostAsync($"/api/v1/admin/users/{account.Id}/restore", null);
        Assert.Equal(HttpStatusCode.OK, (await host.Client.GetAsync($"/api/v1/shared/{token}")).StatusCode);
        using var deleted = await root.Client.DeleteAsync($"/api/v1/admin/users/{account.Id}?atOnce=true");

        var status = HttpStatusCode.OK;
        for (var i = 0; i < 300 && status is HttpStatusCode.OK; i++) { await Task.Delay(100); status = (await host.Client.GetAsync($"/api/v1/shared/{token}")).StatusCode; }
        release();
        Assert.Equal(HttpStatusCode.NotFound, status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await ada.Client.GetAsync("/api/v1/conversations")).StatusCode);
    }

    private async Task FillAsync(TestHost host, TestUser root, TestUser account)
    {
        using var user = ChatUser.With(host.Address, account.AccessToken);
        var folder = await user.CreateFolderAsync(new { name = "Outer" });
        await user.CreateFolderAsync(new { name = "Inner", parentId = folder });
        var tag = await user.CreateTagAsync("travel");
        var preset = await user.CreatePresetAsync(new { name = "Mine", systemPrompt = "Say little." });
        var (id, answer) = await fixture.ConversedAsync(user, "Where is Lisbon?", "In Portugal.");
        await user.SetAsync(id, new { presetId = preset });
        await user.SendAsync(HttpMethod.Patch, $"/api/v1/conversations/{id}", new { pinned = true, tags = new[] { tag } });
        await user.AskWithAsync(id, "And this?", await user.UploadedAsync("notes.txt", "hello"u8.ToArray()));
        await user.UploadedAsync("unused.txt", "hello"u8.ToArray());
        await user.AskAsync(id, "Once more?", idempotencyKey: "once");
        await user.NoteAsync(new { conversationId = id, messageId = answer, rangeStart = 0, rangeEnd = 2, text = "Good" });
        await user.NoteAsync(new { conversationId = id, text = "A note of the whole" });
        await user.RateAsync(id, answer, new { rating = 1, reasons = Array.Empty<string>(), comment = "Yes" });
        await user.ShareAsync(new { conversationId = id });
        await user.ExportAsync("json");
        await user.SendAsync(HttpMethod.Delete, $"/api/v1/conversations/{await user.CreateConversationAsync(new { folderId = folder })}", expected: HttpStatusCode.NoContent);
        await account.CreateKeyAsync(new { name = "k" });
        using var chosen = await account.Client.PatchAsJsonAsync("/api/v1/me/inference", new { cacheAnswers = true });
        using var limited = await root.Client.PutAsJsonAsync("/api/v1/admin/limits", new { subject = "user", name = account.Id.ToString(), requestsPerMinute = 1000 });
        Assert.True(chosen.IsSuccessStatusCode, await chosen.Content.ReadAsStringAsync());
        Assert.True(limited.IsSuccessStatusCode, await limited.Content.ReadAsStringAsync());
    }

    private static async Task<Dictionary<string, long>> RowsOfAsync(TestHost host, Guid user)
    {
        var dataSource = host.Services.GetRequiredService<NpgsqlDataSource>();
        var columns = new List<(string Table, string Column)> { ("auth.users", "id"), ("inference.limit_rules", "name") };
        await using (var command = dataSource.CreateCommand("""
            SELECT c.table_schema || '.' || c.table_name, c.column_name FROM information_schema.columns AS c JOIN information_schema.tables AS t USING (table_schema, table_name)
            WHERE c.table_schema IN ('auth', 'chat', 'inference', 'catalog', 'platform') AND t.table_type = 'BASE TABLE' AND c.column_name IN ('owner_id', 'user_id')
            """))
        await using (var reader = await command.ExecuteReaderAsync())
            while (await reader.ReadAsync()) columns.Add((reader.GetString(0), reader.GetString(1)));

        var rows = new Dictionary<string, long>(StringComparer.Ordinal);
        // Usage is the installation's: it stays.
        foreach (var (table, column) in columns.Where(c => !c.Table.StartsWith("inference.usage", StringComparison.Ordinal)))
        {
            await using var count = dataSource.CreateCommand($"SELECT count(*) FROM {table} WHERE {column}::text = $1");
            count.Parameters.Add(new() { Value = user.ToString() });
            if ((long)(await count.ExecuteScalarAsync())! is var found and > 0) rows[table] = found;
        }

        return rows;
    }

    private static IEnumerable<string> FilesOf(TestHost host, Guid user) =>
        Directory.EnumerateFiles(Path.Combine(host.Configuration["OllamaNet:DataDirectory"]!, "transfers"), $"*{user:N}*");
}
