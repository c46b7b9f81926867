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

        // It is asked as it was read, or not at all: an edit in that moment must not be lost.
        builder.Property(q => q.Model).HasMaxLength(ConversationConfiguration.ModelLength).IsConcurrencyToken();
        builder.Property(q => q.Parts).HasStoredJson(StoredJson.Default.IReadOnlyListMessagePart).IsConcurrencyToken();
        builder.Property(q => q.Options).HasStoredJson(StoredJson.Default.AnswerOptions);
        builder.HasOne<Conversation>().WithMany().HasForeignKey(q => q.ConversationId).OnDelete(DeleteBehavior.Cascade);
    }
}
