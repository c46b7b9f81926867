using Microsoft.EntityFrameworkCore;
using OllamaNet.Chat.Data;
using OllamaNet.Chat.Folders;
using OllamaNet.Chat.Presets;
using OllamaNet.Chat.Trash;

namespace OllamaNet.Chat.Removals;

/// <summary>Deletes folders, and brings them back with what was in them. Each within a transaction of <see cref="FolderTree"/>.</summary>
internal sealed class FolderRemoval(ChatDb db, RemovalBox box, TrashBin trash)
{
    /// <summary>Takes the folder away; what is in it goes one level up.</summary>
    public async Task DissolveAsync(Folder folder, CancellationToken cancellationToken)
    {
        await box.BeginAsync(folder.Id, folder.OwnerId, RemovalKind.Folder, null, null, cancellationToken);
        await KeepAsync(folder, [folder.Id], folder.ParentId, cancellationToken);
        await db.Conversations.IgnoreQueryFilters().Where(c => c.FolderId == folder.Id && c.OwnerId == folder.OwnerId)
            .ExecuteUpdateAsync(set => set.SetProperty(c => c.FolderId, folder.ParentId), cancellationToken);
        await db.Folders.Where(f => f.ParentId == folder.Id && f.OwnerId == folder.OwnerId).ExecuteUpdateAsync(set => set.SetProperty(f => f.ParentId, folder.ParentId), cancellationToken);
        await db.Folders.Where(f => f.Id == folder.Id && f.OwnerId == folder.OwnerId).ExecuteDeleteAsync(cancellationToken);
    }

    /// <summary>Takes the folder and all below it away; the conversations go to the trash.</summary>
    public async Task DeleteAsync(Folder folder, CancellationToken cancellationToken)
    {
        var all = await db.Database.SqlQuery<Guid>($"""
            WITH RECURSIVE below AS (
                SELECT id FROM chat.folders WHERE id = {folder.Id} AND owner_id = {folder.OwnerId}
                UNION ALL
                SELECT f.id FROM below b JOIN chat.folders f ON f.parent_id = b.id
            ) SELECT id FROM below
            """).ToListAsync(cancellationToken);
        var removal = await box.BeginAsync(folder.Id, folder.OwnerId, RemovalKind.Folder, null, null, cancellationToken);
        await KeepAsync(folder, [.. all], null, cancellationToken);
        await trash.PutAsync(folder.OwnerId, c => all.Contains(c.FolderId!.Value), removal.RemovedAt, cancellationToken);
        await db.Folders.Where(f => all.Contains(f.Id) && f.OwnerId == folder.OwnerId).ExecuteDeleteAsync(cancellationToken);
    }

    /// <summary>What was moved on since stays where it is; a folder whose parent is gone comes back at the top.</summary>
    /// <returns>False when the user would have too many folders.</returns>
    public async Task<bool> RestoreAsync(Removal removal, CancellationToken cancellationToken)
    {
        var (id, owner) = (removal.Id, removal.OwnerId);
        var kept = await db.Database.SqlQuery<Guid>($"SELECT (row ->> 'id')::uuid AS \"Value\" FROM chat.removed_rows WHERE removal_id = {id} AND source = 'folders'").ToListAsync(cancellationToken);
        if (await db.Folders.CountAsync(f => f.OwnerId == owner, cancellationToken) + kept.Count > FolderTree.MostFolders) return false;

        await db.Database.ExecuteSqlAsync($"""
            INSERT INTO chat.folders SELECT p.* FROM chat.removed_rows r, jsonb_populate_record(NULL::chat.folders, CASE
                WHEN (r.row ->> 'parent_id')::uuid = ANY ({kept}) OR EXISTS (SELECT FROM chat.folders f WHERE f.id = (r.row ->> 'parent_id')::uuid AND f.owner_id = {owner}) THEN r.row
                ELSE r.row || jsonb_build_object('parent_id', NULL) END) p WHERE r.removal_id = {id} AND r.source = 'folders';
            UPDATE chat.folders f SET parent_id = {id} FROM chat.removed_rows r
            WHERE r.removal_id = {id} AND r.source = 'folder_in' AND f.id = (r.row ->> 'id')::uuid AND f.owner_id = {owner} AND f.parent_id IS NOT DISTINCT FROM (r.row ->> 'now_in')::uuid;
            UPDATE chat.conversations c SET folder_id = (r.row ->> 'folder_id')::uuid, deleted_at = CASE WHEN c.deleted_at = {removal.RemovedAt} THEN NULL ELSE c.deleted_at END
            FROM chat.removed_rows r
            WHERE r.removal_id = {id} AND r.source = 'conversation_in' AND c.id = (r.row ->> 'id')::uuid AND c.owner_id = {owner} AND c.folder_id IS NOT DISTINCT FROM (r.row ->> 'now_in')::uuid
            """, cancellationToken);
        var presets = db.PresetsUsableBy(owner);
        await db.Folders.Where(f => kept.Contains(f.Id) && f.OwnerId == owner && f.PresetId != null && !presets.Any(p => p.Id == f.PresetId)).ExecuteUpdateAsync(set => set.SetProperty(f => f.PresetId, (Guid?)null), cancellationToken);
        await box.EndAsync(removal, cancellationToken);
        return true;
    }

    /// <param name="now">Where what was in them goes.</param>
    private async Task KeepAsync(Folder folder, Guid[] all, Guid? now, CancellationToken cancellationToken)
    {
        var (id, owner) = (folder.Id, folder.OwnerId);
        await db.Database.ExecuteSqlAsync($"""
            INSERT INTO chat.removed_rows (removal_id, source, row)
            SELECT {id}, 'folders', to_jsonb(f) FROM chat.folders f WHERE f.id = ANY ({all}) AND f.owner_id = {owner}
            UNION ALL SELECT {id}, 'folder_in', jsonb_build_object('id', f.id, 'now_in', {now}::uuid) FROM chat.folders f
                WHERE f.parent_id = {id} AND f.owner_id = {owner} AND f.id <> ALL ({all})
            UNION ALL SELECT {id}, 'conversation_in', jsonb_build_object('id', c.id, 'folder_id', c.folder_id, 'now_in', {now}::uuid) FROM chat.conversations c
                WHERE c.folder_id = ANY ({all}) AND c.owner_id = {owner}
            """, cancellationToken);
    }
}
