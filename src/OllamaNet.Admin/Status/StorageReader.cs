using Npgsql;
using OllamaNet.Platform.Data;

namespace OllamaNet.Admin.Status;

/// <param name="Bytes">On disk, with indexes.</param>
public sealed record StoragePart(string Name, long Bytes);

/// <param name="DatabaseBytes">All of the database.</param>
/// <param name="Schemas">Its parts, largest first.</param>
/// <param name="Folders">Of the data directory, without the database's own, largest first.</param>
/// <param name="DiskFreeBytes">Where the data directory is.</param>
public sealed record StorageResponse(long DatabaseBytes, IReadOnlyList<StoragePart> Schemas, IReadOnlyList<StoragePart> Folders, long DiskFreeBytes, long DiskTotalBytes)
{
    internal static StorageResponse Example { get; } = new(412_000_000, [new("chat", 380_000_000), new("platform", 21_000_000)], [new("models", 17_000_000_000), new("transfers", 0)], 120_000_000_000, 250_000_000_000);
}

internal sealed class StorageReader(NpgsqlDataSource dataSource, DataDirectory data)
{
    /// <summary>Of the embedded database: they are counted as what is in them.</summary>
    private static readonly string[] OfDatabase = ["postgres", "socket"];

    public async ValueTask<StorageResponse> ReadAsync(CancellationToken cancellationToken)
    {
        var (database, schemas) = await SchemasAsync(cancellationToken);
        var disk = new DriveInfo(data.FullPath);
        return new(database, schemas, Folders(), disk.AvailableFreeSpace, disk.TotalSize);
    }

    private async Task<(long Bytes, List<StoragePart> Schemas)> SchemasAsync(CancellationToken cancellationToken)
    {
        await using var command = dataSource.CreateCommand(
            """
            SELECT pg_database_size(current_database()), n.nspname, sum(pg_total_relation_size(c.oid))::bigint FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace
            WHERE c.relkind IN ('r', 'm') AND n.nspname NOT LIKE 'pg\_%' AND n.nspname <> 'information_schema' GROUP BY 2 ORDER BY 3 DESC, 2
            """);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var (bytes, schemas) = (0L, new List<StoragePart>());
        while (await reader.ReadAsync(cancellationToken))
        {
            bytes = reader.GetInt64(0);
            schemas.Add(new(reader.GetString(1), reader.GetInt64(2)));
        }

        return (bytes, schemas);
    }

    private List<StoragePart> Folders() =>
    [
        .. new DirectoryInfo(data.FullPath).EnumerateDirectories().Where(d => !OfDatabase.Contains(d.Name, StringComparer.Ordinal))
            .Select(d => new StoragePart(d.Name, SizeOf(d))).OrderByDescending(p => p.Bytes).ThenBy(p => p.Name, StringComparer.Ordinal),
    ];

    private static long SizeOf(DirectoryInfo folder)
    {
        var files = new EnumerationOptions { RecurseSubdirectories = true, IgnoreInaccessible = true, AttributesToSkip = FileAttributes.ReparsePoint };
        var bytes = 0L;
        foreach (var file in folder.EnumerateFiles("*", files))
        {
            try
            {
                bytes += file.Length;
            }
            catch (FileNotFoundException)
            {
                // Deleted since it was listed.
            }
        }

        return bytes;
    }
}
