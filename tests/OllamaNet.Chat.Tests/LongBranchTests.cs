using System.Net;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using OllamaNet.Chat.Data;

namespace OllamaNet.Chat.Tests;

/// <summary>A conversation of thousands of messages is read like a short one.</summary>
public sealed class LongBranchTests(ChatFixture fixture) : IClassFixture<ChatFixture>
{
    private const int Length = 3000;

    /// <summary>Of the database, read for 50 messages. A walk over the whole branch reads two a message at the least.</summary>
    private const int MostPages = 1500;

    [Fact]
    public async Task Pages_reach_both_ends_of_a_long_branch_and_reading_one_never_walks_over_the_others()
    {
        using var ada = await fixture.SignInAsync();
        var big = await GrowAsync(ada, Length);

        Assert.Equal(Length, await WalkAsync(ada, big, "previous", "before", null));
        var oldest = await OldestAsync(ada, big);
        Assert.Equal(Length - 200, await WalkAsync(ada, big, "next", "after", oldest));

        Assert.InRange(await PagesAsync(big, null), 1, MostPages);
        Assert.InRange(await PagesAsync(big, oldest), 1, MostPages);
    }

    [Theory]
    [InlineData(1000, 0), InlineData(1003, 3)]
    public async Task A_link_says_how_many_messages_it_leaves_out(int length, int omitted)
    {
        using var ada = await fixture.SignInAsync();
        var conversation = await GrowAsync(ada, length);

        var made = await ada.SendAsync(HttpMethod.Post, "/api/v1/shares", new { conversationId = conversation }, HttpStatusCode.Created);
        var shown = await ada.GetAsync($"/api/v1/shared/{new Uri(made.Text("url")!).Segments[^1]}");

        Assert.Equal((omitted, omitted, 1000), (made.GetProperty("omitted").GetInt32(), shown.GetProperty("omitted").GetInt32(), shown.GetProperty("messages").GetArrayLength()));
    }

    private async Task<Guid> GrowAsync(ChatUser user, int length)
    {
        var conversation = await user.CreateConversationAsync(new { title = $"{length} messages" });
        var answer = (await user.AskAsync(conversation, "first")).MessageId();
        await using var command = fixture.Host.Services.GetRequiredService<NpgsqlDataSource>().CreateCommand("""
            WITH ids AS (
                SELECT n, (substr($2::text, 1, 24) || lpad(to_hex(n), 12, '0'))::uuid AS id FROM generate_series(1, $3) n
            ), grown AS (
                INSERT INTO chat.messages (id, conversation_id, owner_id, parent_id, role, status, parts, pinned, stop_requested, created_at)
                SELECT i.id, $1, m.owner_id, coalesce(p.id, $2), (1 - i.n % 2)::smallint, 1, '[{"type":"text","text":"grown"}]', false, false, now()
                FROM ids i LEFT JOIN ids p ON p.n = i.n - 1 CROSS JOIN (SELECT owner_id FROM chat.messages WHERE id = $2) m ORDER BY i.n
            )
            UPDATE chat.conversations SET active_leaf_id = (SELECT id FROM ids ORDER BY n DESC LIMIT 1) WHERE id = $1
            """);
        command.Parameters.Add(new() { Value = conversation });
        command.Parameters.Add(new() { Value = answer });
        command.Parameters.Add(new() { Value = length - 2 });
        await command.ExecuteNonQueryAsync();
        return conversation;
    }

    private static async Task<int> WalkAsync(ChatUser user, Guid conversation, string cursor, string parameter, string? from)
    {
        HashSet<Guid> seen = [];
        do
        {
            var page = await user.GetAsync($"/api/v1/conversations/{conversation}/messages?limit=200{(from is null ? "" : $"&{parameter}={from}")}");
            foreach (var message in page.GetProperty("items").EnumerateArray()) Assert.True(seen.Add(message.Id()));
            from = page.Text(cursor);
        }
        while (from is not null);
        return seen.Count;
    }

    /// <summary>The cursor at the end of the oldest 200.</summary>
    private static async Task<string?> OldestAsync(ChatUser user, Guid conversation)
    {
        var page = await user.GetAsync($"/api/v1/conversations/{conversation}/messages?limit=200");
        while (page.Text("previous") is { } before) page = await user.GetAsync($"/api/v1/conversations/{conversation}/messages?limit=200&before={before}");
        return page.Text("next");
    }
    private async Task<int> PagesAsync(Guid conversation, string? after)
    {
        await using var scope = fixture.Host.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<ChatDb>();
        var at = await db.Conversations.AsNoTracking().SingleAsync(c => c.Id == conversation);
        var (owner, leaf) = (at.OwnerId, at.ActiveLeafId!.Value);
        var page = after is null ? db.BranchUp(conversation, owner, leaf, 50) : db.BranchAfter(conversation, owner, leaf, Guid.Parse(after), 50);
        await using var command = page.CreateDbCommand();
        command.CommandText = "EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) " + command.CommandText;
        await db.Database.OpenConnectionAsync();
        var plan = JsonDocument.Parse((string)(await command.ExecuteScalarAsync())!).RootElement[0].GetProperty("Plan");
        Assert.Equal(50, plan.GetProperty("Actual Rows").GetDouble());
        return plan.GetProperty("Shared Hit Blocks").GetInt32() + plan.GetProperty("Shared Read Blocks").GetInt32();
    }
}
