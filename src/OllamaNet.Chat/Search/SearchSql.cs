using Npgsql;

namespace OllamaNet.Chat.Search;

/// <summary>The statement of a search: a batch of the newest that fit of each kind, ordered by how well they do; one query.</summary>
internal sealed class SearchSql
{
    /// <summary>Of each kind, as many of the newest that fit are ordered among each other; the older ones come in the batches after it.</summary>
    private const int Candidates = 200;

    /// <summary>A word that is in every other message is looked for among as many of the newest first: mostly they hold enough.</summary>
    private const int Near = 20_000;

    private readonly List<NpgsqlParameter> _parameters = [];
    private readonly SearchQuery _query;
    private readonly string _owner;
    private readonly string? _keys;
    private readonly string? _batch;
    private readonly string? _batchAt;
    private readonly SearchScope _scope;

    private SearchSql(SearchQuery query, SearchScope scope, SearchBatch? batch)
    {
        (_query, _scope) = (query, scope);
        _owner = Parameter(scope.Owner);
        _keys = query.HasWords ? Parameter(Keys()) + "::tsquery" : null;
        if (batch is not { } from) return;
        _batchAt = Parameter(from.At);
        _batch = $"({_batchAt}, {Parameter(from.Id)})";
    }

    public static NpgsqlBatchCommand Command(SearchQuery query, SearchScope scope, SearchCursor cursor, bool isFirst, int limit)
    {
        var sql = new SearchSql(query, scope, cursor.Batch);
        var command = new NpgsqlBatchCommand(sql.Text(cursor, isFirst, limit));
        foreach (var parameter in sql._parameters) command.Parameters.Add(parameter);
        return command;
    }

    private string Text(SearchCursor cursor, bool isFirst, int limit)
    {
        var time = Parameter(cursor.Now);
        var from = isFirst ? "true" : $"(score, id) < ({Parameter(cursor.Score)}, {Parameter(cursor.Id)})";
        // A kind that has more than its candidates says where the batch ends, for all kinds: what is older comes after it.
        var texts = _keys is null ? "" : $"""
            messages_edge AS ({Edge("messages", "created_at")}), messages_near AS ({Messages(isNear: true)}),
            messages AS (SELECT * FROM messages_near UNION ALL {Messages(isNear: false)}), notes AS ({Notes()}),
            """;
        return $"""
            WITH titles_edge AS ({Edge("conversations", "updated_at")}), titles_near AS ({Titles(isNear: true)}),
            titles AS (SELECT * FROM titles_near UNION ALL {Titles(isNear: false)}),
            {texts}
            found AS (SELECT 0 AS kind, * FROM titles{(_keys is null ? "" : " UNION ALL SELECT 1, * FROM messages UNION ALL SELECT 2, * FROM notes")}),
            edge AS (SELECT at, id FROM (SELECT at, id, row_number() OVER (PARTITION BY kind ORDER BY at DESC, id DESC) AS place FROM found) f WHERE place = {Candidates} ORDER BY at DESC, id DESC LIMIT 1),
            ranked AS (
                SELECT *, ((CASE kind WHEN 0 THEN 3 WHEN 2 THEN 2 ELSE 1 END) + (CASE WHEN close THEN 1 ELSE 0 END))
                    * (0.3 + 0.7 / (1 + greatest(extract(epoch FROM {time} - at)::float8, 0) / 2592000)) AS score
                FROM found f WHERE NOT EXISTS (SELECT 1 FROM edge e WHERE (f.at, f.id) < (e.at, e.id))),
            page AS (SELECT * FROM ranked WHERE {from} ORDER BY score DESC, id DESC LIMIT {Parameter(limit)})
            SELECT p.kind, p.id, p.conversation_id, p.message_id, m.role, c.title, c.archived_at IS NOT NULL, p.at, p.score,
                CASE p.kind WHEN 0 THEN c.title WHEN 1 THEN left(chat.search_text(m.parts), 100000) ELSE (SELECT n.text FROM chat.notes n WHERE n.id = p.id) END,
                e.at, e.id
            FROM page p JOIN chat.conversations c ON c.id = p.conversation_id LEFT JOIN chat.messages m ON p.kind = 1 AND m.id = p.id LEFT JOIN edge e ON true
            ORDER BY p.score DESC, p.id DESC
            """;
    }

    private string Titles(bool isNear) => $"""
        (SELECT c.id, c.id AS conversation_id, NULL::uuid AS message_id, c.updated_at AS at, {Close("c.title")} AS close
        FROM chat.conversations c
        WHERE c.owner_id = {_owner} AND {Fits("chat.search_keys(c.owner_id, c.title)", "c.title", "c.updated_at", "c.id", "c.model")} AND {Window("titles", "c.updated_at", isNear)}
        ORDER BY c.updated_at DESC, c.id DESC LIMIT {Candidates})
        """;

    private string Messages(bool isNear) => $"""
        (SELECT f.id, f.conversation_id, f.id AS message_id, f.created_at AS at, {Close("chat.search_text(f.parts)")} AS close FROM (
            SELECT m.id, m.conversation_id, m.created_at, m.parts FROM chat.messages m JOIN chat.conversations c ON c.id = m.conversation_id
            WHERE m.owner_id = {_owner} AND {Fits("chat.search_keys(m.owner_id, chat.search_text(m.parts))", "chat.search_text(m.parts)", "m.created_at", "m.id", "coalesce(m.model, c.model)")}
                AND {Window("messages", "m.created_at", isNear)}
            ORDER BY m.created_at DESC, m.id DESC LIMIT {Candidates}) f)
        """;

    private string Notes() => $"""
        (SELECT n.id, n.conversation_id, n.message_id, n.updated_at, {Close("n.text")}
        FROM chat.notes n JOIN chat.conversations c ON c.id = n.conversation_id
        WHERE n.owner_id = {_owner} AND {Fits("chat.search_keys(n.owner_id, n.text)", "n.text", "n.updated_at", "n.id", "c.model")}
        ORDER BY n.updated_at DESC, n.id DESC LIMIT {Candidates})
        """;

    /// <summary>When the oldest of the newest so many was; none where there are no more than those.</summary>
    private string Edge(string table, string time) =>
        $"SELECT w.{time} AS at FROM chat.{table} w WHERE w.owner_id = {_owner}{(_batchAt is null ? "" : $" AND w.{time} <= {_batchAt}")} ORDER BY w.{time} DESC OFFSET {Near} LIMIT 1";

    /// <summary>Among the newest; or, where those do not hold enough and are not all, among the rest.</summary>
    private static string Window(string kind, string time, bool isNear) => isNear
        ? $"{time} > coalesce((SELECT at FROM {kind}_edge), '-infinity')"
        : $"EXISTS (SELECT 1 FROM {kind}_edge) AND (SELECT count(*) FROM {kind}_near) < {Candidates} AND {time} <= (SELECT at FROM {kind}_edge)";

    private string Fits(string keys, string text, string at, string id, string model)
    {
        List<string> conditions = ["c.deleted_at IS NULL"];
        if (_keys is not null) conditions.Add($"{keys} @@ {_keys}");
        if (_batch is not null) conditions.Add($"({at}, {id}) < {_batch}");
        // Quick to see and mostly enough, before the text is cut into its words.
        conditions.AddRange(_query.Phrases.Where(p => p.Length > 1).Select(p => $"lower({text}) LIKE {Parameter($"%{string.Join('%', p)}%")}"));
        conditions.AddRange(_query.Phrases.Select(p => $"chat.search_line({text}) LIKE {Parameter(Line(p))}"));
        conditions.AddRange(_query.WithoutPhrases.Select(p => $"chat.search_line({text}) NOT LIKE {Parameter(Line(p))}"));
        conditions.AddRange(AllWords().Where(w => w.Length > 2 && SearchWords.IsUnspaced(w)).Select(w => $"lower({text}) LIKE {Parameter($"%{w}%")}"));
        if (_scope.Folders is { } folders) conditions.Add($"c.folder_id = ANY ({Parameter(folders)})");
        if (_scope.OutsideFolders) conditions.Add("c.folder_id IS NULL");
        conditions.AddRange(_scope.Tags.Select(t => $"EXISTS (SELECT 1 FROM chat.conversation_tags t WHERE t.conversation_id = c.id AND t.tag_id = {Parameter(t)})"));
        conditions.AddRange(_query.Models.Select(m => $"starts_with(lower({model}), lower({Parameter(m)}))"));
        if (_query.Before is { } before) conditions.Add($"{at} < {Parameter(before)}");
        if (_query.After is { } after) conditions.Add($"{at} >= {Parameter(after)}");
        if (_query.HasNote) conditions.Add("EXISTS (SELECT 1 FROM chat.notes h WHERE h.conversation_id = c.id)");
        return string.Join(" AND ", conditions);
    }

    /// <summary>The words follow each other as they were written.</summary>
    private string Close(string text)
    {
        var words = AllWords().ToList();
        return words.Count > 1 ? $"lower({text}) LIKE {Parameter($"%{string.Join(' ', words)}%")}" : "false";
    }

    private string Keys()
    {
        var owner = _scope.Owner;
        IEnumerable<string> wanted = [.. _query.Words.Select(w => SearchWords.Condition(owner, w)), .. _query.Phrases.SelectMany(p => p).Select(w => SearchWords.Condition(owner, w))];
        if (_query.Prefix is { } prefix) wanted = wanted.Append(SearchWords.Condition(owner, prefix, prefix: true));
        return string.Join(" & ", wanted.Concat(_query.Without.Select(w => $"!({SearchWords.Condition(owner, w)})")));
    }

    private IEnumerable<string> AllWords() => _query.Prefix is { } prefix ? _query.Words.Append(prefix) : _query.Words;

    // A phrase of whole words; in a language without spaces it may stand inside a longer run of letters.
    private static string Line(string[] phrase) =>
        (SearchWords.IsUnspaced(phrase[0]) ? "%" : "% ") + string.Join(' ', phrase) + (SearchWords.IsUnspaced(phrase[^1]) ? "%" : " %");

    private string Parameter<T>(T value)
    {
        _parameters.Add(new NpgsqlParameter<T> { TypedValue = value });
        return $"${_parameters.Count}";
    }
}

/// <summary>Whose, and where.</summary>
/// <param name="Folders">In one of these; null for anywhere.</param>
/// <param name="Tags">With every one of these.</param>
internal sealed record SearchScope(Guid Owner, Guid[]? Folders, bool OutsideFolders, IReadOnlyList<Guid> Tags);
