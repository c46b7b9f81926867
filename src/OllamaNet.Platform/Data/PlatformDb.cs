using Microsoft.EntityFrameworkCore;
using OllamaNet.Platform.Security;

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
        modelBuilder.UseSnakeCase();
    }
}

internal sealed class PlatformDbFactory() : ModuleDbFactory<PlatformDb>(options => new PlatformDb(options));
