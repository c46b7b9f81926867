using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using OllamaNet.Auth.Data;
using OllamaNet.Auth.Mail;
using OllamaNet.Auth.Passwords;
using OllamaNet.Auth.Recovery;
using OllamaNet.Auth.SecondFactor;
using OllamaNet.Auth.Sessions;
using OllamaNet.Platform.Audit;
using OllamaNet.Platform.Http;
using OllamaNet.Platform.Security;
using OllamaNet.Platform.Security.Access;
using OllamaNet.Platform.Security.Keys;

namespace OllamaNet.Auth.Users;

/// <summary>What is left out stays; where null is allowed, it takes away.</summary>
public sealed record UpdateMeRequest
{
    /// <summary>What is logged in with.</summary>
    [UserName] public string? UserName { get; init; }

    /// <summary>Needs <see cref="CurrentPassword"/>: whoever has the address can take the account.</summary>
    [Email] public string? Email { get; init; }

    /// <summary>For a change of the address.</summary>
    [MaxLength(PasswordRules.MaxLength)] public string? CurrentPassword { get; init; }

    /// <summary>What the person is called; null: by the user name.</summary>
    [PersonName]
    public string? DisplayName
    {
        get;
        init => (field, HasDisplayName) = (value?.Trim(), true);
    }

    /// <summary>A language tag, for all devices; null: as the device has it.</summary>
    [Locale]
    public string? Locale
    {
        get;
        init => (field, HasLocale) = (value, true);
    }

    /// <summary>A time zone of the IANA database, for all devices; null: as the device has it.</summary>
    [TimeZone]
    public string? TimeZone
    {
        get;
        init => (field, HasTimeZone) = (value, true);
    }

    internal bool HasDisplayName { get; private init; }

    internal bool HasLocale { get; private init; }

    internal bool HasTimeZone { get; private init; }
}

internal static class MeEndpoints
{
    public static void MapMe(this IEndpointRouteBuilder routes)
    {
        var api = routes.MapGroup("/api/v1/me").WithTags("Accounts");
        api.MapGet("/", GetMe)
            .WithSummary("The signed-in user")
            .WithDescription("Name, address and roles as they are now; the roles in the access token are those of when it was issued.")
            .WithExample(response: SignedIn.Example.User)
            .ProducesProblem(StatusCodes.Status401Unauthorized)
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status429TooManyRequests)
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable);

        api.MapAvatar();
        api.MapPatch("/", UpdateMe)
            .WithSummary("Change your profile")
            .WithDescription("Name, address, language and time zone. Fields that are left out stay. Changing the e-mail address takes the current password; where the server sends mail, it changes when the link mailed to the new one is opened.")
            .WithExample(new UpdateMeRequest { DisplayName = "Ada Lovelace", TimeZone = "Europe/London" }, SignedIn.Example.User with { DisplayName = "Ada Lovelace", TimeZone = "Europe/London" })
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status401Unauthorized)
            .ProducesProblem(StatusCodes.Status403Forbidden)
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status409Conflict)
            .ProducesProblem(StatusCodes.Status429TooManyRequests)
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable);
    }

    private static async Task<Results<Ok<UserResponse>, ProblemHttpResult>> GetMe(CurrentUser user, AuthDb db, AccessBook access, CancellationToken cancellationToken) =>
        await db.FindAccountAsync(u => u.Id == user.Id, cancellationToken) is { } account ? TypedResults.Ok(account.ToResponse(access)) : Problems.NotFound("user");

    private static async Task<Results<Ok<UserResponse>, ProblemHttpResult>> UpdateMe(
        UpdateMeRequest request, CurrentUser current, AuthDb db, UserManager<User> users, OwnerProof proof, Mailer mailer, MailQueue queue, AuditLog audit, AccessBook access, CancellationToken cancellationToken)
    {
        if (await db.Users.SingleOrDefaultAsync(u => u.Id == current.Id, cancellationToken) is not { } user) return Problems.NotFound("user");
        var before = new { user.UserName, user.Email };
        string? pendingEmail = null;
        if (request.Email is { } email && email != user.Email)
        {
            if (await proof.PasswordFaultAsync(user.Id, user.UserName!, user.PasswordHash, request.CurrentPassword, cancellationToken) is { } fault) return fault;
            if (mailer.IsConfigured)
            {
                queue.Add((links, later) => links.MailConfirmationAsync(user.Id, email, later));
                pendingEmail = email;
            }
            else
            {
                user.Email = email;
                await db.AccountTokens.Where(t => t.UserId == user.Id).ExecuteDeleteAsync(cancellationToken);
            }
        }

        if (request.UserName is { } userName) user.UserName = userName;
        if (request.HasDisplayName) user.DisplayName = request.DisplayName;
        if (request.HasLocale) user.Locale = request.Locale;
        if (request.HasTimeZone) user.TimeZone = request.TimeZone;
        try
        {
            await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
            var result = await users.UpdateAsync(user);
            if (!result.Succeeded) return UniqueNames.ProblemFor(result);
            await db.StorePrincipalNameAsync(user.Id, user.UserName!, cancellationToken);
            await audit.RecordAsync(db, AuditEntry.On(AuditActions.UserChanged, "user", user.Id, before.UserName) with { Before = before, After = new { user.UserName, user.Email } }, cancellationToken);
            await transaction.CommitAsync(cancellationToken);
        }
        catch (DbUpdateException exception) when (exception.InnerException is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation } violation)
        {
            return UniqueNames.ProblemFor(IdentityResult.Failed(UniqueNames.ErrorFor(violation, users.ErrorDescriber)));
        }

        return await db.FindAccountAsync(u => u.Id == current.Id, cancellationToken) is { } changed ? TypedResults.Ok(changed.ToResponse(access) with { PendingEmail = pendingEmail }) : Problems.NotFound("user");
    }
}
