using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;
using OllamaNet.Contracts.Inference;

namespace OllamaNet.Chat.Context;

internal sealed record FoundPassage(string Text, int Tokens);

/// <summary>Finds what was said earlier and matters to the question. Never holds a question up: without vectors in time there are no passages.</summary>
internal sealed class PassageFinder(EmbeddingModel model, IInference inference, TokenCounting counting, NpgsqlDataSource dataSource, IOptions<ChatOptions> options, ILogger<PassageFinder> logger)
{
    private const int MostMessages = 400;
    private const int MostCandidates = 600;
    private const int MostPassages = 6;

    /// <summary>Below this, or this far below the best, a passage is about something else.</summary>
    private const float Least = 0.25f, BelowBest = 0.25f;

    private const string Candidates = """
        SELECT p.message_id, p.ordinal, p.text, p.vector FROM unnest($1::uuid[]) WITH ORDINALITY AS m(id, place) JOIN chat.passages p ON p.message_id = m.id
        WHERE p.conversation_id = $2 AND p.model = $3 ORDER BY m.place, p.ordinal LIMIT $4
        """;

    /// <param name="omitted">The messages to look in, newest first.</param>
    /// <returns>The best that fit, in the order they were said.</returns>
    public async Task<IReadOnlyList<FoundPassage>> FindAsync(PromptOrder order, IEnumerable<Guid> omitted, string question, int room, CancellationToken cancellationToken)
    {
        if (string.IsNullOrWhiteSpace(question)) return [];
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(TimeSpan.FromMilliseconds(options.Value.EmbeddingPatienceMs));
        try
        {
            if (await model.FindAsync(order.Caller, limit.Token) is not { } name) return [];
            var vectors = (await inference.EmbedAsync(new(name, [question], order.Caller), limit.Token)).Vectors;
            if (vectors.Count == 0) return [];
            var best = await BestAsync(order.Conversation, [.. omitted.Take(MostMessages)], name, Similarity.Normalised(vectors[0].Span), cancellationToken);
            return best.Count == 0 ? [] : await FittingAsync(order, best, room, cancellationToken);
        }
        catch (Exception e) when (e is InferenceException or OperationCanceledException && !cancellationToken.IsCancellationRequested)
        {
            logger.PassagesLeftOut(order.Conversation, e.GetType().Name);
            return [];
        }
    }

    private async Task<List<Candidate>> BestAsync(Guid conversation, Guid[] messages, string name, float[] question, CancellationToken cancellationToken)
    {
        await using var command = dataSource.CreateCommand(Candidates);
        foreach (var parameter in (NpgsqlParameter[])[Of(messages), Of(conversation), Of(name), Of(MostCandidates)]) command.Parameters.Add(parameter);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var best = new PriorityQueue<Candidate, float>();
        while (await reader.ReadAsync(cancellationToken))
        {
            var score = Similarity.Of(question, reader.GetFieldValue<float[]>(3));
            if (score < Least) continue;
            best.Enqueue(new(reader.GetGuid(0), reader.GetInt32(1), reader.GetString(2), score), score);
            if (best.Count > MostPassages) best.Dequeue();
        }

        var found = best.UnorderedItems.Select(i => i.Element).OrderByDescending(c => c.Score).ToList();
        return found.FindAll(c => c.Score >= found[0].Score - BelowBest);
    }

    private async Task<IReadOnlyList<FoundPassage>> FittingAsync(PromptOrder order, List<Candidate> best, int room, CancellationToken cancellationToken)
    {
        // The heading counts with the first.
        var counts = (await counting.CountAsync(order.Model.Name, [PromptText.Passages([], ""), .. best.Select(c => PromptText.Passage(c.Text))], order.Caller, cancellationToken)).Counts;
        List<(Candidate Candidate, int Tokens)> kept = [];
        var left = room - counts[0];
        for (var i = 0; i < best.Count; i++)
        {
            if (counts[i + 1] > left) continue;
            left -= counts[i + 1];
            kept.Add((best[i], counts[i + 1] + (kept.Count == 0 ? counts[0] : 0)));
        }

        return [.. kept.OrderBy(k => k.Candidate.Message).ThenBy(k => k.Candidate.Ordinal).Select(k => new FoundPassage(k.Candidate.Text, k.Tokens))];
    }

    private static NpgsqlParameter<T> Of<T>(T value) => new() { TypedValue = value };

    private sealed record Candidate(Guid Message, int Ordinal, string Text, float Score);
}
