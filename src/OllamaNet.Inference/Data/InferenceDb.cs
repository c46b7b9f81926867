using Microsoft.EntityFrameworkCore;
using OllamaNet.Inference.Doors.OpenAI.Responses;
using OllamaNet.Inference.Limits;
using OllamaNet.Inference.Models;
using OllamaNet.Inference.Nodes;
using OllamaNet.Inference.Nodes.Joining;
using OllamaNet.Platform.Data;
using OllamaNet.Platform.Security.Access;

namespace OllamaNet.Inference.Data;

internal sealed class InferenceDb(DbContextOptions<InferenceDb> options) : DbContext(options), IModuleDb
{
    public static string Schema => "inference";

    public DbSet<ModelAlias> ModelAliases => Set<ModelAlias>();

    public DbSet<LimitRule> LimitRules => Set<LimitRule>();

    public DbSet<ModelPolicy> ModelPolicies => Set<ModelPolicy>();

    public DbSet<UserSettings> UserSettings => Set<UserSettings>();

    public DbSet<RegisteredNode> Nodes => Set<RegisteredNode>();

    public DbSet<ConfiguredNodeState> ConfiguredNodeStates => Set<ConfiguredNodeState>();

    public DbSet<JoinToken> JoinTokens => Set<JoinToken>();

    public DbSet<StoredResponse> StoredResponses => Set<StoredResponse>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.HasDefaultSchema(Schema);
        modelBuilder.ApplyConfigurationsFromAssembly(typeof(InferenceDb).Assembly);
        modelBuilder.HasAccessTables();
        modelBuilder.UseSnakeCase();
    }
}

internal sealed class InferenceDbFactory() : ModuleDbFactory<InferenceDb>(options => new InferenceDb(options));
