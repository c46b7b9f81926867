using Npgsql;

namespace OllamaNet.Chat.Search;

/// <summary>Which folders and tags the names in a search mean; one query.</summary>
internal sealed class SearchScopes(NpgsqlDataSource dataSource)
{
    private const string Nowhere = "none";

    // A folder means what is in the folders below it, too. Several of one name are all meant.
    private const string Sql = """
        WITH RECURSIVE below AS (
            SELECT f.id, lower(f.name) AS name FROM chat.folders f WHERE f.owner_id = $1 AND lower(f.name) = ANY (SELECT lower(n) FROM unnest($2::text[]) n)
            UNION SELECT f.id, b.name FROM chat.folders f JOIN below b ON f.parent_id = b.id WHERE f.owner_id = $1)
        SELECT true, id, name FROM below
        UNION ALL SELECT false, t.id, lower(t.name) FROM chat.tags t WHERE t.owner_id = $1 AND lower(t.name) = ANY (SELECT lower(n) FROM unnest($3::text[]) n)
        """;

    public async Task<(SearchScope Scope, string? Problem)> FindAsync(SearchQuery query, Guid owner, CancellationToken cancellationToken)
    {
        List<string> folders = query.Folders.FindAll(f => !f.Equals(Nowhere, StringComparison.OrdinalIgnoreCase));
        var outside = folders.Count < query.Folders.Count;
        if (folders.Count == 0 && query.Tags.Count == 0) return (new(owner, null, outside, []), null);

        var found = await ReadAsync(owner, folders, query.Tags, cancellationToken);
        List<HashSet<Guid>> inFolders = folders.ConvertAll(f => found.Where(r => r.IsFolder && Same(r.Name, f)).Select(r => r.Id).ToHashSet());
        if (inFolders.FindIndex(f => f.Count == 0) is >= 0 and var folder) return (Empty(owner), $"There is no folder called \"{folders[folder]}\".");

        List<Guid> tags = query.Tags.ConvertAll(t => found.Find(r => !r.IsFolder && Same(r.Name, t)).Id);
        if (tags.IndexOf(Guid.Empty) is >= 0 and var tag) return (Empty(owner), $"There is no tag called \"{query.Tags[tag]}\".");

        return (new(owner, inFolders.Count == 0 ? null : [.. inFolders.Aggregate((a, b) => [.. a.Intersect(b)])], outside, tags), null);
    }

    private static SearchScope Empty(Guid owner) => new(owner, null, false, []);

    private static bool Same(string stored, string given) => stored.Equals(given, StringComparison.OrdinalIgnoreCase);

    private async Task<List<(bool IsFolder, Guid Id, string Name)>> ReadAsync(Guid owner, List<string> folders, List<string> tags, CancellationToken cancellationToken)
    {
        await using var command = dataSource.CreateCommand(Sql);
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = owner });
        command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. folders] });
        command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. tags] });
        List<(bool, Guid, string)> found = [];
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken)) found.Add((reader.GetBoolean(0), reader.GetGuid(1), reader.GetString(2)));
        return found;
    }
}
