using Microsoft.EntityFrameworkCore;
using OllamaNet.Platform.Jobs;
using OllamaNet.Platform.Security;
using OllamaNet.Platform.Security.Keys;

namespace OllamaNet.Platform.Data;

/// <summary>What all roles share: the schema <c>platform</c>. The hot paths read it with plain Npgsql.</summary>
internal sealed class PlatformDb(DbContextOptions<PlatformDb> options) : DbContext(options), IModuleDb
{
    public static string Schema => "platform";

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.HasDefaultSchema(Schema);
        modelBuilder.Entity<Revocation>(revocation =>
        {
            revocation.ToTable("revocations");
            revocation.Property(r => r.Id).UseIdentityAlwaysColumn();
            revocation.Property(r => r.Kind).HasConversion<int>();
            revocation.Property(r => r.At).HasDefaultValueSql("clock_timestamp()");
            revocation.HasIndex(r => r.At);
        });
        modelBuilder.Entity<StoredSigningKey>(key =>
        {
            key.ToTable("signing_keys");
            key.Property(k => k.Id).HasMaxLength(64);
        });
        modelBuilder.Entity<StoredPrincipal>(principal =>
        {
            principal.ToTable("principals");
            principal.HasKey(p => p.UserId);
            principal.Property(p => p.UserId).ValueGeneratedNever();
            principal.Property(p => p.UserName).HasDefaultValue("");
            principal.HasIndex(p => p.UserName);
        });
        modelBuilder.Entity<ApiKey>(key =>
        {
            key.ToTable("api_keys");
            key.Property(k => k.Id).ValueGeneratedNever();
            key.Property(k => k.Name).HasMaxLength(100);
            key.Property(k => k.Prefix).HasMaxLength(ApiKeyToken.PrefixLength);
            key.HasIndex(k => k.Prefix);
            key.HasIndex(k => k.Hash).IsUnique();
            key.HasIndex(k => k.OwnerId);
        });
        modelBuilder.ApplyConfiguration(new JobConfiguration());
        modelBuilder.UseSnakeCase();
    }
}

internal sealed class PlatformDbFactory() : ModuleDbFactory<PlatformDb>(options => new PlatformDb(options));
