using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using OllamaNet.Catalog.Models;
using OllamaNet.Catalog.Tags;

namespace OllamaNet.Catalog.Data;

internal sealed class CatalogModelConfiguration : IEntityTypeConfiguration<CatalogModel>
{
    public const int NameLength = 200;

    /// <summary>Name and display name in lower case.</summary>
    public const string Title = "Title";

    public void Configure(EntityTypeBuilder<CatalogModel> builder)
    {
        builder.ToTable("models");
        builder.Property(m => m.Id).ValueGeneratedNever();
        builder.Property(m => m.Name).HasMaxLength(NameLength);
        builder.Property(m => m.Engine).HasStoredJson();
        builder.Property(m => m.Edited).HasStoredJson();
        builder.Property(m => m.Texts).HasStoredJson();
        builder.Property(m => m.AliasOf).HasStoredJson();
        builder.HasIndex(m => m.Name).IsUnique();
        // A trigger writes it, and what is searched beside it in a column that the model does not know: see the migration Searchable.
        builder.Property<string?>(Title);
    }
}

internal sealed class ModelPictureConfiguration : IEntityTypeConfiguration<ModelPicture>
{
    public void Configure(EntityTypeBuilder<ModelPicture> builder)
    {
        builder.ToTable("model_pictures");
        builder.Property(p => p.Id).ValueGeneratedNever();
        builder.HasOne<CatalogModel>().WithOne().HasForeignKey<ModelPicture>(p => p.ModelId).OnDelete(DeleteBehavior.Cascade);
    }
}

internal sealed class ModelTagConfiguration : IEntityTypeConfiguration<ModelTag>
{
    public const int NameLength = 50;

    public void Configure(EntityTypeBuilder<ModelTag> builder)
    {
        builder.ToTable("tags");
        builder.Property(t => t.Id).ValueGeneratedNever();
        builder.Property(t => t.Name).HasMaxLength(NameLength);
        builder.Property(t => t.Colour).HasMaxLength(20);
        // Unique on lower(name): an index the model cannot say, see the migration Searchable.
    }
}

internal sealed class TaggedModelConfiguration : IEntityTypeConfiguration<TaggedModel>
{
    public void Configure(EntityTypeBuilder<TaggedModel> builder)
    {
        builder.ToTable("model_tags");
        builder.HasKey(t => new { t.ModelId, t.TagId });
        builder.HasOne<CatalogModel>().WithMany().HasForeignKey(t => t.ModelId).OnDelete(DeleteBehavior.Cascade);
        builder.HasOne<ModelTag>().WithMany().HasForeignKey(t => t.TagId).OnDelete(DeleteBehavior.Cascade);
        builder.HasIndex(t => t.TagId);
    }
}
