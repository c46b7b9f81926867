using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql;

namespace OllamaNet.Platform.Backups;

/// <summary>Reads from PostgreSQL's own catalogue what there is to be kept.</summary>
internal sealed class BackupCatalogue(NpgsqlConnection connection, string[] schemas)
{
    public Task<List<BackupTable>> TablesAsync(CancellationToken cancellationToken) => ReadAsync(
        $"""
        SELECT n.nspname, c.relname, array_agg(a.attname::text ORDER BY a.attnum)
        FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
        WHERE n.nspname = ANY ($1) AND c.relkind = 'r' AND c.relname <> '{HistoryRepository.DefaultTableName}'
        GROUP BY 1, 2 ORDER BY 1, 2
        """,
        r => new BackupTable(r.GetString(0), r.GetString(1), r.GetFieldValue<string[]>(2)), cancellationToken);

    public Task<List<BackupPartition>> PartitionsAsync(CancellationToken cancellationToken) => ReadAsync(
        """
        SELECT n.nspname, c.relname, pn.nspname, p.relname, pg_get_expr(c.relpartbound, c.oid),
               ARRAY(SELECT pg_get_triggerdef(t.oid) FROM pg_trigger t WHERE t.tgrelid = c.oid AND NOT t.tgisinternal AND t.tgparentid = 0 ORDER BY t.tgname)
        FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace JOIN pg_inherits i ON i.inhrelid = c.oid
        JOIN pg_class p ON p.oid = i.inhparent JOIN pg_namespace pn ON pn.oid = p.relnamespace
        WHERE n.nspname = ANY ($1) AND c.relispartition AND c.relkind = 'r' ORDER BY 1, 2
        """,
        r => new BackupPartition(r.GetString(0), r.GetString(1), r.GetString(2), r.GetString(3), r.GetString(4), r.GetFieldValue<string[]>(5)), cancellationToken);

    public Task<List<BackupSequence>> SequencesAsync(CancellationToken cancellationToken) => ReadAsync(
        "SELECT schemaname, sequencename, last_value FROM pg_sequences WHERE schemaname = ANY ($1) ORDER BY 1, 2",
        r => new BackupSequence(r.GetString(0), r.GetString(1), r.IsDBNull(2) ? null : r.GetInt64(2)), cancellationToken);

    /// <summary>The last migration of each schema.</summary>
    public async Task<Dictionary<string, string>> MigrationsAsync(CancellationToken cancellationToken)
    {
        Dictionary<string, string> last = new(StringComparer.Ordinal);
        foreach (var schema in await SchemasAsync(cancellationToken))
        {
            await using var command = new NpgsqlCommand($"SELECT max(\"MigrationId\") FROM {Quoted.Name(schema)}.{Quoted.Name(HistoryRepository.DefaultTableName)}", connection);
            if (await command.ExecuteScalarAsync(cancellationToken) is string migration) last[schema] = migration;
        }

        return last;
    }

    /// <summary>Those that exist.</summary>
    public Task<List<string>> SchemasAsync(CancellationToken cancellationToken) => ReadAsync("SELECT nspname FROM pg_namespace WHERE nspname = ANY ($1) ORDER BY 1", r => r.GetString(0), cancellationToken);

    /// <summary>Statements that take the foreign keys away, and those that bring them back.</summary>
    public Task<List<(string Drop, string Add)>> ForeignKeysAsync(CancellationToken cancellationToken) => ReadAsync(
        """
        SELECT format('ALTER TABLE %s DROP CONSTRAINT %I', k.conrelid::regclass, k.conname), format('ALTER TABLE %s ADD CONSTRAINT %I %s', k.conrelid::regclass, k.conname, pg_get_constraintdef(k.oid))
        FROM pg_constraint k JOIN pg_namespace n ON n.oid = k.connamespace WHERE k.contype = 'f' AND k.conparentid = 0 AND n.nspname = ANY ($1) ORDER BY 1
        """,
        r => (r.GetString(0), r.GetString(1)), cancellationToken);

    /// <summary>Tables, and the partitioned ones above them, as they are named in SQL.</summary>
    public Task<List<string>> RelationsAsync(CancellationToken cancellationToken) => ReadAsync(
        $"SELECT c.oid::regclass::text FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = ANY ($1) AND c.relkind IN ('r', 'p') AND c.relname <> '{HistoryRepository.DefaultTableName}' ORDER BY 1",
        r => r.GetString(0), cancellationToken);

    private async Task<List<T>> ReadAsync<T>(string sql, Func<NpgsqlDataReader, T> read, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(sql, connection) { Parameters = { new() { Value = schemas } } };
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        List<T> rows = [];
        while (await reader.ReadAsync(cancellationToken)) rows.Add(read(reader));
        return rows;
    }
}
