using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
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
        builder.Property(m => m.Parts).HasColumnType("jsonb").HasConversion(
            parts => JsonSerializer.Serialize(parts, StoredJson.Default.IReadOnlyListMessagePart),
            json => JsonSerializer.Deserialize(json, StoredJson.Default.IReadOnlyListMessagePart)!,
            new ValueComparer<IReadOnlyList<MessagePart>>((a, b) => ReferenceEquals(a, b), parts => parts.Count, parts => parts));
        builder.Property(m => m.Figures).HasColumnType("jsonb").HasConversion(
            figures => JsonSerializer.Serialize(figures!, StoredJson.Default.AnswerFigures),
            json => JsonSerializer.Deserialize(json, StoredJson.Default.AnswerFigures));
        builder.HasOne<Conversation>().WithMany().HasForeignKey(m => m.ConversationId).OnDelete(DeleteBehavior.Cascade);
        builder.HasIndex(m => m.ConversationId);
        builder.HasIndex(m => new { m.ConversationId, m.RunnerId }).HasFilter($"status = {(short)MessageStatus.Running}");
    }
}
