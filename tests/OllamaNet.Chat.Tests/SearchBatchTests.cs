using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using OllamaNet.Chat.Data;

namespace OllamaNet.Chat.Tests;

/// <summary>More than is ordered at once.</summary>
public sealed class SearchBatchTests(ChatFixture fixture) : IClassFixture<ChatFixture>
{
    [Fact]
    public async Task Every_hit_is_reached_once_the_older_batches_after_the_newer()
    {
        using var ada = await fixture.SignInAsync();
        var first = await ada.CreateConversationAsync(new { title = "first" });
        await ada.AskAsync(first, "start");
        await TitlesAsync(first, 1, 450, "carousel");
        // As many questions between the titles in time; the same time for some, which must not lose any.
        await ExecuteAsync($$"""
            INSERT INTO chat.messages (id, conversation_id, owner_id, role, status, parts, pinned, stop_requested, created_at)
            SELECT gen_random_uuid(), c.id, c.owner_id, 0, 1, '[{"type":"text","text":"carousel question"}]', false, false, now() - (n / 4) * interval '1 minute' FROM chat.conversations c, generate_series(1, 333) n WHERE c.id = {{first}}
            """);

        List<(string Kind, string Id, DateTimeOffset At)> seen = [];
        List<int> sizes = [];
        string? next = null;
        do
        {
            var page = await ada.GetAsync($"/api/v1/search?q=carousel&limit=90{(next is null ? "" : $"&after={next}")}");
            var items = page.GetProperty("items").EnumerateArray().Select(h => (h.Text("kind")!, h.Text("messageId") ?? h.Text("conversationId")!, h.GetProperty("at").GetDateTimeOffset())).ToList();
            seen.AddRange(items);
            sizes.Add(items.Count);
            next = page.Text("next");
        }
        while (next is not null);

        Assert.Equal(450, seen.Where(h => h.Kind == "conversation").DistinctBy(h => h.Id).Count());
        Assert.Equal(333, seen.Where(h => h.Kind == "message").DistinctBy(h => h.Id).Count());
        Assert.Equal(783, seen.Count);
        var ofFirst = seen.Take(200).Select(h => h.At).Min();
        Assert.All(seen.TakeLast(200), h => Assert.True(h.At <= ofFirst));
    }

    [Fact]
    public async Task What_is_older_than_the_newest_twenty_thousand_is_found_too()
    {
        using var ada = await fixture.SignInAsync();
        var first = await ada.CreateConversationAsync(new { title = "first" });
        await TitlesAsync(first, 1, 20_010, "filler");
        await TitlesAsync(first, 20_011, 20_015, "needle");

        Assert.Equal(Enumerable.Range(20_011, 5).Select(n => $"needle {n}"), (await ada.SearchAsync("needle")).Select(h => h.Text("title")!));
        Assert.Equal(Enumerable.Range(1, 20).Select(n => $"filler {n}"), (await ada.SearchAsync("filler")).Select(h => h.Text("title")!));
    }

    [Fact]
    public async Task A_search_that_takes_too_long_is_ended_and_says_what_to_do()
    {
        using var ada = await fixture.SignInAsync();
        await using var connection = await fixture.Host.Services.GetRequiredService<NpgsqlDataSource>().OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await using (var command = new NpgsqlCommand("LOCK TABLE chat.notes", connection, transaction)) await command.ExecuteNonQueryAsync();

        var response = await ada.Client.GetAsync("/api/v1/search?q=anything");

        await transaction.RollbackAsync();
        Assert.Equal("search-too-broad", await response.IsRefusedAsync(HttpStatusCode.ServiceUnavailable));
        Assert.Empty(await ada.SearchAsync("anything"));
    }

    /// <summary>The higher the number the older.</summary>
    private Task TitlesAsync(Guid like, int from, int to, string word) => ExecuteAsync($"""
        INSERT INTO chat.conversations (id, owner_id, title, created_at, updated_at)
        SELECT gen_random_uuid(), c.owner_id, {word} || ' ' || n, now(), now() - n * interval '1 minute' FROM chat.conversations c, generate_series({from}, {to}) n WHERE c.id = {like}
        """);

    private async Task ExecuteAsync(FormattableString sql)
    {
        await using var scope = fixture.Host.Services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<ChatDb>().Database.ExecuteSqlAsync(sql);
    }
}
