using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using OllamaNet.Chat.Data;

namespace OllamaNet.Chat.Tests;

/// <summary>Every message knows how deep it is, and a way up that is short.</summary>
public sealed class PlacesTests(ChatFixture fixture) : IClassFixture<ChatFixture>
{
    [Fact]
    public async Task Questions_branches_and_forks_have_the_ancestors_that_their_parents_say()
    {
        using var ada = await fixture.SignInAsync();
        var conversation = await ada.CreateConversationAsync(new { title = "tree" });
        for (var i = 0; i < 8; i++) await ada.AskAsync(conversation, $"question {i}");
        var messages = await ada.MessagesAsync(conversation);
        using (var stream = await ada.OpenAsync(HttpMethod.Post, TreeSteps.PathOf(conversation, messages[9].Id(), "regenerate"), new { })) await stream.ReadToEndAsync();
        var fork = (await (await ada.ForkAsync(conversation, messages[12].Id())).JsonAsync()).Id();

        Assert.Equal((16 * 17 / 2) + 10, await AncestorsAsync(conversation));
        Assert.Equal(13 * 14 / 2, await AncestorsAsync(fork));
    }

    [Fact]
    public async Task A_message_whose_parent_is_not_there_is_refused()
    {
        using var ada = await fixture.SignInAsync();
        var conversation = await ada.CreateConversationAsync();
        await ada.AskAsync(conversation, "hello");

        var refused = await Assert.ThrowsAsync<Npgsql.PostgresException>(() => ExecuteAsync($$"""
            INSERT INTO chat.messages (id, conversation_id, owner_id, parent_id, role, status, parts, pinned, stop_requested, created_at)
            SELECT gen_random_uuid(), c.id, c.owner_id, gen_random_uuid(), 0, 1, '[]', false, false, now() FROM chat.conversations c WHERE c.id = {{conversation}}
            """));

        Assert.Equal(Npgsql.PostgresErrorCodes.ForeignKeyViolation, refused.SqlState);
    }

    [Fact]
    public async Task A_page_after_a_message_of_another_branch_goes_on_as_deep_on_this_one()
    {
        using var ada = await fixture.SignInAsync();
        var conversation = await ada.CreateConversationAsync(new { title = "branches" });
        for (var i = 0; i < 3; i++) await ada.AskAsync(conversation, $"question {i}");
        var old = await ada.MessagesAsync(conversation);
        using (var stream = await ada.OpenAsync(HttpMethod.Post, TreeSteps.PathOf(conversation, old[1].Id(), "regenerate"), new { })) await stream.ReadToEndAsync();
        await ada.AskAsync(conversation, "another way");
        var shown = await ada.MessagesAsync(conversation);

        async Task<IEnumerable<Guid>> AfterAsync(Guid message) =>
            (await ada.GetAsync($"/api/v1/conversations/{conversation}/messages?after={message:N}")).GetProperty("items").EnumerateArray().Select(m => m.Id());

        Assert.Equal(shown.Skip(2).Select(m => m.Id()), await AfterAsync(shown[1].Id()));
        Assert.Equal(shown.Skip(2).Select(m => m.Id()), await AfterAsync(old[1].Id()));
        Assert.Empty(await AfterAsync(old[5].Id()));
        Assert.Empty(await AfterAsync(Guid.CreateVersion7()));
    }

    /// <summary>How many pairs of a message and one above it, or itself, there are; each found by walking up one by one and by the short way alike.</summary>
    private async Task<int> AncestorsAsync(Guid conversation)
    {
        await using var scope = fixture.Host.Services.CreateAsyncScope();
        var found = await scope.ServiceProvider.GetRequiredService<ChatDb>().Database.SqlQuery<int>($"""
            WITH RECURSIVE walked AS (
                SELECT id AS below, id, parent_id, depth FROM chat.messages WHERE conversation_id = {conversation}
                UNION ALL
                SELECT w.below, m.id, m.parent_id, w.depth - 1 FROM walked w JOIN chat.messages m ON m.id = w.parent_id
            )
            SELECT CASE WHEN bool_and(chat.ancestor(below, depth) = id) AND min(depth) = 0 THEN count(*)::int ELSE -1 END AS "Value" FROM walked
            """).ToListAsync();
        return found[0];
    }

    private async Task ExecuteAsync(FormattableString sql)
    {
        await using var scope = fixture.Host.Services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<ChatDb>().Database.ExecuteSqlAsync(sql);
    }
}
