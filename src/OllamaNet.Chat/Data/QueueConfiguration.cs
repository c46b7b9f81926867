using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using OllamaNet.Chat.Conversations;
using OllamaNet.Chat.Queue;

namespace OllamaNet.Chat.Data;

internal sealed class QueueConfiguration : IEntityTypeConfiguration<QueuedQuestion>
{
    public void Configure(EntityTypeBuilder<QueuedQuestion> builder)
    {
        builder.ToTable("queued_questions");
        builder.Property(q => q.Id).ValueGeneratedNever();
        builder.Property(q => q.Model).HasMaxLength(ConversationConfiguration.ModelLength);
        builder.Property(q => q.Parts).HasStoredJson(StoredJson.Default.IReadOnlyListMessagePart);
        builder.Property(q => q.Options).HasStoredJson(StoredJson.Default.AnswerOptions);
        builder.HasOne<Conversation>().WithMany().HasForeignKey(q => q.ConversationId).OnDelete(DeleteBehavior.Cascade);
    }
}
