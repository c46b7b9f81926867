using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using OllamaNet.Chat.Conversations;
using OllamaNet.Chat.Data;

namespace OllamaNet.Chat.Tests;

/// <summary>A list reads its page, not what it leaves out, whatever a user has: 100,000 conversations here, of which every list wants the oldest few.</summary>
public sealed class ListPlanTests(ChatFixture fixture) : IClassFixture<ChatFixture>
{
    private const int MostPages = 1500;

    [Fact]
    public async Task Every_list_reads_few_pages_of_the_database()
    {
        await using var scope = fixture.Host.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<ChatDb>();
        db.Database.SetCommandTimeout(120);
        var (owner, folder, tag) = (Guid.CreateVersion7(), Guid.CreateVersion7(), Guid.CreateVersion7());
        await SeedAsync(db, owner, folder, tag);

        Dictionary<string, ConversationFilter> lists = new(StringComparer.Ordinal)
        {
            ["shown"] = new(),
            ["top"] = new() { Folder = ConversationFilter.NoFolder, Pinned = false },
            ["folder"] = new() { Folder = folder.ToString() },
            ["pinned"] = new() { Pinned = true },
            ["archived"] = new() { Archived = true },
            ["tag"] = new() { Tag = tag },
        };
        foreach (var (name, filter) in lists)
        {
            var (rows, pages) = await ReadAsync(db, filter.Of(db, owner).AsNoTracking());
            Assert.True(rows == 51 && pages <= MostPages, $"{name}: {rows} rows, {pages} pages");
            TestContext.Current.TestOutputHelper?.WriteLine($"{name}: {pages} pages");
        }
    }

    private static async Task<(int Rows, int Pages)> ReadAsync(ChatDb db, IQueryable<Conversation> list)
    {
        await using var command = list.OrderByDescending(c => c.UpdatedAt).ThenByDescending(c => c.Id).Take(51).Select(ConversationResponse.From(db)).CreateDbCommand();
        command.CommandText = "EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) " + command.CommandText;
        await db.Database.OpenConnectionAsync();
        var plan = JsonDocument.Parse((string)(await command.ExecuteScalarAsync())!).RootElement[0].GetProperty("Plan");
        return ((int)plan.GetProperty("Actual Rows").GetDouble(), plan.GetProperty("Shared Hit Blocks").GetInt32() + plan.GetProperty("Shared Read Blocks").GetInt32());
    }

    /// <summary>From the oldest on: 100 at the top, 100 in the folder, 100 pinned, 100 archived; then the mass of what each list leaves out. And other people.</summary>
    private static async Task SeedAsync(ChatDb db, Guid owner, Guid folder, Guid tag)
    {
        var other = Guid.CreateVersion7();
        await db.Database.ExecuteSqlAsync($"""
            INSERT INTO chat.folders (id, owner_id, name, created_at, updated_at) VALUES ({folder}, {owner}, 'few', now(), now()), ({other}, {owner}, 'many', now(), now());
            INSERT INTO chat.tags (id, owner_id, name, created_at) VALUES ({tag}, {owner}, 'few', now());
            INSERT INTO chat.conversations (id, owner_id, title, folder_id, pinned_at, archived_at, deleted_at, created_at, updated_at)
            SELECT gen_random_uuid(), {owner}, 'c' || n,
                CASE WHEN n BETWEEN 100 AND 199 THEN {folder} WHEN n >= 400 AND n % 3 = 0 THEN {other} END,
                CASE WHEN n BETWEEN 200 AND 299 THEN now() END,
                CASE WHEN n BETWEEN 300 AND 399 OR (n >= 60000 AND n % 3 = 1) THEN now() END,
                CASE WHEN n >= 400 AND n % 3 = 2 OR (n >= 400 AND n < 60000 AND n % 3 = 1) THEN now() END,
                now(), now() - interval '1 year' + n * interval '1 second'
            FROM generate_series(0, 99999) n;
            INSERT INTO chat.conversation_tags (conversation_id, tag_id)
            SELECT id, {tag} FROM chat.conversations WHERE owner_id = {owner} AND deleted_at IS NULL AND archived_at IS NULL ORDER BY updated_at LIMIT 100;
            INSERT INTO chat.conversations (id, owner_id, title, created_at, updated_at)
            SELECT gen_random_uuid(), md5((n % 1000)::text)::uuid, 'other', now(), now() - n * interval '1 second' FROM generate_series(1, 100000) n;
            """);
        await db.Database.ExecuteSqlAsync($"ANALYZE chat.conversations; ANALYZE chat.conversation_tags; ANALYZE chat.messages; ANALYZE chat.tags");
    }
}
