using System.Text.Json;
using Npgsql;
using NpgsqlTypes;
using OllamaNet.Chat.Data;
using OllamaNet.Chat.Messages;
using OllamaNet.Contracts.Chat;
using OllamaNet.Platform.Messaging;

namespace OllamaNet.Chat.Runs;

/// <summary>What runs write while they live: a few statements, whatever the number of runs.</summary>
internal sealed class RunStore(NpgsqlDataSource dataSource)
{
    /// <summary>How long a silent process is believed to be alive.</summary>
    public const int LeaseSeconds = 5;

    private const string Lease = """
        INSERT INTO chat.runners (id, lease_until) VALUES ($1, now() + interval '5 seconds')
        ON CONFLICT (id) DO UPDATE SET lease_until = excluded.lease_until
        """;

    private const string Append = "INSERT INTO chat.drafts (message_id, position, reasoning, text) SELECT * FROM unnest($1::uuid[], $2::int[], $3::bool[], $4::bytea[])";

    private const string Forget = "DELETE FROM chat.drafts WHERE message_id = ANY ($1)";

    private const string StopRequests = "SELECT r FROM unnest($1::uuid[]) r LEFT JOIN chat.messages m ON m.id = r WHERE m.id IS NULL OR m.stop_requested";

    private const string End = """
        UPDATE chat.messages SET status = $3, parts = $4, figures = $5, error_code = $6, error_message = $7, runner_id = NULL
        WHERE id = $1 AND runner_id = $2 AND status = 0
        """;

    private const string Publish = "INSERT INTO chat.outbox (type, payload, attempts) VALUES ($1, $2, 0)";

    /// <summary>Renews the lease, writes the new pieces, deletes the drafts of ended runs; gives the runs somebody wants stopped. One round trip.</summary>
    public async Task<List<Guid>> FlushAsync(Guid runner, IReadOnlyList<Draft> pieces, Guid[] running, Guid[] ended, CancellationToken cancellationToken)
    {
        await using var batch = dataSource.CreateBatch();
        batch.BatchCommands.Add(new(Lease) { Parameters = { Of(runner) } });
        if (pieces.Count > 0)
        {
            batch.BatchCommands.Add(new(Append)
            {
                Parameters =
                {
                    Of(pieces.Select(p => p.MessageId).ToArray()), Of(pieces.Select(p => p.Position).ToArray()),
                    Of(pieces.Select(p => p.Reasoning).ToArray()), Of(pieces.Select(p => p.Text).ToArray()),
                },
            });
        }

        if (ended.Length > 0) batch.BatchCommands.Add(new(Forget) { Parameters = { Of(ended) } });
        batch.BatchCommands.Add(new(StopRequests) { Parameters = { Of(running) } });

        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        List<Guid> stops = [];
        while (await reader.ReadAsync(cancellationToken)) stops.Add(reader.GetGuid(0));
        return stops;
    }

    /// <summary>The end of a run: the whole answer enters its row, and the event its outbox, in one transaction. False when the row was no longer ours.</summary>
    public async Task<bool> EndAsync(Guid runner, Run run, AnswerEnd end, CancellationToken cancellationToken)
    {
        var message = OutboxMessage.From(new AnswerFinished(run.ConversationId, run.MessageId, run.OwnerId, run.Model));
        await using var batch = dataSource.CreateBatch();
        batch.BatchCommands.Add(new(End)
        {
            Parameters =
            {
                Of(run.MessageId), Of(runner), Of((short)end.Status),
                Json(JsonSerializer.Serialize(end.Parts, StoredJson.Default.IReadOnlyListMessagePart)),
                Json(JsonSerializer.Serialize(end.Figures, StoredJson.Default.AnswerFigures)),
                Text(end.Error?.Code), Text(end.Error?.Message),
            },
        });
        batch.BatchCommands.Add(new(Publish) { Parameters = { Text(message.Type), Json(message.Payload) } });
        await batch.ExecuteNonQueryAsync(cancellationToken);
        return batch.BatchCommands[0].RecordsAffected > 0;
    }

    private static NpgsqlParameter<T> Of<T>(T value) => new() { TypedValue = value };

    private static NpgsqlParameter Json(string value) => new() { Value = value, NpgsqlDbType = NpgsqlDbType.Jsonb };

    private static NpgsqlParameter Text(string? value) => new() { Value = (object?)value ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text };
}

/// <summary>How an answer ended.</summary>
internal sealed record AnswerEnd(MessageStatus Status, IReadOnlyList<MessagePart> Parts, AnswerFigures Figures, AnswerError? Error);
