using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using OllamaNet.Chat.Folders;

namespace OllamaNet.Chat.Data;

internal sealed class FolderConfiguration : IEntityTypeConfiguration<Folder>
{
    public const int NameLength = 100;
    public const int MarkLength = 32;

    public void Configure(EntityTypeBuilder<Folder> builder)
    {
        builder.ToTable("folders");
        builder.Property(f => f.Id).ValueGeneratedNever();
        builder.Property(f => f.Name).HasMaxLength(NameLength);
        builder.Property(f => f.Colour).HasMaxLength(MarkLength);
        builder.Property(f => f.Icon).HasMaxLength(MarkLength);
        builder.HasOne<Folder>().WithMany().HasForeignKey(f => f.ParentId).OnDelete(DeleteBehavior.NoAction);
        builder.HasIndex(f => new { f.OwnerId, f.Id });
    }
}
