using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using OllamaNet.Inference.Nodes;
using OllamaNet.Inference.Nodes.Joining;

namespace OllamaNet.Inference.Data;

internal sealed class NodeConfiguration : IEntityTypeConfiguration<RegisteredNode>
{
    /// <summary>On <c>lower(name)</c>; made by the migration in SQL, which EF cannot express.</summary>
    public const string NameIndex = "ix_nodes_name";

    public void Configure(EntityTypeBuilder<RegisteredNode> builder)
    {
        builder.ToTable("nodes");
        builder.Property(n => n.Id).ValueGeneratedNever();
        builder.Property(n => n.Name).HasMaxLength(64);
        builder.Property(n => n.Kind).HasConversion<short>();
        builder.Property(n => n.Source).HasConversion<short>();
        builder.Property(n => n.Url).HasMaxLength(2000);
        builder.Property(n => n.Version).IsConcurrencyToken();
        builder.Property(n => n.AnnouncedFrom).HasMaxLength(64);
        builder.Property(n => n.Settings).HasColumnType("jsonb").HasConversion(
            settings => JsonSerializer.Serialize(settings, NodeJson.Default.NodeSettings),
            json => JsonSerializer.Deserialize(json, NodeJson.Default.NodeSettings)!,
            new ValueComparer<NodeSettings>((a, b) => ReferenceEquals(a, b), settings => settings.Weight, settings => settings));
        builder.Property(n => n.Declaration).HasColumnType("jsonb").HasConversion(
            declaration => JsonSerializer.Serialize(declaration!, NodeJson.Default.NodeDeclaration),
            json => JsonSerializer.Deserialize(json, NodeJson.Default.NodeDeclaration),
            new ValueComparer<NodeDeclaration?>((a, b) => ReferenceEquals(a, b), _ => 0, declaration => declaration));
    }
}

internal sealed class ConfiguredNodeStateConfiguration : IEntityTypeConfiguration<ConfiguredNodeState>
{
    public void Configure(EntityTypeBuilder<ConfiguredNodeState> builder)
    {
        builder.ToTable("configured_node_states");
        builder.Property(s => s.Id).ValueGeneratedNever();
    }
}

internal sealed class JoinTokenConfiguration : IEntityTypeConfiguration<JoinToken>
{
    public void Configure(EntityTypeBuilder<JoinToken> builder)
    {
        builder.ToTable("join_tokens");
        builder.Property(t => t.Id).ValueGeneratedNever();
        builder.Property(t => t.Name).HasMaxLength(100);
        builder.Property(t => t.Prefix).HasMaxLength(20);
        builder.HasIndex(t => t.Prefix).IsUnique();
    }
}
