using System.Collections.Concurrent;
using System.Security.Cryptography;
using Npgsql;
using OllamaNet.Platform.Security.Access;
using OllamaNet.Contracts.Inference;

namespace OllamaNet.Platform.Security.Keys;

/// <summary>Reads keys from the database, with what their owners are now. A few at a time: invented keys must not take every connection.</summary>
internal sealed class ApiKeyReader(NpgsqlDataSource dataSource, AccessBook access) : IDisposable
{
    private readonly SemaphoreSlim _places = new(8);
    private readonly ConcurrentDictionary<Guid, ApiKeyUse> _uses = new();

    public ConcurrentDictionary<Guid, ApiKeyUse> Uses => _uses;

    /// <returns>Null when there is no such key, when it was revoked, or when its owner may not sign in.</returns>
    public async Task<KnownKey?> ReadAsync(string prefix, TokenHash hash, CancellationToken cancellationToken)
    {
        await _places.WaitAsync(cancellationToken);
        try
        {
            await using var command = dataSource.CreateCommand(
                """
                SELECT k.hash, k.id, k.owner_id, k.scopes, k.models, k.expires_at, k.requests_per_minute, k.tokens_per_minute, k.concurrent_streams, p.roles, p.security_version
                FROM platform.api_keys AS k JOIN platform.principals AS p ON p.user_id = k.owner_id
                WHERE k.prefix = $1 AND k.revoked_at IS NULL AND NOT p.disabled
                """);
            command.CommandTimeout = 4;
            command.Parameters.Add(new() { Value = prefix });
            var wanted = hash.ToArray();
            await using var reader = await command.ExecuteReaderAsync(cancellationToken);
            while (await reader.ReadAsync(cancellationToken))
            {
                if (CryptographicOperations.FixedTimeEquals(reader.GetFieldValue<byte[]>(0), wanted)) return Known(reader);
            }

            return null;
        }
        finally
        {
            _places.Release();
        }
    }

    public void Dispose() => _places.Dispose();

    private KnownKey Known(NpgsqlDataReader row)
    {
        var (id, scopes, roles) = (row.GetGuid(1), row.GetFieldValue<string[]>(3), row.GetFieldValue<string[]>(9));
        var limits = new CallerLimits(Number(row, 6), Number(row, 7), Number(row, 8));
        var user = new CurrentUser(row.GetGuid(2), Guid.Empty, IsAdmin: roles.Contains(Roles.Admin, StringComparer.Ordinal) && Permissions.All.All(p => scopes.Contains(p, StringComparer.Ordinal)))
        {
            Version = row.GetInt32(10),
            KeyId = id,
            Scopes = scopes,
            Models = row.IsDBNull(4) ? null : row.GetFieldValue<string[]>(4),
            Roles = roles,
            Access = access,
            Limits = limits == CallerLimits.None ? null : limits,
        };
        return new KnownKey(user, row.IsDBNull(5) ? null : row.GetFieldValue<DateTimeOffset>(5), _uses.GetOrAdd(id, static _ => new ApiKeyUse()));
    }

    private static int? Number(NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.GetInt32(column);
}
