using System.Formats.Tar;
using System.IO.Compression;
using System.Text.Json;
using Npgsql;
using OllamaNet.Platform.Data;

namespace OllamaNet.Platform.Backups;

/// <summary>Brings a backup back, into an empty database and a new data directory: what is there is never overwritten. All of it comes back, or nothing.</summary>
public sealed class Restore(NpgsqlDataSource dataSource, IEnumerable<ModuleDbRegistration> modules, Migrator migrator, DataDirectory data)
{
    private readonly string[] _schemas = [.. modules.Select(m => m.Schema)];

    /// <summary>Says no before anything is opened or made.</summary>
    /// <exception cref="BackupException">The data directory is one that is in use.</exception>
    public static void CheckTarget(DataDirectory data)
    {
        if (File.Exists(data.At("master.key")))
            throw new BackupException($"{data.FullPath} is the data of an installation. A backup is brought back into a new one: name another folder with --data, or move this one away.");
    }

    /// <param name="progress">Gets each table when it is back.</param>
    /// <returns>Rows brought back.</returns>
    /// <exception cref="BackupException">Wrong passphrase, a damaged backup, one of a newer version, or a database that is not empty.</exception>
    public async Task<long> ReadAsync(Stream input, string passphrase, Action<string, long> progress, CancellationToken cancellationToken)
    {
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        var catalogue = new BackupCatalogue(connection, _schemas);
        if (await catalogue.SchemasAsync(cancellationToken) is [_, ..])
            throw new BackupException("The database has an OllamaNet in it. A backup is brought back into an empty one: make a new database, or move the data directory away.");

        using var seal = new OpeningStream(input, passphrase);
        await using var gzip = new GZipStream(seal, CompressionMode.Decompress, leaveOpen: true);
        await using var archive = new TarReader(gzip, leaveOpen: true);
        try
        {
            var manifest = await JsonAsync(await NextAsync(archive, cancellationToken), Backup.ManifestName, BackupJson.Default.BackupManifest, cancellationToken);
            CheckVersion(manifest);
            return await ReadAsync(connection, catalogue, manifest, archive, progress, cancellationToken);
        }
        catch (Exception e) when (e is InvalidDataException or JsonException or EndOfStreamException or FormatException)
        {
            throw new BackupException($"The backup cannot be read: {e.Message}", e);
        }
    }

    private async Task<long> ReadAsync(
        NpgsqlConnection connection, BackupCatalogue catalogue, BackupManifest manifest, TarReader archive, Action<string, long> progress, CancellationToken cancellationToken)
    {
        List<string> files = [];
        try
        {
            // As it was when the backup was made; what has changed since then is done to the rows, as at any update.
            await migrator.MigrateToAsync(manifest.Migrations, cancellationToken);
            await using (var transaction = await connection.BeginTransactionAsync(cancellationToken))
            {
                var rows = await FillAsync(connection, catalogue, manifest, archive, files, cancellationToken);
                foreach (var table in manifest.Tables)
                {
                    var count = await Backup.CountAsync(connection, table, cancellationToken);
                    if (count != rows.GetValueOrDefault(table.Key, -1)) throw new InvalidDataException($"{table.Key} has {count} rows, and {rows.GetValueOrDefault(table.Key)} were kept.");
                    progress(table.Key, count);
                }

                await transaction.CommitAsync(cancellationToken);
                await migrator.MigrateAsync(cancellationToken);
                return rows.Values.Sum();
            }
        }
        catch
        {
            foreach (var file in files) File.Delete(data.At(file));
            foreach (var schema in await catalogue.SchemasAsync(CancellationToken.None))
                await Backup.ExecuteAsync(connection, $"DROP SCHEMA {Quoted.Name(schema)} CASCADE", CancellationToken.None);
            throw;
        }
    }

    private async Task<Dictionary<string, long>> FillAsync(
        NpgsqlConnection connection, BackupCatalogue catalogue, BackupManifest manifest, TarReader archive, List<string> files, CancellationToken cancellationToken)
    {
        var existing = (await catalogue.TablesAsync(cancellationToken)).Select(t => t.Key).ToHashSet(StringComparer.Ordinal);
        foreach (var partition in manifest.Partitions.Where(p => !existing.Contains($"{p.Schema}.{p.Name}")))
        {
            await Backup.ExecuteAsync(connection, $"CREATE TABLE {Quoted.Name(partition.Schema)}.{Quoted.Name(partition.Name)} PARTITION OF {Quoted.Name(partition.ParentSchema)}.{Quoted.Name(partition.ParentName)} {partition.Bound}", cancellationToken);
            foreach (var trigger in partition.Triggers) await Backup.ExecuteAsync(connection, trigger, cancellationToken);
        }

        // Rows come back in no order that foreign keys would like, and must not be acted upon.
        var relations = await catalogue.RelationsAsync(cancellationToken);
        var keys = await catalogue.ForeignKeysAsync(cancellationToken);
        foreach (var relation in relations) await Backup.ExecuteAsync(connection, $"ALTER TABLE {relation} DISABLE TRIGGER USER", cancellationToken);
        foreach (var (drop, _) in keys) await Backup.ExecuteAsync(connection, drop, cancellationToken);
        await Backup.ExecuteAsync(connection, $"TRUNCATE {string.Join(", ", relations)}", cancellationToken);

        var rows = await CopyAsync(connection, manifest, archive, files, cancellationToken);

        foreach (var (_, add) in keys) await Backup.ExecuteAsync(connection, add, cancellationToken);
        foreach (var relation in relations) await Backup.ExecuteAsync(connection, $"ALTER TABLE {relation} ENABLE TRIGGER USER", cancellationToken);
        foreach (var (schema, name, last) in manifest.Sequences)
        {
            if (last is null) continue;
            await using var command = new NpgsqlCommand("SELECT setval(format('%I.%I', $1, $2)::regclass, $3)", connection) { Parameters = { new() { Value = schema }, new() { Value = name }, new() { Value = last } } };
            await command.ExecuteNonQueryAsync(cancellationToken);
        }

        return rows;
    }

    private async Task<Dictionary<string, long>> CopyAsync(NpgsqlConnection connection, BackupManifest manifest, TarReader archive, List<string> files, CancellationToken cancellationToken)
    {
        var tables = manifest.Tables.ToDictionary(t => t.Key, StringComparer.Ordinal);
        string? current = null;
        NpgsqlRawCopyStream? copy = null;
        try
        {
            while (await NextAsync(archive, cancellationToken) is { } entry)
            {
                if (entry.Name == Backup.RowsName)
                {
                    if (copy is not null) await copy.DisposeAsync();
                    copy = null;
                    return await JsonAsync(entry, Backup.RowsName, BackupJson.Default.DictionaryStringInt64, cancellationToken);
                }

                if (entry.Name.StartsWith(Backup.FilesFolder, StringComparison.Ordinal))
                {
                    await WriteAsync(entry, files, cancellationToken);
                    continue;
                }

                if (entry.Name.Split('/') is not ["tables", var key, _] || !tables.TryGetValue(key, out var table)) throw new InvalidDataException($"'{entry.Name}' is not known.");
                if (key != current)
                {
                    if (copy is not null) await copy.DisposeAsync();
                    copy = await connection.BeginRawBinaryCopyAsync($"COPY {table.Sql} ({table.ColumnsSql}) FROM STDIN (FORMAT BINARY)", cancellationToken);
                    current = key;
                }

                if (entry.DataStream is { } part) await part.CopyToAsync(copy!, cancellationToken);
            }
        }
        catch
        {
            if (copy is not null) await copy.CancelAsync();
            throw;
        }

        throw new InvalidDataException("It ends too early.");
    }

    private async Task WriteAsync(TarEntry entry, List<string> files, CancellationToken cancellationToken)
    {
        var name = entry.Name[Backup.FilesFolder.Length..];
        if (!Backup.Files.Contains(name, StringComparer.Ordinal) || entry.DataStream is not { Length: < 1 << 20 } content) throw new InvalidDataException($"'{entry.Name}' is not known.");
        // The settings of the new place stay: the old ones may name the database that was left.
        if (File.Exists(data.At(name))) return;

        var bytes = new byte[content.Length];
        await content.ReadExactlyAsync(bytes, cancellationToken);
        data.WriteSecret(name, bytes);
        files.Add(name);
    }

    private void CheckVersion(BackupManifest manifest)
    {
        var known = migrator.Known();
        var newer = manifest.Migrations.Where(m => !known.Contains($"{m.Key}/{m.Value}")).Select(m => $"{m.Key}/{m.Value}").ToList();
        if (newer.Count > 0)
            throw new BackupException($"The backup was made by OllamaNet {manifest.Version}, which is newer than this one: it has {string.Join(", ", newer)}. Restore it with that version.");
    }

    private static async Task<TarEntry?> NextAsync(TarReader archive, CancellationToken cancellationToken) => await archive.GetNextEntryAsync(copyData: false, cancellationToken);

    private static async Task<T> JsonAsync<T>(TarEntry? entry, string name, System.Text.Json.Serialization.Metadata.JsonTypeInfo<T> type, CancellationToken cancellationToken) =>
        entry?.Name == name && entry.DataStream is { } content && await JsonSerializer.DeserializeAsync(content, type, cancellationToken) is { } value ? value : throw new InvalidDataException($"{name} is missing.");
}
