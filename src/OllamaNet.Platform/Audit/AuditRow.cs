using System.Security.Cryptography;
using System.Text.Json;
using Npgsql;

namespace OllamaNet.Platform.Audit;

/// <summary>A row of <c>platform.audit</c>.</summary>
/// <param name="Seq">Its place in the chain; null until it is linked.</param>
public sealed record AuditRow(
    Guid Id, DateTimeOffset At, Guid? ActorId, string? ActorName, Guid? KeyId, string? KeyName, string Action, string? TargetKind, string? TargetId, string? TargetName,
    AuditOutcome Outcome, string? Ip, string? Agent, string? Before, string? After, long? Seq)
{
    internal const string Columns = "id, at, actor_id, actor_name, key_id, key_name, action, target_kind, target_id, target_name, outcome, ip, agent, before, after, seq";
    internal const int ColumnCount = 16;

    internal static AuditRow Read(NpgsqlDataReader row) => new(
        row.GetGuid(0), row.GetFieldValue<DateTimeOffset>(1), row.IsDBNull(2) ? null : row.GetGuid(2), Text(row, 3), row.IsDBNull(4) ? null : row.GetGuid(4), Text(row, 5), row.GetString(6),
        Text(row, 7), Text(row, 8), Text(row, 9), (AuditOutcome)row.GetInt16(10), Text(row, 11), Text(row, 12), Text(row, 13), Text(row, 14), row.IsDBNull(15) ? null : row.GetInt64(15));

    /// <summary>The link: what came before and everything of this row, under a key that is not in the database.</summary>
    internal byte[] Hash(byte[] key, byte[] previous, long seq)
    {
        using var content = new MemoryStream();
        content.Write(previous);
        using (var json = new Utf8JsonWriter(content))
        {
            json.WriteStartArray();
            json.WriteNumberValue(seq);
            json.WriteStringValue(Id);
            // What the database keeps: microseconds.
            json.WriteNumberValue(At.UtcTicks / TimeSpan.TicksPerMicrosecond);
            json.WriteNumberValue((int)Outcome);
            foreach (var text in (string?[])[ActorId?.ToString(), ActorName, KeyId?.ToString(), KeyName, Action, TargetKind, TargetId, TargetName, Ip, Agent, Before, After]) json.WriteStringValue(text);
            json.WriteEndArray();
        }

        return HMACSHA256.HashData(key, content.ToArray());
    }

    private static string? Text(NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);
}
