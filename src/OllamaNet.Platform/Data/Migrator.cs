using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace OllamaNet.Platform.Data;

/// <summary>Brings every registered schema up to date, one process at a time.</summary>
public sealed class Migrator(IServiceScopeFactory scopes, NpgsqlDataSource dataSource, IEnumerable<ModuleDbRegistration> modules)
{
    // Any number that nothing else in this database locks.
    private const long LockKey = 0x6f6c6c616d616e65;

    public async Task MigrateAsync(CancellationToken cancellationToken)
    {
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        await using (var take = new NpgsqlCommand("SELECT pg_advisory_lock($1)", connection) { Parameters = { new() { Value = LockKey } } })
            await take.ExecuteNonQueryAsync(cancellationToken);

        try
        {
            foreach (var module in modules)
            {
                await using var scope = scopes.CreateAsyncScope();
                var context = (DbContext)scope.ServiceProvider.GetRequiredService(module.ContextType);
                if ((await context.Database.GetPendingMigrationsAsync(cancellationToken)).Any())
                    await context.Database.MigrateAsync(cancellationToken);
            }
        }
        finally
        {
            await using var release = new NpgsqlCommand("SELECT pg_advisory_unlock($1)", connection) { Parameters = { new() { Value = LockKey } } };
            await release.ExecuteNonQueryAsync(CancellationToken.None);
        }
    }
}
