using Microsoft.EntityFrameworkCore;
using OllamaNet.Inference.Models;
using OllamaNet.Platform.Data;

namespace OllamaNet.Inference.Data;

internal sealed class InferenceDb(DbContextOptions<InferenceDb> options) : DbContext(options), IModuleDb
{
    public static string Schema => "inference";

    public DbSet<ModelAlias> ModelAliases => Set<ModelAlias>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.HasDefaultSchema(Schema);
        modelBuilder.ApplyConfigurationsFromAssembly(typeof(InferenceDb).Assembly);
        modelBuilder.UseSnakeCase();
    }
}

internal sealed class InferenceDbFactory() : ModuleDbFactory<InferenceDb>(options => new InferenceDb(options));
