using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using OllamaNet.Chat.Runs;

namespace OllamaNet.Chat.Data;

internal sealed class RunnerConfiguration : IEntityTypeConfiguration<Runner>
{
    public void Configure(EntityTypeBuilder<Runner> builder)
    {
        builder.ToTable("runners");
        builder.Property(r => r.Id).ValueGeneratedNever();
    }
}

internal sealed class DraftConfiguration : IEntityTypeConfiguration<Draft>
{
    public void Configure(EntityTypeBuilder<Draft> builder)
    {
        // No index: rows live for seconds, and writing them is what every streamed answer pays for.
        builder.ToTable("drafts");
        builder.HasNoKey();
    }
}

internal sealed class IdempotentTurnConfiguration : IEntityTypeConfiguration<IdempotentTurn>
{
    public const int KeyLength = 200;

    public void Configure(EntityTypeBuilder<IdempotentTurn> builder)
    {
        builder.ToTable("idempotent_turns");
        builder.HasKey(t => new { t.OwnerId, t.Key });
        builder.Property(t => t.Key).HasMaxLength(KeyLength);
        builder.HasIndex(t => t.CreatedAt);
    }
}
