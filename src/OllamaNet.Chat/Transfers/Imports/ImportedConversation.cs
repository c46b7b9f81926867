using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using OllamaNet.Chat.Conversations;

namespace OllamaNet.Chat.Transfers.Imports;

/// <summary>Remembers where a conversation came from, so that it is known again.</summary>
internal sealed class ImportedConversation
{
    public required Guid OwnerId { get; init; }

    /// <summary>SHA-256 of the form and the id in the file; of a copy, with its import and its number.</summary>
    public required byte[] Source { get; init; }

    public required Guid ConversationId { get; init; }

    /// <summary>The import that brought it: one that begins again after a crash goes on behind it.</summary>
    public required Guid JobId { get; init; }
}

internal sealed class ImportedConversationConfiguration : IEntityTypeConfiguration<ImportedConversation>
{
    public void Configure(EntityTypeBuilder<ImportedConversation> builder)
    {
        builder.ToTable("imported_conversations");
        builder.HasKey(i => new { i.OwnerId, i.Source });
        builder.HasOne<Conversation>().WithMany().HasForeignKey(i => i.ConversationId).OnDelete(DeleteBehavior.Cascade);
    }
}
