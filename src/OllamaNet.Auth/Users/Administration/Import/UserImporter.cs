using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using OllamaNet.Auth.Access;
using OllamaNet.Auth.Data;
using OllamaNet.Auth.Recovery;
using OllamaNet.Platform.Audit;
using OllamaNet.Platform.Security;
using OllamaNet.Platform.Security.Keys;

namespace OllamaNet.Auth.Users.Administration.Import;

/// <summary>Makes the accounts of a file: without passwords, with links by which their owners set them. A line that fails holds up no other.</summary>
internal sealed class UserImporter(AuthDb db, ILookupNormalizer normalizer, AuditLog audit, TimeProvider time)
{
    /// <summary>Longer than that of a link that is asked for: a whole school reads its mail.</summary>
    public static readonly TimeSpan LinkLifetime = TimeSpan.FromDays(7);
    private const int Batch = 200;
    private const string NameTaken = "Somebody has this user name already.", EmailTaken = "There is an account with this e-mail address already.";

    private readonly Dictionary<string, (Guid Id, string Name)> _roles = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Marks the lines whose name or address is taken, by an account or by a line before, and whose roles do not exist or are more than whoever imports has.</summary>
    public async Task<List<ImportedLine>> CheckAsync(List<ImportedLine> lines, CurrentUser current, CancellationToken cancellationToken)
    {
        foreach (var role in await db.Roles.Select(r => new { r.Id, r.Name }).ToListAsync(cancellationToken)) _roles[role.Name!] = (role.Id, role.Name!);
        lines = [.. lines.Select(line => Checked(line, current))];
        var names = lines.Where(l => l.Error is null).Select(l => normalizer.NormalizeName(l.UserName)).ToHashSet(StringComparer.Ordinal);
        var emails = lines.Where(l => l.Error is null).Select(l => normalizer.NormalizeEmail(l.Email)).ToHashSet(StringComparer.Ordinal);
        var taken = await db.Users.Where(u => names.Contains(u.NormalizedUserName!) || emails.Contains(u.NormalizedEmail!)).Select(u => new { u.NormalizedUserName, u.NormalizedEmail }).ToListAsync(cancellationToken);
        var (takenNames, takenEmails) = (taken.Select(t => t.NormalizedUserName!).ToHashSet(StringComparer.Ordinal), taken.Select(t => t.NormalizedEmail!).ToHashSet(StringComparer.Ordinal));
        return [.. lines.Select(line => line.Error is not null ? line
            : takenNames.Contains(normalizer.NormalizeName(line.UserName)) ? line with { Error = NameTaken }
            : !takenEmails.Add(normalizer.NormalizeEmail(line.Email)) ? line with { Error = EmailTaken }
            : !takenNames.Add(normalizer.NormalizeName(line.UserName)) ? line with { Error = NameTaken }
            : line)];
    }

    private ImportedLine Checked(ImportedLine line, CurrentUser current)
    {
        if (line.Error is not null) return line;
        if (line.Roles.FirstOrDefault(r => !_roles.ContainsKey(r)) is { } unknown) return line with { Error = $"There is no role '{unknown}' here." };
        // An administrator is a user too.
        string[] names = [.. line.Roles.Select(r => _roles[r].Name).Concat(line.Roles.Contains(Roles.Admin, StringComparer.OrdinalIgnoreCase) ? [Roles.User] : []).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        return line with { Roles = names, Error = current.Outranks(names) ? null : Outranking.Problem.ProblemDetails.Detail };
    }

    /// <returns>The lines, with the links of the accounts that were made.</returns>
    public async Task<List<ImportedLine>> MakeAsync(List<ImportedLine> lines, CancellationToken cancellationToken)
    {
        var done = new List<ImportedLine>(lines.Count);
        foreach (var batch in lines.Chunk(Batch)) done.AddRange(await TryAsync(batch, cancellationToken) ?? await OneByOneAsync(batch, cancellationToken));
        return done;
    }

    /// <summary>Where somebody registered meanwhile: only that line fails.</summary>
    private async Task<List<ImportedLine>> OneByOneAsync(ImportedLine[] lines, CancellationToken cancellationToken)
    {
        var done = new List<ImportedLine>(lines.Length);
        foreach (var line in lines) done.AddRange(await TryAsync([line], cancellationToken) ?? [line with { Error = NameTaken + " Or the e-mail address is taken." }]);
        return done;
    }

    /// <returns>Null when nothing was made, because a name or an address was taken.</returns>
    private async Task<List<ImportedLine>?> TryAsync(ImportedLine[] lines, CancellationToken cancellationToken)
    {
        var done = new List<ImportedLine>(lines.Length);
        try
        {
            await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
            List<(User User, IReadOnlyList<string> Roles)> made = [];
            foreach (var line in lines)
            {
                if (line.Error is not null)
                {
                    done.Add(line);
                    continue;
                }

                var (user, token) = Add(line);
                db.UserRoles.AddRange(line.Roles.Select(name => new IdentityUserRole<Guid> { UserId = user.Id, RoleId = _roles[name].Id }));
                made.Add((user, line.Roles));
                done.Add(line with { Path = $"/reset#{token}" });
            }

            await db.SaveChangesAsync(cancellationToken);
            foreach (var (user, roles) in made)
            {
                await db.StorePrincipalAsync(user.Id, user.UserName!, roles, user.SecurityVersion, disabled: false, cancellationToken);
                await audit.RecordAsync(db, AuditEntry.On(AuditActions.UserCreated, "user", user.Id, user.UserName) with { After = new { user.UserName, user.Email, user.DisplayName, Roles = roles, Imported = true } }, cancellationToken);
            }

            await transaction.CommitAsync(cancellationToken);
            return done;
        }
        catch (DbUpdateException exception) when (exception.InnerException is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation })
        {
            return null;
        }
        finally
        {
            db.ChangeTracker.Clear();
        }
    }

    private (User User, string Token) Add(ImportedLine line)
    {
        var now = time.GetUtcNow();
        var user = new User
        {
            Id = Guid.CreateVersion7(now),
            UserName = line.UserName,
            NormalizedUserName = normalizer.NormalizeName(line.UserName),
            Email = line.Email,
            NormalizedEmail = normalizer.NormalizeEmail(line.Email),
            DisplayName = line.DisplayName,
            SecurityStamp = AccountTurns.NewStamp(),
            LockoutEnabled = true,
            CreatedAt = now,
        };
        var (row, token) = AccountToken.Make(user.Id, TokenPurpose.ResetPassword, LinkLifetime, now);
        db.Users.Add(user);
        db.AccountTokens.Add(row);
        return (user, token);
    }
}
