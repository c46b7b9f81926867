using System.Text.Json;
using Npgsql;
using NpgsqlTypes;
using OllamaNet.Catalog.Data;
using OllamaNet.Contracts.Inference;
using OllamaNet.Platform.Streaming;

namespace OllamaNet.Catalog.Models;

/// <summary>Puts what the nodes have now into the table, in one statement. What administrators wrote is not touched.</summary>
internal sealed class CatalogueWriter(IInference inference, NpgsqlDataSource dataSource, Changes changes, TimeProvider time)
{
    /// <summary>How long a model that nobody has, and that nobody wrote about, is remembered.</summary>
    private static readonly TimeSpan Memory = TimeSpan.FromDays(30);

    private const string Sql = """
        INSERT INTO catalog.models AS m (id, name, engine, edited, texts, alias_of, demo, featured, added_at, version)
        SELECT u.id, u.name, u.engine, '{}', u.texts, nullif(u.alias_of, 'null'::jsonb), u.demo, false, $7, 1 FROM unnest($1, $2, $3, $4, $5, $6) AS u(id, name, engine, texts, alias_of, demo)
        ON CONFLICT (name) DO UPDATE SET engine = excluded.engine, texts = excluded.texts, alias_of = excluded.alias_of, demo = excluded.demo, gone_at = NULL
        WHERE m.gone_at IS NOT NULL OR (m.engine, m.texts, m.alias_of, m.demo) IS DISTINCT FROM (excluded.engine, excluded.texts, excluded.alias_of, excluded.demo)
        """;

    public async Task WriteAsync(CancellationToken cancellationToken)
    {
        var rows = Rows(await inference.ListPlacesAsync(cancellationToken), await inference.ListModelsAsync(new(Guid.Empty), cancellationToken));
        var now = time.GetUtcNow();
        await using (var connection = await dataSource.OpenConnectionAsync(cancellationToken))
        await using (var batch = connection.CreateBatch())
        {
            var names = rows.ConvertAll(r => r.Name).ToArray();
            batch.BatchCommands.Add(new(Sql)
            {
                Parameters =
                {
                    new() { Value = rows.ConvertAll(_ => Guid.CreateVersion7(now)).ToArray() },
                    new() { Value = names },
                    Json(rows.ConvertAll(r => r.Engine)),
                    Json(rows.ConvertAll(r => r.Texts)),
                    Json(rows.ConvertAll(r => r.AliasOf)),
                    new() { Value = rows.ConvertAll(r => r.Demo).ToArray() },
                    new() { Value = now.UtcDateTime },
                },
            });
            batch.BatchCommands.Add(new("UPDATE catalog.models SET gone_at = $1 WHERE gone_at IS NULL AND name <> ALL ($2)") { Parameters = { new() { Value = now.UtcDateTime }, new() { Value = names } } });
            batch.BatchCommands.Add(new(
                """
                DELETE FROM catalog.models AS m WHERE gone_at < $1 AND edited = '{}' AND NOT featured AND picture_id IS NULL
                    AND NOT EXISTS (SELECT 1 FROM catalog.model_tags AS t WHERE t.model_id = m.id)
                """)
            { Parameters = { new() { Value = (now - Memory).UtcDateTime } } });
            await batch.ExecuteNonQueryAsync(cancellationToken);
        }

        // Also where no row changed: a node that answers again makes its models usable.
        changes.PublishToAll(ChangeKinds.Models);
    }

    private static List<(string Name, string Engine, string Texts, string AliasOf, bool Demo)> Rows(IReadOnlyList<ModelPlace> places, IReadOnlyList<ModelInfo> models)
    {
        var aliases = models.Where(m => m.AliasOf is not null).ToDictionary(m => m.Name, StringComparer.Ordinal);
        return
        [
            .. places.GroupBy(p => p.Model, StringComparer.Ordinal).Where(g => !aliases.ContainsKey(g.Key)).Select(g => RowOf(g.Key, [.. g])),
            .. aliases.Values.Select(a => (a.Name, Text(EngineFacts.Of(a)), Text(new ModelTexts()), Text(a.AliasOf), a.Demo)),
        ];
    }

    private static (string Name, string Engine, string Texts, string AliasOf, bool Demo) RowOf(string name, ModelPlace[] places) =>
        (name, Text(EngineFacts.Of(places)), Text(EngineFacts.TextsOf(places)), "null", Array.TrueForAll(places, p => p.Demo));

    private static string Text<T>(T value) => JsonSerializer.Serialize(value, StoredJson.Options);

    private static NpgsqlParameter Json(List<string> values) => new() { Value = values.ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Jsonb };
}
