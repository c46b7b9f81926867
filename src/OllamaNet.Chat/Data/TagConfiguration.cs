using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using OllamaNet.Chat.Conversations;
using OllamaNet.Chat.Tags;

namespace OllamaNet.Chat.Data;

internal sealed class TagConfiguration : IEntityTypeConfiguration<Tag>
{
    public const int NameLength = 50;

    public void Configure(EntityTypeBuilder<Tag> builder)
    {
        builder.ToTable("tags");
        builder.Property(t => t.Id).ValueGeneratedNever();
        builder.Property(t => t.Name).HasMaxLength(NameLength);
        builder.Property(t => t.Colour).HasMaxLength(FolderConfiguration.MarkLength);
        // Unique on (owner_id, lower(name)): an index the model cannot say, see the migration OrganisedIndexes.
    }
}

internal sealed class ConversationTagConfiguration : IEntityTypeConfiguration<ConversationTag>
{
    public void Configure(EntityTypeBuilder<ConversationTag> builder)
    {
        builder.ToTable("conversation_tags");
        builder.HasKey(t => new { t.ConversationId, t.TagId });
        builder.HasOne<Conversation>().WithMany().HasForeignKey(t => t.ConversationId).OnDelete(DeleteBehavior.Cascade);
        builder.HasOne<Tag>().WithMany().HasForeignKey(t => t.TagId).OnDelete(DeleteBehavior.Cascade);
    }
}
