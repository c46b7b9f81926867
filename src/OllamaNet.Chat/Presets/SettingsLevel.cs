using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using OllamaNet.Chat.Conversations;
using OllamaNet.Chat.Data;
using OllamaNet.Chat.Folders;
using OllamaNet.Chat.Messages;

namespace OllamaNet.Chat.Presets;

/// <summary>What a conversation (depth 0) or a folder above it (1 and up) says of its answers, with its preset.</summary>
internal sealed record SettingsLevel(
    int Depth, string? SystemPrompt, Guid? PresetId, string? PresetName, string? PresetModel, string? PresetPrompt, string? PresetOptions, string? UserName)
{
    public AnswerOptions? Options => PresetOptions is null ? null : JsonSerializer.Deserialize(PresetOptions, StoredJson.Default.AnswerOptions);

    /// <summary>Nearest first, in one query, as deep as folders can be; only a circle would go on. A preset that was deleted, or is no longer shared, says nothing.</summary>
    public static Task<List<SettingsLevel>> ReadAsync(ChatDb db, Conversation conversation, CancellationToken cancellationToken) => db.Database.SqlQuery<SettingsLevel>($"""
        WITH RECURSIVE up AS (
            SELECT f.parent_id, f.system_prompt, f.preset_id, 1 AS depth FROM chat.folders f WHERE f.id = {conversation.FolderId} AND f.owner_id = {conversation.OwnerId}
            UNION ALL
            SELECT f.parent_id, f.system_prompt, f.preset_id, up.depth + 1 FROM up JOIN chat.folders f ON f.id = up.parent_id AND f.owner_id = {conversation.OwnerId} WHERE up.depth < {FolderTree.MostFolders}
        ), levels AS (
            SELECT 0 AS depth, {conversation.SystemPrompt}::text AS system_prompt, {conversation.PresetId}::uuid AS preset_id
            UNION ALL SELECT depth, system_prompt, preset_id FROM up
        )
        SELECT l.depth AS "Depth", l.system_prompt AS "SystemPrompt", p.id AS "PresetId", p.name AS "PresetName", p.model AS "PresetModel", p.system_prompt AS "PresetPrompt",
            p.options::text AS "PresetOptions", (SELECT user_name FROM platform.principals WHERE user_id = {conversation.OwnerId}) AS "UserName"
        FROM levels l LEFT JOIN chat.presets p ON p.id = l.preset_id AND (p.owner_id = {conversation.OwnerId} OR p.visibility <> {(short)PresetVisibility.Private})
        ORDER BY l.depth
        """).ToListAsync(cancellationToken);
}
