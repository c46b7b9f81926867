using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Npgsql;

namespace OllamaNet.Platform.Data;

/// <summary>A role's DbContext: one schema, one migration history table in it.</summary>
public interface IModuleDb
{
    /// <summary>The PostgreSQL schema that holds the role's tables.</summary>
    static abstract string Schema { get; }
}

/// <summary>A registered DbContext, for <c>ollamanet migrate</c> and the start-up of the single process.</summary>
public sealed record ModuleDbRegistration(Type ContextType, string Schema);

public static class ModuleDbExtensions
{
    /// <summary>Registers the role's DbContext on the shared <see cref="NpgsqlDataSource"/>, pooled, with its own schema and migration history.</summary>
    public static void AddModuleDb<TContext>(this IHostApplicationBuilder builder) where TContext : DbContext, IModuleDb
    {
        builder.Services.AddSingleton(new ModuleDbRegistration(typeof(TContext), TContext.Schema));
        builder.Services.AddDbContextPool<TContext>((services, options) => Configure<TContext>(options, services.GetRequiredService<NpgsqlDataSource>()));
    }

    private static void Configure<TContext>(DbContextOptionsBuilder options, NpgsqlDataSource dataSource) where TContext : DbContext, IModuleDb =>
        options.UseNpgsql(dataSource, npgsql => npgsql.MigrationsHistoryTable(HistoryRepository.DefaultTableName, TContext.Schema));

    /// <summary>Options for <c>dotnet ef</c>: the model is read, no connection is opened.</summary>
    public static TContext CreateForDesign<TContext>(Func<DbContextOptions<TContext>, TContext> create) where TContext : DbContext, IModuleDb
    {
        var options = new DbContextOptionsBuilder<TContext>();
        Configure<TContext>(options, NpgsqlDataSource.Create("Host=design-time"));
        return create(options.Options);
    }
}

/// <summary>Base of each role's design-time factory, which <c>dotnet ef</c> finds by itself.</summary>
public abstract class ModuleDbFactory<TContext>(Func<DbContextOptions<TContext>, TContext> create) : IDesignTimeDbContextFactory<TContext> where TContext : DbContext, IModuleDb
{
    public TContext CreateDbContext(string[] args) => ModuleDbExtensions.CreateForDesign(create);
}
