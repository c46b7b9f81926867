using Microsoft.EntityFrameworkCore;
using OllamaNet.Catalog.Models;
using OllamaNet.Catalog.Tags;
using OllamaNet.Platform.Data;

namespace OllamaNet.Catalog.Data;

internal sealed class CatalogDb(DbContextOptions<CatalogDb> options) : DbContext(options), IModuleDb
{
    public static string Schema => "catalog";

    public DbSet<CatalogModel> Models => Set<CatalogModel>();

    public DbSet<ModelPicture> Pictures => Set<ModelPicture>();

    public DbSet<ModelTag> Tags => Set<ModelTag>();

    public DbSet<TaggedModel> TaggedModels => Set<TaggedModel>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.HasDefaultSchema(Schema);
        modelBuilder.ApplyConfigurationsFromAssembly(typeof(CatalogDb).Assembly);
        modelBuilder.UseSnakeCase();
    }
}

internal sealed class CatalogDbFactory() : ModuleDbFactory<CatalogDb>(options => new CatalogDb(options));
