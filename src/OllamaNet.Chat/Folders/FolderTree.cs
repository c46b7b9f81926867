using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using OllamaNet.Chat.Data;

namespace OllamaNet.Chat.Folders;

/// <summary>What changes the shape of a user's tree of folders. One change at a time for a user: two moves that are right alone can make a circle together.</summary>
internal sealed class FolderTree(ChatDb db, TimeProvider time)
{
    /// <summary>Most folders of a user: a list that one can still look through, and an end to every walk up the tree.</summary>
    public const int MostFolders = 1000;

    public async Task<IDbContextTransaction> BeginAsync(Guid owner, CancellationToken cancellationToken)
    {
        var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        await db.Database.ExecuteSqlAsync($"SELECT pg_advisory_xact_lock(hashtextextended({"chat.folders " + owner.ToString("N")}, 0))", cancellationToken);
        return transaction;
    }

    public Task<bool> HasAsync(Guid owner, Guid folder, CancellationToken cancellationToken) => db.Folders.AnyAsync(f => f.Id == folder && f.OwnerId == owner, cancellationToken);

    /// <returns>False when the folder would lie in itself.</returns>
    public async Task<bool> MoveAsync(Guid owner, Guid folder, Guid? parent, CancellationToken cancellationToken) => await db.Database.ExecuteSqlAsync($"""
        UPDATE chat.folders SET parent_id = {parent}, updated_at = {time.GetUtcNow()}
        WHERE id = {folder} AND owner_id = {owner} AND NOT EXISTS (
            WITH RECURSIVE above AS (
                SELECT id, parent_id FROM chat.folders WHERE id = {parent} AND owner_id = {owner}
                UNION ALL
                SELECT f.id, f.parent_id FROM above a JOIN chat.folders f ON f.id = a.parent_id
            ) SELECT 1 FROM above WHERE id = {folder})
        """, cancellationToken) > 0;
}
