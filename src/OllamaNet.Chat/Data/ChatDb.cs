using Microsoft.EntityFrameworkCore;
using OllamaNet.Chat.Attachments;
using OllamaNet.Chat.Context;
using OllamaNet.Chat.Conversations;
using OllamaNet.Chat.Feedback;
using OllamaNet.Chat.Folders;
using OllamaNet.Chat.Messages;
using OllamaNet.Chat.Notes;
using OllamaNet.Chat.Presets;
using OllamaNet.Chat.Queue;
using OllamaNet.Chat.Removals;
using OllamaNet.Chat.Runs;
using OllamaNet.Chat.Shares;
using OllamaNet.Chat.Tags;
using OllamaNet.Platform.Data;
using OllamaNet.Platform.Messaging;
using OllamaNet.Platform.Security.Access;

namespace OllamaNet.Chat.Data;

internal sealed class ChatDb(DbContextOptions<ChatDb> options) : DbContext(options), IModuleDb
{
    public static string Schema => "chat";

    public DbSet<Conversation> Conversations => Set<Conversation>();

    public DbSet<Message> Messages => Set<Message>();

    public DbSet<Folder> Folders => Set<Folder>();

    public DbSet<Tag> Tags => Set<Tag>();

    public DbSet<ConversationTag> ConversationTags => Set<ConversationTag>();

    public DbSet<Note> Notes => Set<Note>();

    public DbSet<AnswerFeedback> Feedback => Set<AnswerFeedback>();

    public DbSet<Preset> Presets => Set<Preset>();

    public DbSet<PresetDefault> PresetDefaults => Set<PresetDefault>();

    public DbSet<Attachment> Attachments => Set<Attachment>();

    public DbSet<Share> Shares => Set<Share>();

    public DbSet<Summary> Summaries => Set<Summary>();

    public DbSet<Passage> Passages => Set<Passage>();

    public DbSet<QueuedQuestion> QueuedQuestions => Set<QueuedQuestion>();

    public DbSet<Removal> Removals => Set<Removal>();

    public DbSet<RemovedRow> RemovedRows => Set<RemovedRow>();

    public DbSet<IdempotentTurn> IdempotentTurns => Set<IdempotentTurn>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.HasDefaultSchema(Schema);
        modelBuilder.ApplyConfigurationsFromAssembly(typeof(ChatDb).Assembly);
        modelBuilder.HasOutbox();
        modelBuilder.HasAccessTables();
        modelBuilder.UseSnakeCase();
    }
}

internal sealed class ChatDbFactory() : ModuleDbFactory<ChatDb>(options => new ChatDb(options));
