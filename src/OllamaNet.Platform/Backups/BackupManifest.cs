using System.Text.Json.Serialization;

namespace OllamaNet.Platform.Backups;

/// <summary>What a backup holds. It stands first in it; the numbers of rows stand last, when they are known.</summary>
/// <param name="Version">Of the program.</param>
/// <param name="Migrations">The last one of each schema.</param>
/// <param name="Partitions">In the order in which they can be made anew where they are missing.</param>
internal sealed record BackupManifest(
    string Version, DateTimeOffset MadeAt, IReadOnlyDictionary<string, string> Migrations, IReadOnlyList<BackupTable> Tables, IReadOnlyList<BackupPartition> Partitions, IReadOnlyList<BackupSequence> Sequences);

/// <param name="Columns">Without those that the database works out.</param>
internal sealed record BackupTable(string Schema, string Name, IReadOnlyList<string> Columns)
{
    [JsonIgnore] public string Key => $"{Schema}.{Name}";

    [JsonIgnore] public string Sql => $"{Quoted.Name(Schema)}.{Quoted.Name(Name)}";

    [JsonIgnore] public string ColumnsSql => string.Join(", ", Columns.Select(Quoted.Name));
}

/// <param name="Bound">As in CREATE TABLE: <c>FOR VALUES FROM (…) TO (…)</c>.</param>
/// <param name="Triggers">Those that are its own, as CREATE TRIGGER.</param>
internal sealed record BackupPartition(string Schema, string Name, string ParentSchema, string ParentName, string Bound, IReadOnlyList<string> Triggers);

internal sealed record BackupSequence(string Schema, string Name, long? LastValue);

[JsonSerializable(typeof(BackupManifest)), JsonSerializable(typeof(Dictionary<string, long>))]
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true)]
internal sealed partial class BackupJson : JsonSerializerContext;

internal static class Quoted
{
    public static string Name(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
