using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using OllamaNet.Chat.Conversations;
using OllamaNet.Chat.Folders;

namespace OllamaNet.Chat.Data;

internal sealed class ConversationConfiguration : IEntityTypeConfiguration<Conversation>
{
    public const int TitleLength = 200;
    public const int ModelLength = 200;

    public void Configure(EntityTypeBuilder<Conversation> builder)
    {
        builder.ToTable("conversations");
        builder.Property(c => c.Id).ValueGeneratedNever();
        builder.Property(c => c.Title).HasMaxLength(TitleLength);
        builder.Property(c => c.Model).HasMaxLength(ModelLength);
        builder.HasQueryFilter(c => c.DeletedAt == null);
        builder.Property(c => c.Options).HasStoredJson(StoredJson.Default.AnswerOptions);
        builder.HasOne<Folder>().WithMany().HasForeignKey(c => c.FolderId).OnDelete(DeleteBehavior.SetNull);
        builder.HasIndex(c => c.FolderId).HasFilter("folder_id IS NOT NULL");
        builder.HasIndex(c => c.PresetId).HasFilter("preset_id IS NOT NULL");
        builder.HasIndex(c => c.DeletedAt).HasFilter("deleted_at IS NOT NULL");
        builder.HasIndex(c => new { c.OwnerId, c.UpdatedAt, c.Id }).IsDescending(false, true, true);

        // One for each list, so that what a list leaves out is not walked past to find its page.
        const string shown = "deleted_at IS NULL AND archived_at IS NULL";
        HasList(builder, "shown", shown);
        HasList(builder, "top", shown + " AND folder_id IS NULL AND pinned_at IS NULL");
        HasList(builder, "pinned", shown + " AND pinned_at IS NOT NULL");
        HasList(builder, "archived", "deleted_at IS NULL AND archived_at IS NOT NULL");
        builder.HasIndex([nameof(Conversation.FolderId), nameof(Conversation.UpdatedAt), nameof(Conversation.Id)], "IX_conversations_in_folder").IsDescending(false, true, true)
            .HasFilter(shown + " AND folder_id IS NOT NULL");
        builder.HasIndex([nameof(Conversation.OwnerId), nameof(Conversation.DeletedAt), nameof(Conversation.Id)], "IX_conversations_trash").IsDescending(false, true, true)
            .HasFilter("deleted_at IS NOT NULL");
    }

    private static void HasList(EntityTypeBuilder<Conversation> builder, string name, string filter) =>
        builder.HasIndex([nameof(Conversation.OwnerId), nameof(Conversation.UpdatedAt), nameof(Conversation.Id)], "IX_conversations_" + name).IsDescending(false, true, true).HasFilter(filter);
}
