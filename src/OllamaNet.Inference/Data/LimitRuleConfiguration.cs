using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using OllamaNet.Inference.Limits;

namespace OllamaNet.Inference.Data;

internal sealed class LimitRuleConfiguration : IEntityTypeConfiguration<LimitRule>
{
    public const int NameLength = 200;

    public void Configure(EntityTypeBuilder<LimitRule> builder)
    {
        builder.ToTable("limit_rules");
        builder.Property(r => r.Id).ValueGeneratedNever();
        builder.Property(r => r.Subject).HasConversion<int>();
        builder.Property(r => r.Name).HasMaxLength(NameLength);
        builder.HasIndex(r => new { r.Subject, r.Name }).IsUnique();
    }
}
