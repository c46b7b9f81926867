using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using OllamaNet.Chat.Data;
using OllamaNet.Chat.Runs;

namespace OllamaNet.Chat.Tests;

public sealed class HousekeepingTests(ChatFixture fixture) : IClassFixture<ChatFixture>
{
    [Fact]
    public async Task Drafts_of_an_answer_that_ended_are_deleted()
    {
        using var ada = await fixture.SignInAsync();
        var answer = (await ada.AskAsync(await ada.CreateConversationAsync(), "Leave something behind")).MessageId();
        await using var scope = fixture.Host.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<ChatDb>();
        await db.Database.ExecuteSqlAsync($"INSERT INTO chat.drafts (message_id, position, reasoning, text) VALUES ({answer}, 0, false, 'left')");

        await Housekeeping.DeleteLeftDraftsAsync(db, default);

        Assert.False(await db.Set<Draft>().AnyAsync(d => d.MessageId == answer));
    }
}
