using System.Text.Json;
using Npgsql;
using OllamaNet.Chat.Data;
using OllamaNet.Chat.Messages;

namespace OllamaNet.Chat.Context;

/// <param name="Parts">Null: too old to be read.</param>
internal sealed record BranchMessage(Guid Id, MessageRole Role, bool Pinned, IReadOnlyList<MessagePart>? Parts, DateTimeOffset? EditedAt = null);

/// <summary>A summary as the prompt needs it.</summary>
internal sealed record BranchSummary(Guid Id, Guid UpToMessageId, string Text, bool Edited, string? Model, DateTimeOffset UpdatedAt);

/// <summary>A branch from its first message on. Every message is known, but only the newest and the pinned ones are read.</summary>
internal sealed record StoredBranch(IReadOnlyList<BranchMessage> Messages, IReadOnlyList<BranchSummary> Summaries, bool HasPassages)
{
    /// <summary>A message that the summary tells of was edited after it was written: by a person, or it would have been forgotten.</summary>
    public bool IsOutdated(BranchSummary summary) =>
        Messages.Any(m => m.Id == summary.UpToMessageId) && Messages.TakeWhile((_, i) => i == 0 || Messages[i - 1].Id != summary.UpToMessageId).Any(m => m.EditedAt > summary.UpdatedAt);
}

/// <summary>Reads branches for prompts: one round trip, and of the messages only what may go into one.</summary>
internal sealed class BranchReader(NpgsqlDataSource dataSource)
{
    /// <summary>Beside its text a row costs something too.</summary>
    private const string Messages = """
        WITH RECURSIVE branch AS (
            SELECT id, parent_id, role, pinned, parts, edited_at, 1 AS depth, 24 + pg_column_size(parts)::bigint AS total
            FROM chat.messages WHERE id = $1 AND conversation_id = $2 AND owner_id = $3
            UNION ALL
            SELECT m.id, m.parent_id, m.role, m.pinned, CASE WHEN b.total < $4 OR m.pinned OR b.pinned THEN m.parts END, m.edited_at, b.depth + 1, b.total + 24 + pg_column_size(m.parts)
            FROM branch b JOIN chat.messages m ON m.id = b.parent_id
        )
        SELECT id, role, pinned, parts::text, edited_at FROM branch ORDER BY depth DESC
        """;

    private const string Summaries = "SELECT id, up_to_message_id, text, edited, model, updated_at FROM chat.summaries WHERE conversation_id = $1 AND owner_id = $2";

    private const string Passages = "SELECT EXISTS (SELECT FROM chat.passages WHERE conversation_id = $1)";

    /// <param name="bytes">How much of messages to read at least, if there is as much.</param>
    /// <returns>Without messages when the leaf is not in this conversation of this owner.</returns>
    public async Task<StoredBranch> ReadAsync(Guid conversation, Guid owner, Guid leaf, long bytes, CancellationToken cancellationToken)
    {
        await using var batch = dataSource.CreateBatch();
        batch.BatchCommands.Add(new(Messages) { Parameters = { Of(leaf), Of(conversation), Of(owner), Of(bytes) } });
        batch.BatchCommands.Add(new(Summaries) { Parameters = { Of(conversation), Of(owner) } });
        batch.BatchCommands.Add(new(Passages) { Parameters = { Of(conversation) } });
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);

        List<BranchMessage> messages = [];
        while (await reader.ReadAsync(cancellationToken))
            messages.Add(new(reader.GetGuid(0), (MessageRole)reader.GetInt16(1), reader.GetBoolean(2), reader.IsDBNull(3) ? null : JsonSerializer.Deserialize(reader.GetString(3), StoredJson.Default.IReadOnlyListMessagePart), reader.IsDBNull(4) ? null : reader.GetFieldValue<DateTimeOffset>(4)));

        await reader.NextResultAsync(cancellationToken);
        List<BranchSummary> summaries = [];
        while (await reader.ReadAsync(cancellationToken))
            summaries.Add(new(reader.GetGuid(0), reader.GetGuid(1), reader.GetString(2), reader.GetBoolean(3), reader.IsDBNull(4) ? null : reader.GetString(4), reader.GetFieldValue<DateTimeOffset>(5)));

        await reader.NextResultAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        return new(messages, summaries, reader.GetBoolean(0));
    }

    private static NpgsqlParameter<T> Of<T>(T value) => new() { TypedValue = value };
}
