using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;
using OllamaNet.Auth.Invitations;
using OllamaNet.Auth.Login;
using OllamaNet.Auth.Passkeys;
using OllamaNet.Auth.Recovery;
using OllamaNet.Auth.SecondFactor;
using OllamaNet.Auth.Sessions;
using OllamaNet.Auth.Sso;
using OllamaNet.Auth.Users;
using OllamaNet.Platform.Data;
using OllamaNet.Platform.Messaging;
using OllamaNet.Platform.Security.Access;

namespace OllamaNet.Auth.Data;

internal sealed class AuthDb(DbContextOptions<AuthDb> options) : IdentityDbContext<User, IdentityRole<Guid>, Guid>(options), IModuleDb
{
    public static string Schema => "auth";

    public DbSet<Session> Sessions => Set<Session>();

    public DbSet<LoginFailure> LoginFailures => Set<LoginFailure>();

    public DbSet<Avatar> Avatars => Set<Avatar>();

    public DbSet<AccountToken> AccountTokens => Set<AccountToken>();

    public DbSet<Invitation> Invitations => Set<Invitation>();

    public DbSet<TotpSecret> TotpSecrets => Set<TotpSecret>();

    public DbSet<RecoveryCode> RecoveryCodes => Set<RecoveryCode>();

    public DbSet<SsoProvider> SsoProviders => Set<SsoProvider>();

    public DbSet<LinkedLogin> LinkedLogins => Set<LinkedLogin>();

    public DbSet<SpentAttempt> SsoSpentAttempts => Set<SpentAttempt>();

    public DbSet<Group> Groups => Set<Group>();

    public DbSet<GroupMember> GroupMembers => Set<GroupMember>();

    public DbSet<Passkey> Passkeys => Set<Passkey>();

    public DbSet<PasskeyChallenge> PasskeyChallenges => Set<PasskeyChallenge>();

    protected override void OnModelCreating(ModelBuilder builder)
    {
        base.OnModelCreating(builder);
        builder.HasDefaultSchema(Schema);
        builder.ApplyConfiguration(new UserConfiguration());
        builder.ApplyConfiguration(new RoleConfiguration());
        builder.ApplyConfiguration(new SessionConfiguration());
        builder.ApplyConfiguration(new LoginFailureConfiguration());
        builder.ApplyConfiguration(new AvatarConfiguration());
        builder.ApplyConfiguration(new AccountTokenConfiguration());
        builder.ApplyConfiguration(new InvitationConfiguration());
        builder.ApplyConfiguration(new TotpSecretConfiguration());
        builder.ApplyConfiguration(new RecoveryCodeConfiguration());
        builder.ApplyConfiguration(new SsoProviderConfiguration());
        builder.ApplyConfiguration(new LinkedLoginConfiguration());
        builder.ApplyConfiguration(new SpentAttemptConfiguration());
        builder.ApplyConfiguration(new PasskeyConfiguration());
        builder.ApplyConfiguration(new PasskeyChallengeConfiguration());
        builder.Entity<IdentityUserRole<Guid>>().ToTable("user_roles");
        builder.Entity<IdentityUserClaim<Guid>>().ToTable("user_claims");
        builder.Entity<IdentityUserLogin<Guid>>().ToTable("user_logins");
        builder.Entity<IdentityUserToken<Guid>>().ToTable("user_tokens");
        builder.Entity<IdentityRoleClaim<Guid>>().ToTable("role_claims");
        builder.HasOutbox();
        builder.HasAccessTables();
        builder.UseSnakeCase();
    }
}

internal sealed class AuthDbFactory() : ModuleDbFactory<AuthDb>(options => new AuthDb(options));
