using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using OllamaNet.Auth.Access;
using OllamaNet.Auth.Data;
using OllamaNet.Auth.Invitations;
using OllamaNet.Auth.Keys;
using OllamaNet.Auth.Login;
using OllamaNet.Auth.Mail;
using OllamaNet.Auth.Passkeys;
using OllamaNet.Auth.Passwords;
using OllamaNet.Auth.Recovery;
using OllamaNet.Auth.Registration;
using OllamaNet.Auth.SecondFactor;
using OllamaNet.Auth.Sessions;
using OllamaNet.Auth.Sso;
using OllamaNet.Auth.Sso.Administration;
using OllamaNet.Auth.Sso.Links;
using OllamaNet.Auth.Users;
using OllamaNet.Auth.Users.Administration;
using OllamaNet.Auth.Users.Administration.Import;
using OllamaNet.Auth.Users.Deletion;
using OllamaNet.Platform.Data;
using OllamaNet.Platform.Health;
using OllamaNet.Platform.Messaging;
using OllamaNet.Platform.Security;
using OllamaNet.Platform.Settings;

namespace OllamaNet.Auth;

public static class AuthModule
{
    public static void AddAuth(this IHostApplicationBuilder builder)
    {
        builder.AddModuleDb<AuthDb>();
        builder.AddOutbox<AuthDb>();
        var services = builder.Services;
        services.AddValidation();
        services.AddOptions<AuthOptions>().BindConfiguration(AuthOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddSettings<AuthOptions>(AuthOptions.Section, o => o.Registration, o => o.RegistrationDomains, o => o.RegistrationApproval, o => o.EmailVerification);
        services.TryAddSingleton<IPasswordHasher<User>, PasswordHasher<User>>();
        services.AddIdentityCore<User>(o =>
        {
            o.User.RequireUniqueEmail = true;
            o.Password = new PasswordOptions { RequiredLength = 1, RequiredUniqueChars = 1, RequireDigit = false, RequireLowercase = false, RequireNonAlphanumeric = false, RequireUppercase = false };
        })
            .AddRoles<IdentityRole<Guid>>()
            .AddEntityFrameworkStores<AuthDb>()
            .AddUserStore<PasskeyUserStore>()
            .AddPasswordValidator<PasswordRules>();

        services.AddDependency<MailHealth>("mail");
        services.AddSingleton<SetupCode>();
        services.AddSingleton<LocalCaller>();
        services.AddScoped<Registrar>();
        services.AddScoped<Entrance>();
        services.AddSingleton<EmailVerification>();
        services.AddHostedService<AdministratorSetup>();
        services.AddSingleton<PasswordCheck>();
        services.AddSingleton<LoginHashKey>();
        services.AddScoped<LoginThrottle>();
        services.AddScoped<Authenticator>();
        services.AddScoped<OwnerProof>();
        services.AddScoped<Admission>();
        services.AddSingleton<LoginTickets>();
        services.AddSingleton<RecoveryCodeKey>();
        services.AddScoped<CodeCheck>();
        services.AddScoped<TotpSetup>();
        services.Configure<IdentityPasskeyOptions>(o =>
        {
            o.AuthenticatorTimeout = PasskeyChallenges.Lifetime;
            // Found without a name, and opened by its owner: that is what makes it both steps.
            (o.ResidentKeyRequirement, o.UserVerificationRequirement, o.AttestationConveyancePreference) = ("required", "required", "none");
        });
        services.AddScoped<IPasskeyHandler<User>, PasskeyHandler<User>>();
        services.AddScoped<PasskeyChallenges>();
        services.AddScoped<PasskeyBook>();
        services.AddScoped<PasskeyProof>();
        services.AddSingleton<RefreshTokenKey>();
        services.AddScoped<SignIn>();
        services.AddScoped<SessionRefresher>();
        services.AddScoped<SessionRevoker>();
        services.AddScoped<PasswordChanger>();
        services.AddOptions<MailOptions>().BindConfiguration(MailOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<Mailer>();
        services.AddHostedService(s => s.GetRequiredService<Mailer>());
        services.AddScoped<AccountLinks>();
        services.AddScoped<EmailChanger>();
        services.AddScoped<AccountCreator>();
        services.AddScoped<UserImporter>();
        services.AddScoped<AccountTurns>();
        services.AddScoped<AccountChanger>();
        services.AddScoped<RoleEditor>();
        services.AddScoped<GroupEditor>();
        services.AddSingleton<AccountPurge>();
        services.AddHostedService(s => s.GetRequiredService<AccountPurge>());
        services.AddScoped<AccountDeleter>();
        services.AddSso();
        services.AddSingleton<MailQueue>();
        services.AddHostedService(s => s.GetRequiredService<MailQueue>());
        services.AddHostedService<LeftoverRemover>();
    }

    public static void MapAuth(this IEndpointRouteBuilder routes)
    {
        var api = routes.MapGroup("/api/v1/auth").WithTags("Accounts");
        api.MapRegister();
        api.MapLogin();
        api.MapTotpLogin();
        api.MapPasswordLogin();
        api.MapFresh();
        api.MapTotp();
        api.MapSessions();
        api.MapDevices();
        api.MapPassword();
        api.MapRecovery();
        api.MapResentMail();
        api.MapSso();
        api.MapLinkedLogins();
        var passkeys = routes.MapGroup("/api/v1/auth/passkeys").WithTags("Accounts");
        passkeys.MapPasskeys();
        passkeys.MapPasskeyLogin();
        routes.MapMe();
        routes.MapDeletion();
        routes.MapGroup("/api/v1/keys").WithTags("API keys").MapKeys();
        routes.MapGroup("/api/v1/admin/keys").WithTags("API keys").RequirePermission(Permissions.UsersManage).MapAllKeys();
        var users = routes.MapGroup("/api/v1/admin/users").WithTags("Accounts").RequirePermission(Permissions.UsersManage);
        users.MapUsers();
        users.MapUserChanges();
        users.MapResetLinks();
        users.MapTemporaryPasswords();
        users.MapApprovals();
        users.MapImport();
        users.RefuseOutranked();
        routes.MapGroup("/api/v1/admin/roles").WithTags("Roles and groups").RequirePermission(Permissions.UsersManage).MapRoles();
        routes.MapGroup("/api/v1/admin/groups").WithTags("Roles and groups").RequirePermission(Permissions.UsersManage).MapGroups();
        routes.MapGrantees();
        routes.MapGroup("/api/v1/admin/invitations").WithTags("Accounts").RequirePermission(Permissions.UsersManage).MapInvitations();
        routes.MapGroup("/api/v1/admin/sso").WithTags("Accounts").RequirePermission(Permissions.SettingsManage).MapSsoProviders();
        routes.MapJwks();
    }
}
