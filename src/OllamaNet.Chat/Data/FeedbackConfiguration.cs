using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using OllamaNet.Chat.Feedback;
using OllamaNet.Chat.Messages;

namespace OllamaNet.Chat.Data;

internal sealed class FeedbackConfiguration : IEntityTypeConfiguration<AnswerFeedback>
{
    public void Configure(EntityTypeBuilder<AnswerFeedback> builder)
    {
        builder.ToTable("feedback");
        builder.HasKey(f => new { f.MessageId, f.UserId });
        builder.Property(f => f.Model).HasMaxLength(ConversationConfiguration.ModelLength);
        builder.HasOne<Message>().WithMany().HasForeignKey(f => f.MessageId).OnDelete(DeleteBehavior.Cascade);
        builder.HasIndex(f => new { f.UserId, f.ConversationId, f.CreatedAt });
        builder.HasIndex(f => f.UpdatedAt);
        builder.HasIndex(f => new { f.UpdatedAt, f.MessageId }).HasFilter("shared");
    }
}
