using System.Collections.Concurrent;
using System.Collections.Frozen;
using Npgsql;
using OllamaNet.Contracts.Inference;
using OllamaNet.Inference.Data;
using OllamaNet.Inference.Nodes;
using OllamaNet.Platform.Security;
using OllamaNet.Platform.Security.Access;

namespace OllamaNet.Inference.Models;

/// <summary>
/// What a model's name means and who may use it: aliases, policies, users' settings, grants. In memory, so that asking costs nothing; the
/// <see cref="Refresher"/> keeps it up to date, and <see cref="AccessBook"/> the grants.
/// </summary>
internal sealed class ModelDirectory : IRefreshed
{
    private readonly ModelChanges _changes;
    private readonly AccessBook _access;
    private readonly ConcurrentDictionary<AccessWatch, byte> _watches = new();
    private volatile ModelRules? _rules;

    public ModelDirectory(ModelChanges changes, AccessBook access)
    {
        (_changes, _access) = (changes, access);
        access.Changed += AccessChanged;
    }

    string IRefreshed.Name => "models";

    /// <summary>Every alias with its targets, in order of preference.</summary>
    public IReadOnlyDictionary<string, string[]> Aliases => Rules.Aliases;

    /// <summary>The same for as long as nothing of it changes.</summary>
    public ModelRules Rules => _rules ?? ModelRules.None;

    /// <summary>Whether this caller may use whatever there is: no grant, no key and no policy of his own stands between.</summary>
    public bool IsKeptFromNothing(Caller caller) => _rules is not null && caller.Models is null && !SettingsOf(caller.UserId).LocalOnly && !_access.Restricts(ResourceKinds.Model)
        && (caller.Roles.Count == 0 || _access.Permits(caller.Roles, Permissions.ModelsUse));

    /// <summary>The models that a name stands for and this caller may use, best first: an alias's targets, or the name itself. May be empty.</summary>
    public IReadOnlyList<string> Resolve(string asked, Caller caller)
    {
        if (!Rules.Aliases.TryGetValue(asked, out var targets)) return MayUse(caller, asked) ? [asked] : [];
        return IsGranted(caller, asked) ? [.. targets.Where(t => MayUse(caller, t))] : [];
    }

    /// <summary>About a model's own name, never an alias: what is finally asked is what must be allowed.</summary>
    public bool MayUse(Caller caller, string publicName) => IsForKey(caller, publicName) && IsGranted(caller, publicName);

    /// <summary>For an answer that is being made: says when its caller may use the model, or the name it was asked by, no longer.</summary>
    public AccessWatch Watch(Caller caller, string asked, string model)
    {
        var watch = new AccessWatch(() => IsGranted(caller, asked) && IsGranted(caller, model), w => _watches.TryRemove(w, out _));
        _watches.TryAdd(watch, 0);
        watch.Look();
        return watch;
    }

    /// <summary>Whether this request must stay on the site. It must as long as nobody could say otherwise: the rules were never read.</summary>
    public bool LocalOnly(Caller caller, string publicName) =>
        _rules is not { } rules || SettingsOf(caller.UserId).LocalOnly || PolicyOf(rules, publicName).LocalOnly;

    /// <summary>Hidden models are in no list.</summary>
    public bool Hidden(string publicName) => PolicyOf(Rules, publicName).Hidden;

    public CallerSettings SettingsOf(Guid userId) => Rules.Users.GetValueOrDefault(userId) ?? CallerSettings.Default;

    async Task IRefreshed.ReadAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await _access.RefreshAsync(cancellationToken);
        const string sql =
            """
            SELECT name, targets FROM inference.model_aliases;
            SELECT model, local_only, hidden FROM inference.model_policies;
            SELECT user_id, local_only_required OR local_only_chosen, cache_answers, cache_embeddings FROM inference.user_settings
            """;
        await using var command = new NpgsqlCommand(sql, connection);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var aliases = await AllAsync(reader, r => KeyValuePair.Create(r.GetString(0), r.GetFieldValue<string[]>(1)), cancellationToken);
        await reader.NextResultAsync(cancellationToken);
        var policies = await AllAsync(reader, r => KeyValuePair.Create(ModelNames.Canonical(r.GetString(0)), (r.GetBoolean(1), r.GetBoolean(2))), cancellationToken);
        await reader.NextResultAsync(cancellationToken);
        var users = await AllAsync(reader, r => KeyValuePair.Create(r.GetGuid(0), new CallerSettings(r.GetBoolean(1), r.GetBoolean(2), r.GetBoolean(3))), cancellationToken);
        _rules = new(aliases.ToFrozenDictionary(StringComparer.Ordinal), policies.DistinctBy(p => p.Key, StringComparer.Ordinal).ToFrozenDictionary(StringComparer.Ordinal), users.ToFrozenDictionary());
        _changes.Raise();
    }

    private static bool IsForKey(Caller caller, string publicName)
    {
        if (caller.Models is not { } allowed) return true;
        foreach (var name in allowed)
        {
            if (ModelNames.Same(name, publicName)) return true;
        }

        return false;
    }

    // Work in the background has no roles: it was asked for by somebody who had them.
    private bool IsGranted(Caller caller, string name) =>
        (caller.Roles.Count == 0 || _access.Permits(caller.Roles, Permissions.ModelsUse)) && _access.Allows(ResourceKinds.Model, ModelNames.Canonical(name), caller.UserId);

    private void AccessChanged(object? sender, EventArgs e)
    {
        foreach (var (watch, _) in _watches) watch.Look();
        _changes.Raise();
    }

    private static (bool LocalOnly, bool Hidden) PolicyOf(ModelRules rules, string publicName) =>
        rules.Policies.Count == 0 ? default : rules.Policies.GetValueOrDefault(ModelNames.Canonical(publicName));

    private static async Task<List<T>> AllAsync<T>(NpgsqlDataReader reader, Func<NpgsqlDataReader, T> read, CancellationToken cancellationToken)
    {
        var rows = new List<T>();
        while (await reader.ReadAsync(cancellationToken)) rows.Add(read(reader));
        return rows;
    }
}
