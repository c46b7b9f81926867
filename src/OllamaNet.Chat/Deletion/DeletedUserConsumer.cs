using Microsoft.EntityFrameworkCore;
using OllamaNet.Chat.Data;
using OllamaNet.Chat.Messages;
using OllamaNet.Chat.Presets;
using OllamaNet.Chat.Runs;
using OllamaNet.Chat.Transfers;
using OllamaNet.Chat.Trash;
using OllamaNet.Contracts.Auth;
using OllamaNet.Platform.Messaging;
using OllamaNet.Platform.Security.Access;

namespace OllamaNet.Chat.Deletion;

/// <summary>Deletes everything of a user whose account is gone. Presets for everybody stay: they are the administrators'.</summary>
internal sealed class DeletedUserConsumer(ChatDb db, RunRegistry runs, TransferFiles files) : IConsumer<UserDeleted>
{
    /// <summary>For a statement.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    public async Task HandleAsync(UserDeleted integrationEvent, CancellationToken cancellationToken)
    {
        var user = integrationEvent.UserId;
        db.Database.SetCommandTimeout(Patience);
        await StopAnswersAsync(user, cancellationToken);
        await DeleteConversationsAsync(user, cancellationToken);
        await db.Notes.Where(n => n.OwnerId == user).ExecuteDeleteAsync(cancellationToken);
        await db.Folders.Where(f => f.OwnerId == user).ExecuteDeleteAsync(cancellationToken);
        await db.Tags.Where(t => t.OwnerId == user).ExecuteDeleteAsync(cancellationToken);
        await db.Database.ExecuteSqlAsync(
            $"""
            DELETE FROM platform.grants WHERE kind = {ResourceKinds.Preset}
                AND resource IN (SELECT id::text FROM chat.presets WHERE owner_id = {user} AND visibility <> {(short)PresetVisibility.Global})
            """, cancellationToken);
        await db.Presets.Where(p => p.OwnerId == user && p.Visibility != PresetVisibility.Global).ExecuteDeleteAsync(cancellationToken);
        await db.PresetDefaults.Where(d => d.UserId == user).ExecuteDeleteAsync(cancellationToken);
        await db.Removals.Where(r => r.OwnerId == user).ExecuteDeleteAsync(cancellationToken);
        await db.Attachments.Where(a => a.OwnerId == user).ExecuteDeleteAsync(cancellationToken);
        await db.Feedback.Where(f => f.UserId == user).ExecuteDeleteAsync(cancellationToken);
        await db.IdempotentTurns.Where(t => t.OwnerId == user).ExecuteDeleteAsync(cancellationToken);
        files.DeleteOf(user);
    }

    private async Task StopAnswersAsync(Guid user, CancellationToken cancellationToken)
    {
        foreach (var run in runs.Live.Where(r => r.OwnerId == user)) run.Stop();
        await db.Messages.Where(m => m.OwnerId == user && m.Status == MessageStatus.Running && m.RunnerId != runs.RunnerId)
            .ExecuteUpdateAsync(set => set.SetProperty(m => m.StopRequested, true), cancellationToken);
    }

    /// <summary>Batch by batch, with all that hangs on them: others want to write meanwhile.</summary>
    private async Task DeleteConversationsAsync(Guid user, CancellationToken cancellationToken)
    {
        while (await db.Database.ExecuteSqlAsync(
            $"DELETE FROM chat.conversations WHERE id IN (SELECT id FROM chat.conversations WHERE owner_id = {user} LIMIT {TrashPurge.Batch})", cancellationToken) > 0)
            continue;
    }
}
