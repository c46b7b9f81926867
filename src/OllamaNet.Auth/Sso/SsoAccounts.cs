using System.Text;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using OllamaNet.Auth.Data;
using OllamaNet.Auth.Registration;
using OllamaNet.Auth.Sso.Protocol;
using OllamaNet.Auth.Users;
using OllamaNet.Platform.Audit;
using OllamaNet.Platform.Security.Keys;

namespace OllamaNet.Auth.Sso;

/// <summary>Finds the account of whom a provider names, and makes one where that is allowed.</summary>
internal sealed class SsoAccounts(AuthDb db, UserManager<User> users, Entrance entrance, AuditLog audit, TimeProvider time)
{
    private const int NameAttempts = 20;

    public async Task<Account?> FindAsync(SsoIdentity identity, CancellationToken cancellationToken) =>
        await db.FindAccountAsync(u => db.LinkedLogins.Any(l => l.UserId == u.Id && l.Issuer == identity.Issuer && l.Subject == identity.Subject), cancellationToken);

    /// <summary>An account whose address this is stays its owner's: an address proves nothing about who somebody is here.</summary>
    public async Task<(Account? Account, Entry? Entry, ProblemHttpResult? Problem)> CreateAsync(SsoIdentity identity, CancellationToken cancellationToken)
    {
        if (identity.Email is not { } email || !new EmailAttribute().IsValid(email)) return (null, null, SsoProblems.NoEmail());
        var normalized = users.NormalizeEmail(email);
        if (await db.Users.AnyAsync(u => u.NormalizedEmail == normalized, cancellationToken)) return (null, null, SsoProblems.EmailTaken());
        var (entry, refused) = await EnterAsync(identity, email, cancellationToken);
        if (entry is null) return (null, null, refused);

        for (var attempt = 0; attempt < NameAttempts; attempt++)
        {
            var result = await TryCreateAsync(identity, email, NameFor(identity, email, attempt), entry, cancellationToken);
            if (result is Made made) return (made.Account, entry, null);
            db.ChangeTracker.Clear();
            if (result is Taken { Constraint: UniqueNames.EmailIndex }) return (null, null, SsoProblems.EmailTaken());
            // Another tab was faster.
            if (result is Taken { Constraint: LinkedLogin.SubjectIndex }) return (await FindAsync(identity, cancellationToken), entry, null);
        }

        throw new InvalidOperationException("No user name was free.");
    }

    private async Task<(Entry? Entry, ProblemHttpResult? Problem)> EnterAsync(SsoIdentity identity, string email, CancellationToken cancellationToken)
    {
        if (identity.Provider.NewAccounts == NewAccounts.Never) return (null, SsoProblems.NoAccount());
        if (identity.Provider.NewAccounts == NewAccounts.Always) return (new(), null);
        var (entry, refused) = await entrance.FindAsync(email, token: null, asAdministrator: false, cancellationToken);
        return (entry is null ? null : entry with { WaitsForVerification = entry.WaitsForVerification && !identity.EmailVerified }, refused);
    }

    private async Task<object> TryCreateAsync(SsoIdentity identity, string email, string userName, Entry entry, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var user = new User
        {
            Id = Guid.CreateVersion7(now),
            UserName = userName,
            Email = email,
            EmailConfirmed = identity.EmailVerified,
            DisplayName = DisplayNameOf(identity),
            ApprovalAskedAt = entry.WaitsForApproval ? now : null,
            CreatedAt = now,
        };
        try
        {
            await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
            var names = BuiltInRoles.Give(db, user.Id, isAdministrator: false);
            db.LinkedLogins.Add(LinkOf(user.Id, identity, now));
            var result = await users.CreateAsync(user);
            if (!result.Succeeded) return new Taken(result.Errors.Any(e => e.Code == nameof(IdentityErrorDescriber.DuplicateEmail)) ? UniqueNames.EmailIndex : UniqueNames.UserNameIndex);
            await db.StorePrincipalAsync(user.Id, userName, names, user.SecurityVersion, disabled: entry.WaitsForApproval, cancellationToken);
            await audit.RecordAsync(
                db, AuditEntry.On(AuditActions.Registered, "user", user.Id, userName) with { ActorId = user.Id, After = new { roles = names, provider = identity.Provider.Name, waits = entry.Waits } }, cancellationToken);
            await transaction.CommitAsync(cancellationToken);
            return new Made((await db.FindAccountAsync(u => u.Id == user.Id, cancellationToken))!);
        }
        catch (DbUpdateException exception) when (exception.InnerException is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation } violation)
        {
            return new Taken(violation.ConstraintName ?? "");
        }
    }

    public static LinkedLogin LinkOf(Guid user, SsoIdentity identity, DateTimeOffset now) => new()
    {
        Id = Guid.CreateVersion7(now),
        UserId = user,
        Issuer = identity.Issuer,
        Subject = identity.Subject,
        Label = identity.Email ?? identity.Text("preferred_username") ?? identity.Text("name"),
        CreatedAt = now,
        LastUsedAt = now,
    };

    /// <summary>As the provider calls them, where that can be a name here, or as their address begins; with a number where it is taken.</summary>
    internal static string NameFor(SsoIdentity identity, string email, int attempt)
    {
        var name = identity.Text("preferred_username")?.Split('@')[0] is { Length: <= 50 } wanted && new UserNameAttribute().IsValid(wanted) ? wanted : Plain(email.Split('@')[0]);
        if (name.Length < 2) name = "user";
        return attempt == 0 ? name : $"{name}-{(attempt < NameAttempts / 2 ? attempt + 1 : Random.Shared.Next(100_000, 1_000_000))}";
    }

    private static string Plain(string text)
    {
        var plain = new StringBuilder();
        foreach (var letter in text)
            if (char.IsAsciiLetterOrDigit(letter) || letter is '.' or '-' or '_') plain.Append(letter);
        return plain.ToString(0, Math.Min(plain.Length, 50)).Trim('.', '-', '_');
    }

    private static string? DisplayNameOf(SsoIdentity identity) => identity.Text("name")?.Trim() is { Length: > 0 } name && new PersonNameAttribute().IsValid(name) ? name : null;

    private sealed record Made(Account Account);

    private sealed record Taken(string Constraint);
}
