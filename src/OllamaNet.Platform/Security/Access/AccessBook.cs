using System.Collections.Frozen;
using Npgsql;

namespace OllamaNet.Platform.Security.Access;

/// <summary>
/// What roles permit and to whom models are granted, in memory: asking costs no look-up. Read together with the <see cref="Revocations"/>, so that a change
/// holds as soon as a revocation does, and nobody is let in while it cannot be read.
/// </summary>
public sealed class AccessBook(NpgsqlDataSource? dataSource)
{
    /// <summary>Knows the built-in roles only.</summary>
    internal static readonly AccessBook BuiltIn = new(dataSource: null);

    private volatile Snapshot? _known;

    /// <summary>Something of it changed. Called where it is read: return quickly.</summary>
    public event EventHandler? Changed;

    /// <summary>What somebody with these roles may do.</summary>
    public bool Permits(IReadOnlyList<string> roles, string permission)
    {
        foreach (var role in roles)
        {
            if (PermissionsOf(role).Contains(permission)) return true;
        }

        return false;
    }

    /// <summary>Of all of them together, in the order in which they are always named.</summary>
    public IReadOnlyList<string> PermissionsOf(IReadOnlyList<string> roles) => [.. Permissions.All.Where(p => Permits(roles, p))];

    /// <summary>Whether anything of this kind is granted or denied to anybody in particular.</summary>
    public bool Restricts(string kind) => _known is { } known && known.Rules.Keys.Any(k => k.Kind == kind);

    /// <summary>Whether a user may use something that is kept in memory: a model. A denial outweighs everything; who is not named may use what is not restricted.</summary>
    public bool Allows(string kind, string resource, Guid user)
    {
        // Nobody is let in before this was read, and what nodes of the configuration do by themselves needs no database.
        if (_known is not { } known || known.Rules.Count == 0 || !known.Rules.TryGetValue((kind, resource), out var rule)) return true;
        var groups = known.Groups.GetValueOrDefault(user) ?? [];
        if (Names(rule.Denied, user, groups)) return false;
        return !rule.Restricted || Names(rule.Allowed, user, groups);
    }

    /// <summary>Reads what is new; <see cref="Revocations"/> call it each second.</summary>
    /// <returns>Whether there was anything.</returns>
    public async Task<bool> RefreshAsync(CancellationToken cancellationToken)
    {
        await using var command = dataSource!.CreateCommand("SELECT value FROM platform.access_revision");
        command.CommandTimeout = 4;
        var revision = (long)(await command.ExecuteScalarAsync(cancellationToken))!;
        if (_known?.Revision == revision) return false;
        // What is read now is at least as new as the revision: what comes in between is read again.
        _known = await ReadAsync(revision, cancellationToken);
        Changed?.Invoke(this, EventArgs.Empty);
        return true;
    }

    private FrozenSet<string> PermissionsOf(string role) => role switch
    {
        Roles.Admin => Permissions.OfAdministrator,
        Roles.User => Permissions.OfEveryUser,
        _ => _known?.Roles.GetValueOrDefault(role) ?? FrozenSet<string>.Empty,
    };

    private static bool Names(FrozenSet<Guid> subjects, Guid user, Guid[] groups) => subjects.Count > 0 && (subjects.Contains(user) || groups.Any(subjects.Contains));

    private async Task<Snapshot> ReadAsync(long revision, CancellationToken cancellationToken)
    {
        // Presets are judged where they are read: only models are asked about too often for that.
        await using var command = dataSource!.CreateCommand(
            $"""
            SELECT name, permissions FROM platform.roles;
            SELECT resource FROM platform.restricted_resources WHERE kind = '{ResourceKinds.Model}';
            SELECT resource, subject_id, allow FROM platform.grants WHERE kind = '{ResourceKinds.Model}';
            SELECT user_id, array_agg(group_id) FROM platform.group_members
            WHERE group_id IN (SELECT subject_id FROM platform.grants WHERE kind = '{ResourceKinds.Model}') GROUP BY user_id
            """);
        command.CommandTimeout = 4;
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var roles = await AllAsync(r => KeyValuePair.Create(r.GetString(0), r.GetFieldValue<string[]>(1).ToFrozenSet(StringComparer.Ordinal)));
        await reader.NextResultAsync(cancellationToken);
        var restricted = (await AllAsync(r => r.GetString(0))).ToHashSet(StringComparer.Ordinal);
        await reader.NextResultAsync(cancellationToken);
        var grants = (await AllAsync(r => (Resource: r.GetString(0), Subject: r.GetGuid(1), Allow: r.GetBoolean(2)))).ToLookup(g => g.Resource, StringComparer.Ordinal);
        await reader.NextResultAsync(cancellationToken);
        var groups = await AllAsync(r => KeyValuePair.Create(r.GetGuid(0), r.GetFieldValue<Guid[]>(1)));
        var rules = grants.Select(g => g.Key).Union(restricted, StringComparer.Ordinal).ToFrozenDictionary(
            resource => (ResourceKinds.Model, resource),
            resource => new Rule(restricted.Contains(resource), Subjects(grants[resource], allow: true), Subjects(grants[resource], allow: false)));
        return new(revision, roles.ToFrozenDictionary(StringComparer.Ordinal), rules, groups.ToFrozenDictionary());

        async Task<List<T>> AllAsync<T>(Func<NpgsqlDataReader, T> read)
        {
            var rows = new List<T>();
            while (await reader.ReadAsync(cancellationToken)) rows.Add(read(reader));
            return rows;
        }

        static FrozenSet<Guid> Subjects(IEnumerable<(string, Guid Subject, bool Allow)> grants, bool allow) => grants.Where(g => g.Allow == allow).Select(g => g.Subject).ToFrozenSet();
    }

    private sealed record Rule(bool Restricted, FrozenSet<Guid> Allowed, FrozenSet<Guid> Denied);

    private sealed record Snapshot(
        long Revision, FrozenDictionary<string, FrozenSet<string>> Roles, FrozenDictionary<(string Kind, string Resource), Rule> Rules, FrozenDictionary<Guid, Guid[]> Groups);
}
