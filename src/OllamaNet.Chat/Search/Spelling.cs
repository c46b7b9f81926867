using Npgsql;

namespace OllamaNet.Chat.Search;

/// <summary>Words of the owner's own that look like what was written; one query.</summary>
internal sealed class Spelling(NpgsqlDataSource dataSource)
{
    private const int Shortest = 4;
    private const int MostWords = 6;

    // Where a word is wrong, its beginning is mostly right: what begins like it is looked at, and what is newest whatever it begins with. Words are counted
    // before they are compared (OFFSET keeps that apart), which costs more than anything else here.
    private const string Sql = """
        WITH edge AS (SELECT created_at FROM chat.messages WHERE owner_id = $1 ORDER BY created_at DESC OFFSET 5000 LIMIT 1)
        SELECT w.word, best.other FROM unnest($2::text[], $3::text[]) w(word, beginning), LATERAL (
            SELECT o.other FROM (
                SELECT r.other, count(*) AS times FROM (
                    SELECT unnest(chat.search_words(chat.search_text(m.parts))) AS other FROM (
                        SELECT m.parts FROM chat.messages m JOIN chat.conversations c ON c.id = m.conversation_id
                        WHERE m.owner_id = $1 AND c.deleted_at IS NULL AND chat.search_keys(m.owner_id, chat.search_text(m.parts)) @@ w.beginning::tsquery
                            AND m.created_at > coalesce((SELECT created_at FROM edge), '-infinity')
                        ORDER BY m.created_at DESC LIMIT 50) m
                    UNION ALL SELECT unnest(chat.search_words(c.title)) FROM (
                        SELECT c.title FROM chat.conversations c WHERE c.owner_id = $1 AND c.deleted_at IS NULL ORDER BY c.updated_at DESC LIMIT 500) c
                    UNION ALL SELECT unnest(chat.search_words(n.text)) FROM (
                        SELECT n.text FROM chat.notes n JOIN chat.conversations c ON c.id = n.conversation_id
                        WHERE n.owner_id = $1 AND c.deleted_at IS NULL ORDER BY n.updated_at DESC LIMIT 50) n) r
                GROUP BY r.other OFFSET 0) o
            WHERE CASE WHEN length(o.other) BETWEEN length(w.word) - 2 AND length(w.word) + 4 THEN similarity(o.other, w.word) >= 0.3 ELSE false END
            ORDER BY similarity(o.other, w.word) DESC, o.times DESC, o.other LIMIT 1) best
        """;

    /// <returns>The text with other words in it; null when there is nothing better.</returns>
    public async Task<string?> SuggestAsync(string text, SearchQuery query, Guid owner, CancellationToken cancellationToken)
    {
        IEnumerable<string> all = query.Prefix is { } prefix ? query.Words.Append(prefix) : query.Words;
        var words = all.Where(w => w.Length >= Shortest && !SearchWords.IsUnspaced(w)).Distinct(StringComparer.Ordinal).Take(MostWords).ToArray();
        if (words.Length == 0) return null;

        var command = new NpgsqlBatchCommand(Sql);
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = owner });
        command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = words });
        command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = Array.ConvertAll(words, w => SearchWords.Condition(owner, w[..2], prefix: true)) });
        var suggestion = text;
        await foreach (var (word, other) in dataSource.ReadSearchAsync(command, row => (row.GetString(0), row.GetString(1)), cancellationToken))
        {
            if (!string.Equals(word, other, StringComparison.Ordinal)) suggestion = suggestion.Replace(word, other, StringComparison.OrdinalIgnoreCase);
        }

        return suggestion == text ? null : suggestion.Trim();
    }
}
