using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using OllamaNet.Chat.Context;
using OllamaNet.Chat.Conversations;
using OllamaNet.Chat.Messages;

namespace OllamaNet.Chat.Data;

internal sealed class SummaryConfiguration : IEntityTypeConfiguration<Summary>
{
    public void Configure(EntityTypeBuilder<Summary> builder)
    {
        builder.ToTable("summaries");
        builder.Property(s => s.Id).ValueGeneratedNever();
        builder.Property(s => s.Model).HasMaxLength(ConversationConfiguration.ModelLength);
        builder.HasOne<Conversation>().WithMany().HasForeignKey(s => s.ConversationId).OnDelete(DeleteBehavior.Cascade);
        builder.HasOne<Message>().WithMany().HasForeignKey(s => s.UpToMessageId).OnDelete(DeleteBehavior.Cascade);
    }
}

internal sealed class PassageConfiguration : IEntityTypeConfiguration<Passage>
{
    public void Configure(EntityTypeBuilder<Passage> builder)
    {
        builder.ToTable("passages");
        builder.HasKey(p => new { p.MessageId, p.Ordinal });
        builder.Property(p => p.Model).HasMaxLength(ConversationConfiguration.ModelLength);
        builder.Property(p => p.Vector).HasColumnType("real[]");
        builder.HasOne<Message>().WithMany().HasForeignKey(p => p.MessageId).OnDelete(DeleteBehavior.Cascade);
        builder.HasIndex(p => p.ConversationId);
    }
}
