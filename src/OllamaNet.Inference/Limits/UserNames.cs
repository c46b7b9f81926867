using Npgsql;

namespace OllamaNet.Inference.Limits;

/// <summary>Names of users, for people who read lists.</summary>
internal sealed class UserNames(NpgsqlDataSource dataSource)
{
    public async Task<Dictionary<Guid, string>> OfAsync(IEnumerable<Guid> ids, CancellationToken cancellationToken)
    {
        var names = new Dictionary<Guid, string>();
        if (ids.Distinct().ToArray() is not { Length: > 0 } wanted) return names;
        await using var command = dataSource.CreateCommand("SELECT user_id, user_name FROM platform.principals WHERE user_id = ANY($1)");
        command.Parameters.Add(new() { Value = wanted });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken)) names[reader.GetGuid(0)] = reader.GetString(1);
        return names;
    }

    /// <param name="user">An id or a name.</param>
    public async Task<(Guid Id, string Name)?> FindAsync(string user, CancellationToken cancellationToken)
    {
        await using var command = dataSource.CreateCommand("SELECT user_id, user_name FROM platform.principals WHERE user_id = $1 OR lower(user_name) = lower($2) ORDER BY user_id = $1 DESC LIMIT 1");
        command.Parameters.Add(new() { Value = Guid.TryParse(user, out var id) ? id : Guid.Empty });
        command.Parameters.Add(new() { Value = user });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken) ? (reader.GetGuid(0), reader.GetString(1)) : null;
    }
}
