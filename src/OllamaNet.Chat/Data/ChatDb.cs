using Microsoft.EntityFrameworkCore;
using OllamaNet.Chat.Conversations;
using OllamaNet.Chat.Messages;
using OllamaNet.Chat.Runs;
using OllamaNet.Platform.Data;
using OllamaNet.Platform.Messaging;

namespace OllamaNet.Chat.Data;

internal sealed class ChatDb(DbContextOptions<ChatDb> options) : DbContext(options), IModuleDb
{
    public static string Schema => "chat";

    public DbSet<Conversation> Conversations => Set<Conversation>();

    public DbSet<Message> Messages => Set<Message>();

    public DbSet<IdempotentTurn> IdempotentTurns => Set<IdempotentTurn>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.HasDefaultSchema(Schema);
        modelBuilder.ApplyConfigurationsFromAssembly(typeof(ChatDb).Assembly);
        modelBuilder.HasOutbox();
        modelBuilder.UseSnakeCase();
    }
}

internal sealed class ChatDbFactory() : ModuleDbFactory<ChatDb>(options => new ChatDb(options));
