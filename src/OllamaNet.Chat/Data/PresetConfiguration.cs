using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using OllamaNet.Chat.Presets;

namespace OllamaNet.Chat.Data;

internal sealed class PresetConfiguration : IEntityTypeConfiguration<Preset>
{
    public const int NameLength = 100;

    public void Configure(EntityTypeBuilder<Preset> builder)
    {
        builder.ToTable("presets");
        builder.Property(p => p.Id).ValueGeneratedNever();
        builder.Property(p => p.Visibility).HasConversion<short>();
        builder.Property(p => p.Name).HasMaxLength(NameLength);
        builder.Property(p => p.Model).HasMaxLength(ConversationConfiguration.ModelLength);
        builder.Property(p => p.Options).HasStoredJson(StoredJson.Default.AnswerOptions);
        builder.Ignore(p => p.Version);
        builder.Property(p => p.UpdatedAt).IsConcurrencyToken();
        builder.HasIndex(p => p.OwnerId);
        builder.HasIndex(p => p.Visibility).HasFilter($"visibility <> {(short)PresetVisibility.Private}");
    }
}

internal sealed class PresetDefaultConfiguration : IEntityTypeConfiguration<PresetDefault>
{
    public void Configure(EntityTypeBuilder<PresetDefault> builder)
    {
        builder.ToTable("preset_defaults");
        builder.HasKey(d => d.UserId);
        builder.Property(d => d.UserId).ValueGeneratedNever();
        builder.HasIndex(d => d.PresetId);
    }
}
