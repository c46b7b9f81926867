using System.Text.Json;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;
using OllamaNet.Chat.Data;
using OllamaNet.Contracts.Chat;
using OllamaNet.Contracts.Inference;
using OllamaNet.Platform.Messaging;

namespace OllamaNet.Chat.Context;

/// <summary>Makes the vectors of a conversation that grows long, in batches, after an answer: before it outgrows the window they are of no use.</summary>
internal sealed class PassageWriter(EmbeddingModel model, IInference inference, NpgsqlDataSource dataSource, IOptions<ChatOptions> options, ILogger<PassageWriter> logger) : IConsumer<AnswerFinished>, IConsumer<MessageEdited>
{
    private const int Batch = 32;
    private const int MostMessages = 200;

    /// <summary>Messages of the branch without vectors of this model, newest first; none while the conversation is short.</summary>
    private const string Missing = """
        WITH RECURSIVE branch AS (
            SELECT id, parent_id, 1 AS depth FROM chat.messages WHERE id = $1 AND conversation_id = $2 AND owner_id = $3
            UNION ALL
            SELECT m.id, m.parent_id, b.depth + 1 FROM branch b JOIN chat.messages m ON m.id = b.parent_id
        )
        SELECT m.id, m.parts::text, md5(m.parts::text) FROM branch b JOIN chat.messages m ON m.id = b.id
        WHERE (SELECT sum(pg_column_size(parts)) FROM chat.messages WHERE conversation_id = $2) > $4
            AND m.status <> 0 AND NOT EXISTS (SELECT FROM chat.passages p WHERE p.message_id = b.id AND p.model = $5)
        ORDER BY b.depth LIMIT $6
        """;

    private const string Forget = "DELETE FROM chat.passages WHERE message_id = ANY ($1) AND model <> $2";

    /// <summary>Only of a text that is there still: an edit, or an answer that goes on, waits for this row or is waited for.</summary>
    private const string Insert = """
        INSERT INTO chat.passages (message_id, ordinal, conversation_id, text, model, vector)
        SELECT m.id, $2, $3, $4, $5, $6 FROM chat.messages m WHERE m.id = $1 AND m.status <> 0 AND md5(m.parts::text) = $7 FOR SHARE ON CONFLICT DO NOTHING
        """;

    public Task HandleAsync(MessageEdited integrationEvent, CancellationToken cancellationToken) =>
        HandleAsync(new AnswerFinished(integrationEvent.ConversationId, integrationEvent.LeafId, integrationEvent.OwnerId, ""), cancellationToken);

    public async Task HandleAsync(AnswerFinished integrationEvent, CancellationToken cancellationToken)
    {
        var caller = new Caller(integrationEvent.OwnerId) { Background = true };
        if (await model.FindAsync(caller, cancellationToken) is not { } name) return;

        try
        {
            foreach (var batch in (await MissingAsync(integrationEvent, name, cancellationToken)).Chunk(Batch))
            {
                var vectors = (await inference.EmbedAsync(new(name, [.. batch.Select(p => p.Text)], caller), cancellationToken)).Vectors;
                await StoreAsync(integrationEvent.ConversationId, name, batch, vectors, cancellationToken);
            }
        }
        catch (InferenceException e)
        {
            // The next answer tries again; an event that fails would also do everything else again.
            logger.PassagesNotMade(integrationEvent.ConversationId, e.Error);
        }
    }

    private async Task<List<Piece>> MissingAsync(AnswerFinished finished, string name, CancellationToken cancellationToken)
    {
        await using var command = dataSource.CreateCommand(Missing);
        // Half a window of text: four bytes a token.
        foreach (var parameter in (NpgsqlParameter[])[Of(finished.MessageId), Of(finished.ConversationId), Of(finished.OwnerId), Of(options.Value.ContextLength * 2L), Of(name), Of(MostMessages)]) command.Parameters.Add(parameter);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        List<Piece> passages = [];
        while (await reader.ReadAsync(cancellationToken))
        {
            var text = PromptText.Of(default, JsonSerializer.Deserialize(reader.GetString(1), StoredJson.Default.IReadOnlyListMessagePart) ?? []).Content;
            foreach (var (ordinal, passage) in PassageSplitter.Split(text).Index()) passages.Add(new(reader.GetGuid(0), ordinal, passage, reader.GetString(2)));
        }

        return passages;
    }

    private async Task StoreAsync(Guid conversation, string name, Piece[] passages, IReadOnlyList<ReadOnlyMemory<float>> vectors, CancellationToken cancellationToken)
    {
        await using var batch = dataSource.CreateBatch();
        batch.BatchCommands.Add(new(Forget) { Parameters = { Of(passages.Select(p => p.Message).Distinct().ToArray()), Of(name) } });
        for (var i = 0; i < Math.Min(passages.Length, vectors.Count); i++)
            batch.BatchCommands.Add(new(Insert) { Parameters = { Of(passages[i].Message), Of(passages[i].Ordinal), Of(conversation), Of(passages[i].Text), Of(name), Of(Similarity.Normalised(vectors[i].Span)), Of(passages[i].Hash) } });
        await batch.ExecuteNonQueryAsync(cancellationToken);
    }

    private static NpgsqlParameter<T> Of<T>(T value) => new() { TypedValue = value };

    /// <param name="Hash">Of the message as it was read.</param>
    private sealed record Piece(Guid Message, int Ordinal, string Text, string Hash);
}
