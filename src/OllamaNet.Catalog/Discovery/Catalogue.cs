using System.Collections.Frozen;
using Microsoft.Extensions.Caching.Hybrid;
using Npgsql;
using OllamaNet.Catalog.Data;
using OllamaNet.Catalog.Models;
using OllamaNet.Catalog.Tags;
using OllamaNet.Platform.Data;
using OllamaNet.Platform.Streaming;

namespace OllamaNet.Catalog.Discovery;

/// <summary>A model of the catalogue, whoever may use it.</summary>
/// <param name="Facts">The engine's, with the administrators' before them.</param>
internal sealed record CatalogueEntry(Guid Id, string Name, ModelFacts Facts, IReadOnlyList<TagOnModel> Tags, bool Featured, Guid? PictureId, DateTimeOffset? AddedAt);

/// <summary>What calls of the last 30 days came to.</summary>
internal sealed record ModelFigures(long Requests, double? TokensPerSecond);

/// <summary>
/// The catalogue as it is read again and again: kept in memory until something of it changes. What is kept is nobody's: who may see what of it is decided
/// anew for each request, by <see cref="Explorer"/>.
/// </summary>
internal sealed class Catalogue(NpgsqlDataSource dataSource, HybridCache cache)
{
    private const int MostWords = 8;
    private const double Alike = 0.4;
    private static readonly string[] Tags = [ChangeKinds.Models];

    public ValueTask<FrozenDictionary<string, CatalogueEntry>> EntriesAsync(CancellationToken cancellationToken) =>
        cache.GetOrCreateAsync("models:all", dataSource, ReadEntriesAsync, tags: Tags, cancellationToken: cancellationToken);

    /// <summary>A minute old at most.</summary>
    public ValueTask<FrozenDictionary<string, ModelFigures>> FiguresAsync(CancellationToken cancellationToken) =>
        cache.GetOrCreateAsync("model-figures:all", dataSource, ReadFiguresAsync, cancellationToken: cancellationToken);

    public ValueTask<ModelTexts> TextsAsync(Guid model, CancellationToken cancellationToken) =>
        cache.GetOrCreateAsync($"model-texts:{model:N}", (dataSource, model), ReadTextsAsync, tags: Tags, cancellationToken: cancellationToken);

    /// <summary>How well models match, by id. Only where nothing has all the words as they are, what is spelled like them. Null: there is no word in it.</summary>
    public async ValueTask<FrozenDictionary<Guid, double>?> SearchAsync(string text, CancellationToken cancellationToken)
    {
        var words = WordsOf(text);
        return words.Length == 0
            ? null
            : await cache.GetOrCreateAsync($"model-search:{string.Join(' ', words)}", (dataSource, words), ReadMatchesAsync, tags: Tags, cancellationToken: cancellationToken);
    }

    public async Task<(byte[] Bytes, string Model)?> PictureAsync(Guid id, CancellationToken cancellationToken)
    {
        await using var command = dataSource.CreateCommand("SELECT p.bytes, m.name FROM catalog.model_pictures AS p JOIN catalog.models AS m ON m.id = p.model_id WHERE p.id = $1");
        command.Parameters.Add(new() { Value = id });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken) ? (reader.GetFieldValue<byte[]>(0), reader.GetString(1)) : null;
    }

    private static string[] WordsOf(string text) =>
        [.. new string([.. text.ToLowerInvariant().Select(c => char.IsLetterOrDigit(c) || c == '.' ? c : ' ')]).Split(' ', StringSplitOptions.RemoveEmptyEntries).Distinct(StringComparer.Ordinal).Take(MostWords)];

    private static async ValueTask<FrozenDictionary<string, CatalogueEntry>> ReadEntriesAsync(NpgsqlDataSource dataSource, CancellationToken cancellationToken)
    {
        await using var command = dataSource.CreateCommand(
            """
            SELECT m.id, m.name, m.engine, m.edited, m.featured, m.picture_id, m.added_at, t.ids, t.names, t.colours FROM catalog.models AS m
            LEFT JOIN LATERAL (SELECT array_agg(t.id ORDER BY lower(t.name)) AS ids, array_agg(t.name ORDER BY lower(t.name)) AS names, array_agg(t.colour ORDER BY lower(t.name)) AS colours
                FROM catalog.model_tags AS p JOIN catalog.tags AS t ON t.id = p.tag_id WHERE p.model_id = m.id) AS t ON true
            """);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var entries = new List<CatalogueEntry>();
        while (await reader.ReadAsync(cancellationToken)) entries.Add(EntryOf(reader));
        return entries.ToFrozenDictionary(e => e.Name, StringComparer.Ordinal);
    }

    private static CatalogueEntry EntryOf(NpgsqlDataReader row)
    {
        var facts = StoredJson.Read<ModelFacts>(row.GetString(3)).Over(StoredJson.Read<ModelFacts>(row.GetString(2)));
        var colours = row.IsDBNull(9) ? [] : row.GetFieldValue<string?[]>(9);
        TagOnModel[] tags = row.IsDBNull(7) ? [] : [.. row.GetFieldValue<Guid[]>(7).Zip(row.GetFieldValue<string[]>(8), colours).Select(t => new TagOnModel(t.First, t.Second, t.Third))];
        return new(row.GetGuid(0), row.GetString(1), facts, tags, row.GetBoolean(4), row.IsDBNull(5) ? null : row.GetGuid(5), row.GetFieldValue<DateTimeOffset>(6));
    }

    private static async ValueTask<FrozenDictionary<string, ModelFigures>> ReadFiguresAsync(NpgsqlDataSource dataSource, CancellationToken cancellationToken)
    {
        await using var command = dataSource.CreateCommand("SELECT model, requests, tokens_per_second FROM inference.model_figures");
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var figures = new Dictionary<string, ModelFigures>(StringComparer.Ordinal);
        while (await reader.ReadAsync(cancellationToken)) figures[reader.GetString(0)] = new(reader.GetInt64(1), reader.IsDBNull(2) ? null : Math.Round(reader.GetDouble(2), 1));
        return figures.ToFrozenDictionary(StringComparer.Ordinal);
    }

    private static async ValueTask<ModelTexts> ReadTextsAsync((NpgsqlDataSource DataSource, Guid Model) of, CancellationToken cancellationToken)
    {
        await using var command = of.DataSource.CreateCommand("SELECT texts FROM catalog.models WHERE id = $1");
        command.Parameters.Add(new() { Value = of.Model });
        return await command.ExecuteScalarAsync(cancellationToken) is string json ? StoredJson.Read<ModelTexts>(json) : new();
    }

    private static async ValueTask<FrozenDictionary<Guid, double>> ReadMatchesAsync((NpgsqlDataSource DataSource, string[] Words) of, CancellationToken cancellationToken)
    {
        var exact = await ReadAsync(
            "SELECT id, 1 + word_similarity($1, title) FROM catalog.models WHERE search LIKE ALL ($2)", string.Join(' ', of.Words), Array.ConvertAll(of.Words, LikePattern.Containing));
        if (exact.Count > 0) return exact;
        return await ReadAsync(
            "SELECT m.id, s.score FROM catalog.models AS m, LATERAL (SELECT min(word_similarity(w, m.search))::float8 AS score FROM unnest($2) AS w) AS s WHERE $1 <> '' AND s.score >= " + Alike.ToString(System.Globalization.CultureInfo.InvariantCulture),
            string.Join(' ', of.Words), of.Words);

        async Task<FrozenDictionary<Guid, double>> ReadAsync(string sql, string text, string[] words)
        {
            await using var command = of.DataSource.CreateCommand(sql);
            command.Parameters.Add(new() { Value = text });
            command.Parameters.Add(new() { Value = words });
            await using var reader = await command.ExecuteReaderAsync(cancellationToken);
            var matches = new Dictionary<Guid, double>();
            while (await reader.ReadAsync(cancellationToken)) matches[reader.GetGuid(0)] = reader.GetDouble(1);
            return matches.ToFrozenDictionary();
        }
    }
}
