using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Npgsql;

namespace OllamaNet.Platform.Audit;

/// <summary>Stands for the beginning of the chain that retention took away: where it ended, and with which hash.</summary>
internal sealed record AuditCheckpoint(long Seq, byte[] Hash, byte[] Signature)
{
    public static AuditCheckpoint Of(byte[] key, long seq, byte[] hash) => new(seq, hash, Sign(key, seq, hash));

    public bool IsSignedWith(byte[] key) => CryptographicOperations.FixedTimeEquals(Signature, Sign(key, Seq, Hash));

    /// <summary>The last one; null where nothing was taken away yet.</summary>
    public static async Task<AuditCheckpoint?> LastAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand("SELECT seq, hash, signature FROM platform.audit_checkpoints ORDER BY seq DESC LIMIT 1", connection);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken) ? new(reader.GetInt64(0), reader.GetFieldValue<byte[]>(1), reader.GetFieldValue<byte[]>(2)) : null;
    }

    private static byte[] Sign(byte[] key, long seq, byte[] hash) =>
        HMACSHA256.HashData(key, Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{seq}:{Convert.ToHexString(hash)}")));
}
