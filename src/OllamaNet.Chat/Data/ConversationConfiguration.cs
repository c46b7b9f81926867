using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using OllamaNet.Chat.Conversations;

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
        builder.HasIndex(c => c.FolderId).HasFilter("folder_id IS NOT NULL");
        builder.HasIndex(c => c.PresetId).HasFilter("preset_id IS NOT NULL");
        builder.HasIndex(c => c.DeletedAt).HasFilter("deleted_at IS NOT NULL");
        builder.HasIndex(c => new { c.OwnerId, c.UpdatedAt, c.Id }).IsDescending(false, true, true);
    }
}
