using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using OllamaNet.Chat.Conversations;
using OllamaNet.Chat.Removals;

namespace OllamaNet.Chat.Data;

internal sealed class RemovalConfiguration : IEntityTypeConfiguration<Removal>
{
    public void Configure(EntityTypeBuilder<Removal> builder)
    {
        builder.ToTable("removals");
        builder.Property(r => r.Id).ValueGeneratedNever();
        builder.Property(r => r.Kind).HasConversion<short>();
        builder.HasOne<Conversation>().WithMany().HasForeignKey(r => r.ConversationId).OnDelete(DeleteBehavior.Cascade);
        builder.HasIndex(r => r.RemovedAt);
    }
}

internal sealed class RemovedRowConfiguration : IEntityTypeConfiguration<RemovedRow>
{
    public void Configure(EntityTypeBuilder<RemovedRow> builder)
    {
        builder.ToTable("removed_rows");
        builder.Property(r => r.Source).HasMaxLength(40);
        builder.Property(r => r.Row).HasColumnType("jsonb");
        builder.HasOne<Removal>().WithMany().HasForeignKey(r => r.RemovalId).OnDelete(DeleteBehavior.Cascade);
    }
}
