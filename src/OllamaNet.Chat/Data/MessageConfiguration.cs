using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using OllamaNet.Chat.Conversations;
using OllamaNet.Chat.Messages;

namespace OllamaNet.Chat.Data;

internal sealed class MessageConfiguration : IEntityTypeConfiguration<Message>
{
    public void Configure(EntityTypeBuilder<Message> builder)
    {
        builder.ToTable("messages");
        builder.Property(m => m.Id).ValueGeneratedNever();
        builder.Property(m => m.Role).HasConversion<short>();
        builder.Property(m => m.Status).HasConversion<short>();
        builder.Property(m => m.Model).HasMaxLength(ConversationConfiguration.ModelLength);
        builder.Property(m => m.Parts).HasStoredJson(StoredJson.Default.IReadOnlyListMessagePart);
        builder.Property(m => m.Figures).HasStoredJson(StoredJson.Default.AnswerFigures);
        builder.Property(m => m.Settings).HasStoredJson(StoredJson.Default.AnswerSettings);
        builder.HasOne<Conversation>().WithMany().HasForeignKey(m => m.ConversationId).OnDelete(DeleteBehavior.Cascade);
        // Checked at the end of a statement: a subtree goes in one, and a question cannot hang on what was just deleted.
        builder.HasOne<Message>().WithMany().HasForeignKey(m => m.ParentId).OnDelete(DeleteBehavior.NoAction);
        builder.HasIndex(m => new { m.ConversationId, m.ParentId });
        builder.HasIndex(m => m.ParentId);
        builder.HasIndex(m => new { m.ConversationId, m.RunnerId }).HasFilter($"status = {(short)MessageStatus.Running}");
    }
}
