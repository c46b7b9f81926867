using Npgsql;
using OllamaNet.Chat.Messages;

namespace OllamaNet.Chat.Search;

internal sealed class ConversationSearch(NpgsqlDataSource dataSource, TimeProvider time)
{
    /// <exception cref="TimeoutException">It took too long.</exception>
    public async Task<(List<SearchHit> Hits, string? Next)> FindAsync(SearchQuery query, SearchScope scope, SearchCursor? after, int limit, CancellationToken cancellationToken)
    {
        var position = after ?? new SearchCursor(time.GetUtcNow(), 0, Guid.Empty, null);
        var command = SearchSql.Command(query, scope, position, after is null, limit + 1);
        List<SearchHit> hits = [];
        SearchCursor last = default;
        SearchBatch? older = null;
        await foreach (var (hit, place, edge) in dataSource.ReadSearchAsync(command, row => (Read(row, query, cancellationToken), position with { Score = row.GetDouble(8), Id = row.GetGuid(1) }, EdgeOf(row)), cancellationToken))
        {
            if (hits.Count == limit) return (hits, last.Format());
            hits.Add(hit);
            (last, older) = (place, edge);
        }

        return (hits, older is { } batch ? SearchCursor.StartOf(position.Now, batch).Format() : null);
    }

    private static SearchBatch? EdgeOf(NpgsqlDataReader row) => row.IsDBNull(10) ? null : new(row.GetFieldValue<DateTimeOffset>(10), row.GetGuid(11));

    private static SearchHit Read(NpgsqlDataReader row, SearchQuery query, CancellationToken cancellationToken)
    {
        var (kind, id) = ((SearchKind)row.GetInt32(0), row.GetGuid(1));
        return new(
            kind, row.GetGuid(2), row.IsDBNull(3) ? null : row.GetGuid(3), kind is SearchKind.Note ? id : null,
            row.IsDBNull(4) ? null : (MessageRole)row.GetInt16(4) is MessageRole.User ? "user" : "assistant",
            row.IsDBNull(5) ? null : row.GetString(5), row.GetBoolean(6), row.IsDBNull(9) ? [] : Snippet.Of(row.GetString(9), query, cancellationToken), row.GetFieldValue<DateTimeOffset>(7));
    }
}
