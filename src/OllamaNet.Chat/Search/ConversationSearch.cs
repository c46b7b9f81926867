using Npgsql;
using OllamaNet.Chat.Messages;

namespace OllamaNet.Chat.Search;

internal sealed class ConversationSearch(NpgsqlDataSource dataSource, TimeProvider time)
{
    public async Task<(List<SearchHit> Hits, string? Next)> FindAsync(SearchQuery query, SearchScope scope, SearchCursor? after, int limit, CancellationToken cancellationToken)
    {
        var position = after ?? new SearchCursor(time.GetUtcNow(), 0, Guid.Empty);
        await using var command = SearchSql.Command(dataSource, query, scope, position, after is null, limit + 1);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        List<SearchHit> hits = [];
        SearchCursor last = default;
        while (await reader.ReadAsync(cancellationToken))
        {
            if (hits.Count == limit) return (hits, last.Format());
            hits.Add(Read(reader, query));
            last = position with { Score = reader.GetDouble(8), Id = reader.GetGuid(1) };
        }

        return (hits, null);
    }

    private static SearchHit Read(NpgsqlDataReader row, SearchQuery query)
    {
        var (kind, id) = ((SearchKind)row.GetInt32(0), row.GetGuid(1));
        return new(
            kind, row.GetGuid(2), row.IsDBNull(3) ? null : row.GetGuid(3), kind is SearchKind.Note ? id : null,
            row.IsDBNull(4) ? null : (MessageRole)row.GetInt16(4) is MessageRole.User ? "user" : "assistant",
            row.IsDBNull(5) ? null : row.GetString(5), row.GetBoolean(6), row.IsDBNull(9) ? [] : Snippet.Of(row.GetString(9), query), row.GetFieldValue<DateTimeOffset>(7));
    }
}
