using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using OllamaNet.Chat.Conversations;
using OllamaNet.Chat.Data;
using OllamaNet.Chat.Folders;
using OllamaNet.Chat.Messages;

namespace OllamaNet.Chat.Presets;

/// <summary>What a conversation (depth 0) or a folder above it (1 and up) says of its answers, with its preset.</summary>
internal sealed record SettingsLevel(
    int Depth, string? SystemPrompt, Guid? PresetId, string? PresetName, string? PresetModel, string? PresetPrompt, string? PresetOptions, string? UserName,
    string? OwnModel, string? OwnOptions, Guid? ActiveLeafId)
{
    private const string Given = """
        WITH RECURSIVE c AS (
            SELECT {2}::uuid AS owner_id, {3}::uuid AS folder_id, {4}::uuid AS preset_id, {5}::text AS system_prompt, NULL::text AS model, NULL::jsonb AS options, NULL::uuid AS active_leaf_id
        ),
        """;

    private const string Stored = """
        WITH RECURSIVE c AS (
            SELECT owner_id, folder_id, preset_id, system_prompt, model, options, active_leaf_id FROM chat.conversations WHERE owner_id = {2} AND id = {3} AND deleted_at IS NULL
        ),
        """;

    private const string Levels = """
         up AS (
            SELECT f.parent_id, f.system_prompt, f.preset_id, 1 AS depth FROM c JOIN chat.folders f ON f.id = c.folder_id AND f.owner_id = c.owner_id
            UNION ALL
            SELECT f.parent_id, f.system_prompt, f.preset_id, up.depth + 1 FROM up CROSS JOIN c JOIN chat.folders f ON f.id = up.parent_id AND f.owner_id = c.owner_id WHERE up.depth < {0}
        ), levels AS (
            SELECT 0 AS depth, system_prompt, preset_id FROM c
            UNION ALL SELECT depth, system_prompt, preset_id FROM up
        )
        SELECT l.depth AS "Depth", l.system_prompt AS "SystemPrompt", p.id AS "PresetId", p.name AS "PresetName", p.model AS "PresetModel", p.system_prompt AS "PresetPrompt",
            p.options::text AS "PresetOptions", (SELECT user_name FROM platform.principals WHERE user_id = {2}) AS "UserName",
            c.model AS "OwnModel", c.options::text AS "OwnOptions", c.active_leaf_id AS "ActiveLeafId"
        FROM c CROSS JOIN levels l LEFT JOIN chat.presets p ON p.id = l.preset_id AND (p.owner_id = c.owner_id OR (p.visibility <> {1} AND platform.is_granted('preset', p.id::text, c.owner_id, p.visibility = 3)))
        ORDER BY l.depth
        """;

    public AnswerOptions? Options => Parse(PresetOptions);

    /// <summary>The conversation's own values, where it was read along.</summary>
    public AnswerOptions? Own => Parse(OwnOptions);

    /// <summary>Nearest first, in one query, as deep as folders can be; only a circle would go on. A preset that was deleted, or is no longer shared with the owner, says nothing.</summary>
    public static Task<List<SettingsLevel>> ReadAsync(ChatDb db, Conversation conversation, CancellationToken cancellationToken) => db.Database.SqlQueryRaw<SettingsLevel>(
        Given + Levels, FolderTree.MostFolders, (short)PresetVisibility.Private, conversation.OwnerId, conversation.FolderId!, conversation.PresetId!, conversation.SystemPrompt!).ToListAsync(cancellationToken);

    /// <summary>The same of a stored conversation, read along with it: none when it is not the owner's.</summary>
    public static Task<List<SettingsLevel>> ReadAsync(ChatDb db, Guid conversation, Guid owner, CancellationToken cancellationToken) => db.Database.SqlQueryRaw<SettingsLevel>(
        Stored + Levels, FolderTree.MostFolders, (short)PresetVisibility.Private, owner, conversation).ToListAsync(cancellationToken);

    private static AnswerOptions? Parse(string? options) => options is null ? null : JsonSerializer.Deserialize(options, StoredJson.Default.AnswerOptions);
}
