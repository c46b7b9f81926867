using System.Reflection;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace OllamaNet.Platform.Data;

/// <summary>Brings every registered schema up to date, one process at a time.</summary>
public sealed class Migrator(IServiceScopeFactory scopes, NpgsqlDataSource dataSource, IEnumerable<ModuleDbRegistration> modules)
{
    // Any number that nothing else in this database locks.
    private const long LockKey = 0x6f6c6c616d616e65;

    /// <summary>Applies what is missing.</summary>
    /// <returns>The migrations that were missing, as <c>schema/name</c>.</returns>
    public async Task<IReadOnlyList<string>> MigrateAsync(CancellationToken cancellationToken)
    {
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        if (await PendingAsync(connection, cancellationToken) is []) return [];

        await ExecuteAsync(connection, "SELECT pg_advisory_lock($1)", cancellationToken);
        try
        {
            var pending = await PendingAsync(connection, cancellationToken);
            foreach (var module in modules.Where(module => pending.Any(migration => migration.Module == module)))
            {
                await using var scope = scopes.CreateAsyncScope();
                var context = (DbContext)scope.ServiceProvider.GetRequiredService(module.ContextType);
                await context.Database.MigrateAsync(cancellationToken);
            }
            return [.. pending.Select(migration => $"{migration.Module.Schema}/{migration.Name}")];
        }
        finally
        {
            await ExecuteAsync(connection, "SELECT pg_advisory_unlock($1)", CancellationToken.None);
        }
    }

    /// <summary>Brings an empty database to an earlier state, for rows of that time.</summary>
    /// <param name="last">The last migration of each schema; schemas that are left out stay away.</param>
    internal async Task MigrateToAsync(IReadOnlyDictionary<string, string> last, CancellationToken cancellationToken)
    {
        foreach (var module in modules)
        {
            if (!last.TryGetValue(module.Schema, out var migration)) continue;
            await using var scope = scopes.CreateAsyncScope();
            var context = (DbContext)scope.ServiceProvider.GetRequiredService(module.ContextType);
            await context.Database.MigrateAsync(migration, cancellationToken);
        }
    }

    /// <summary>Every migration of this program, as <c>schema/name</c>.</summary>
    internal HashSet<string> Known() => [.. modules.SelectMany(module => Known(module.ContextType).Select(name => $"{module.Schema}/{name}"))];

    /// <summary>The migrations that the database lacks, as <c>schema/name</c>.</summary>
    public async Task<IReadOnlyList<string>> PendingAsync(CancellationToken cancellationToken)
    {
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        return [.. (await PendingAsync(connection, cancellationToken)).Select(migration => $"{migration.Module.Schema}/{migration.Name}")];
    }

    // Asks the assemblies and the history tables, not the contexts: to build their models takes most of a second, and at most starts nothing is missing.
    private async Task<IReadOnlyList<(ModuleDbRegistration Module, string Name)>> PendingAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        List<(ModuleDbRegistration, string)> pending = [];
        foreach (var module in modules)
        {
            var applied = await AppliedAsync(connection, module.Schema, cancellationToken);
            pending.AddRange(Known(module.ContextType).Where(name => !applied.Contains(name)).Order(StringComparer.Ordinal).Select(name => (module, name)));
        }
        return pending;
    }

    private static IEnumerable<string> Known(Type contextType) =>
        from type in contextType.Assembly.GetTypes()
        where type.GetCustomAttribute<DbContextAttribute>()?.ContextType == contextType
        let migration = type.GetCustomAttribute<MigrationAttribute>()
        where migration is not null
        select migration.Id;

    private static async Task<HashSet<string>> AppliedAsync(NpgsqlConnection connection, string schema, CancellationToken cancellationToken)
    {
        HashSet<string> applied = new(StringComparer.Ordinal);
        var table = $"\"{schema}\".\"{HistoryRepository.DefaultTableName}\"";
        await using (var exists = new NpgsqlCommand("SELECT to_regclass($1) IS NOT NULL", connection) { Parameters = { new() { Value = table } } })
            if (await exists.ExecuteScalarAsync(cancellationToken) is not true) return applied;

        await using var command = new NpgsqlCommand($"SELECT \"MigrationId\" FROM {table}", connection);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken)) applied.Add(reader.GetString(0));
        return applied;
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(sql, connection) { Parameters = { new() { Value = LockKey } } };
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
