using System.Security.Cryptography;
using System.Text;
using Npgsql;
using OllamaNet.Auth.Users;
using OllamaNet.Platform.Data;
using OllamaNet.Platform.Security;

namespace OllamaNet.Auth.Registration;

/// <summary>The one-time code that makes an account the administrator while there is none. It lies in the data directory until it is used.</summary>
public sealed class SetupCode(DataDirectory data, NpgsqlDataSource dataSource)
{
    private const string Alphabet = "abcdefghjkmnpqrstuvwxyz23456789";
    private readonly string _path = data.At("setup-code");
    private volatile bool _administratorExists;

    /// <summary>The code to show at start; null once there is an administrator. Call it when the database is migrated.</summary>
    public async Task<string?> GetAsync(CancellationToken cancellationToken)
    {
        if (await AdministratorExistsAsync(cancellationToken)) return null;

        PrivateFile.CreateIfAbsent(_path, () => string.Join('-', Enumerable.Range(0, 5).Select(_ => RandomNumberGenerator.GetString(Alphabet, 5))));
        return (await File.ReadAllTextAsync(_path, cancellationToken)).Trim();
    }

    internal async Task<bool> AdministratorExistsAsync(CancellationToken cancellationToken)
    {
        if (_administratorExists) return true;

        await using var command = dataSource.CreateCommand("SELECT EXISTS (SELECT 1 FROM auth.user_roles WHERE role_id = $1)");
        command.Parameters.Add(new() { Value = BuiltInRoles.Admin });
        return _administratorExists = (bool)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    internal async Task<bool> MatchesAsync(string given, CancellationToken cancellationToken) =>
        await GetAsync(cancellationToken) is { } code
        && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(code), Encoding.UTF8.GetBytes(given.Trim().ToLowerInvariant()));

    internal void Spend()
    {
        _administratorExists = true;
        File.Delete(_path);
    }
}
