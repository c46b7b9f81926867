using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using OllamaNet.Auth.Users;

namespace OllamaNet.Auth.Sso;

internal sealed class SsoProviderConfiguration : IEntityTypeConfiguration<SsoProvider>
{
    public void Configure(EntityTypeBuilder<SsoProvider> builder)
    {
        builder.ToTable("sso_providers");
        builder.Property(p => p.Id).ValueGeneratedNever();
        builder.Ignore(p => p.Rules);
        builder.Property(p => p.NewAccounts).HasConversion<int>();
    }
}

internal sealed class LinkedLoginConfiguration : IEntityTypeConfiguration<LinkedLogin>
{
    public void Configure(EntityTypeBuilder<LinkedLogin> builder)
    {
        builder.ToTable("linked_logins");
        builder.Property(l => l.Id).ValueGeneratedNever();
        builder.HasOne<User>().WithMany().HasForeignKey(l => l.UserId).OnDelete(DeleteBehavior.Cascade);
        builder.HasIndex(l => l.UserId);
        builder.HasIndex(l => new { l.Issuer, l.Subject }).HasDatabaseName(LinkedLogin.SubjectIndex).IsUnique();
    }
}

internal sealed class SpentAttemptConfiguration : IEntityTypeConfiguration<SpentAttempt>
{
    public void Configure(EntityTypeBuilder<SpentAttempt> builder)
    {
        builder.ToTable("sso_spent_attempts");
        builder.HasKey(s => s.StateHash);
        builder.HasIndex(s => s.ExpiresAt);
    }
}
