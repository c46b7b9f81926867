using Npgsql;
using OllamaNet.Platform.Security.Access;

namespace OllamaNet.Platform.Security;

/// <summary>What a user is now, for work that is done for him when he is not here.</summary>
public sealed record Principal(Guid UserId, IReadOnlyList<string> Roles)
{
    internal AccessBook Access { get; init; } = AccessBook.BuiltIn;

    public bool IsAdmin => Roles.Contains(Security.Roles.Admin, StringComparer.Ordinal);

    public bool May(string permission) => Access.Permits(Roles, permission);
}

public sealed class Principals(NpgsqlDataSource dataSource, AccessBook access)
{
    /// <summary>Null when there is no such account, or it is disabled.</summary>
    public async Task<Principal?> FindAsync(Guid user, CancellationToken cancellationToken)
    {
        await using var command = dataSource.CreateCommand("SELECT roles FROM platform.principals WHERE user_id = $1 AND NOT disabled");
        command.Parameters.Add(new() { Value = user });
        return await command.ExecuteScalarAsync(cancellationToken) is string[] roles ? new(user, roles) { Access = access } : null;
    }

    /// <summary>Whether the account is disabled or being deleted: nothing of it is shown to others meanwhile.</summary>
    public async Task<bool> IsShutAsync(Guid user, CancellationToken cancellationToken)
    {
        await using var command = dataSource.CreateCommand("SELECT EXISTS (SELECT FROM platform.principals WHERE user_id = $1 AND disabled)");
        command.Parameters.Add(new() { Value = user });
        return (bool)(await command.ExecuteScalarAsync(cancellationToken))!;
    }
}
