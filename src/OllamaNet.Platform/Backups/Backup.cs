using System.Data;
using System.Formats.Tar;
using System.IO.Compression;
using System.Text.Json;
using Npgsql;
using OllamaNet.Platform.Data;

namespace OllamaNet.Platform.Backups;

/// <summary>
/// Writes a backup beside a running server: one repeatable-read snapshot of the database, and the small files of the data directory. Inside the seal it is a tar archive, gzipped:
/// <c>manifest.json</c>, <c>files/…</c>, <c>tables/schema.table/000000</c> and on (rows as PostgreSQL's binary COPY), <c>rows.json</c>.
/// </summary>
public sealed class Backup(NpgsqlDataSource dataSource, IEnumerable<ModuleDbRegistration> modules, DataDirectory data, TimeProvider time)
{
    internal const string ManifestName = "manifest.json", RowsName = "rows.json", FilesFolder = "files/", TablesFolder = "tables/";
    private const int PartLength = 4 << 20;

    /// <summary>Kept in the data directory and nowhere else. Models are not: they can be had again.</summary>
    internal static IReadOnlyList<string> Files { get; } = ["master.key", "settings.json"];

    /// <param name="progress">Gets each table when it is done.</param>
    /// <returns>Rows written.</returns>
    /// <exception cref="BackupException">There is nothing to keep.</exception>
    public async Task<long> WriteAsync(Stream output, string passphrase, string version, Action<string, long> progress, CancellationToken cancellationToken)
    {
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        await using var snapshot = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellationToken);
        await ExecuteAsync(connection, "SET TRANSACTION READ ONLY", cancellationToken);

        var catalogue = new BackupCatalogue(connection, [.. modules.Select(m => m.Schema)]);
        var manifest = new BackupManifest(
            version, time.GetUtcNow(), await catalogue.MigrationsAsync(cancellationToken), await catalogue.TablesAsync(cancellationToken), await catalogue.PartitionsAsync(cancellationToken), await catalogue.SequencesAsync(cancellationToken));
        if (manifest.Tables.Count == 0) throw new BackupException("There is nothing in the database yet.");

        using var seal = new SealingStream(output, passphrase);
        Dictionary<string, long> rows = new(StringComparer.Ordinal);
        await using (var gzip = new GZipStream(seal, CompressionLevel.Fastest, leaveOpen: true))
        await using (var archive = new TarWriter(gzip, TarEntryFormat.Pax, leaveOpen: true))
        {
            await AddAsync(archive, ManifestName, JsonSerializer.SerializeToUtf8Bytes(manifest, BackupJson.Default.BackupManifest), cancellationToken);
            foreach (var file in Files.Where(f => File.Exists(data.At(f)))) await AddAsync(archive, FilesFolder + file, await File.ReadAllBytesAsync(data.At(file), cancellationToken), cancellationToken);
            foreach (var table in manifest.Tables)
            {
                await AddTableAsync(archive, connection, table, cancellationToken);
                progress(table.Key, rows[table.Key] = await CountAsync(connection, table, cancellationToken));
            }

            await AddAsync(archive, RowsName, JsonSerializer.SerializeToUtf8Bytes(rows, BackupJson.Default.DictionaryStringInt64), cancellationToken);
        }

        seal.Complete();
        await output.FlushAsync(cancellationToken);
        return rows.Values.Sum();
    }

    internal static async Task<long> CountAsync(NpgsqlConnection connection, BackupTable table, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand($"SELECT count(*) FROM {table.Sql}", connection) { CommandTimeout = 0 };
        return (long)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    internal static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    // In parts: an entry of a tar archive says its length before it begins, and a table's is not known.
    private static async Task AddTableAsync(TarWriter archive, NpgsqlConnection connection, BackupTable table, CancellationToken cancellationToken)
    {
        await using var rows = await connection.BeginRawBinaryCopyAsync($"COPY {table.Sql} ({table.ColumnsSql}) TO STDOUT (FORMAT BINARY)", cancellationToken);
        var part = new byte[PartLength];
        for (var number = 0; await rows.ReadAtLeastAsync(part, PartLength, throwOnEndOfStream: false, cancellationToken) is var length and > 0; number++)
            await AddAsync(archive, $"{TablesFolder}{table.Key}/{number:D6}", part.AsMemory(0, length), cancellationToken);
    }

    private static async Task AddAsync(TarWriter archive, string name, ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        using var stream = new MemoryStream(content.ToArray(), writable: false);
        await archive.WriteEntryAsync(new PaxTarEntry(TarEntryType.RegularFile, name) { DataStream = stream }, cancellationToken);
    }
}
