using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace OllamaNet.Platform.Jobs;

internal sealed class JobConfiguration : IEntityTypeConfiguration<Job>
{
    public void Configure(EntityTypeBuilder<Job> builder)
    {
        builder.ToTable("jobs");
        builder.Property(j => j.Id).ValueGeneratedNever();
        builder.Property(j => j.Kind).HasMaxLength(100);
        builder.Property(j => j.Payload).HasColumnType("jsonb");
        builder.Property(j => j.Result).HasColumnType("jsonb");
        builder.Property(j => j.ConcurrencyKey).HasMaxLength(200);
        builder.Property(j => j.ErrorCode).HasMaxLength(100);
        builder.Property(j => j.State).HasConversion<short>();
        builder.Property(j => j.Attempts).HasDefaultValueSql("0");
        builder.Property(j => j.Fence).HasDefaultValueSql("0");
        builder.Property(j => j.ProgressDone).HasDefaultValueSql("0");
        builder.Property(j => j.DueAt).HasDefaultValueSql("clock_timestamp()");
        builder.Property(j => j.CreatedAt).HasDefaultValueSql("clock_timestamp()");
        builder.HasIndex(j => j.DueAt).HasFilter("state IN (0, 1)");
        builder.HasIndex(j => j.ConcurrencyKey).IsUnique().HasFilter("state = 1");
        builder.HasIndex(j => new { j.OwnerId, j.Kind, j.CreatedAt, j.Id }).IsDescending(false, false, true, true);
        builder.HasIndex(j => j.EndedAt).HasFilter("ended_at IS NOT NULL");
    }
}
