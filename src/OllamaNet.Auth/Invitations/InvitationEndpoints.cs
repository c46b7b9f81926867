using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using OllamaNet.Auth.Access;
using OllamaNet.Auth.Data;
using OllamaNet.Auth.Mail;
using OllamaNet.Auth.Recovery;
using OllamaNet.Auth.Users;
using OllamaNet.Auth.Users.Administration;
using OllamaNet.Platform.Audit;
using OllamaNet.Platform.Http;
using OllamaNet.Platform.Security;

namespace OllamaNet.Auth.Invitations;

/// <param name="Email">The only address that may use it; it is mailed there where the server sends mail. Left out: any.</param>
/// <param name="Role"><c>User</c> or <c>Admin</c>.</param>
/// <param name="Days">How long it can be used.</param>
public sealed record CreateInvitationRequest([Email] string? Email = null, [Required, AllowedValues(Roles.User, Roles.Admin)] string Role = Roles.User, [Range(1, 90)] int Days = 7);

/// <param name="InvitedBy">The administrator's name. It holds while he may make such accounts.</param>
/// <param name="Mailed">Whether it was mailed to the address.</param>
public sealed record InvitationResponse(Guid Id, string? Email, string Role, string InvitedBy, DateTimeOffset CreatedAt, DateTimeOffset ExpiresAt, bool Mailed)
{
    internal static InvitationResponse Example { get; } = new(
        new("01939c1e-6f4a-7c3b-9a51-5d1c0f6f7a40"), "grace@example.org", Roles.User, "ada", new(2026, 11, 21, 9, 0, 0, TimeSpan.Zero), new(2026, 11, 28, 9, 0, 0, TimeSpan.Zero), Mailed: false);
}

/// <param name="Path">Where it leads on this server, said once; null: it was mailed.</param>
public sealed record CreatedInvitation(InvitationResponse Invitation, string? Path);

internal static class InvitationEndpoints
{
    public static void MapInvitations(this RouteGroupBuilder api)
    {
        api.MapGet("/", ListInvitations)
            .WithSummary("List the invitations")
            .WithDescription("Those that nobody used yet, newest first, also those whose time is over.")
            .ProducesValidationProblem().WithExample(response: new Page<InvitationResponse>([InvitationResponse.Example], null));
        api.MapPost("/", CreateInvitation)
            .RefuseKeys().RequireFreshLogin()
            .WithSummary("Invite somebody")
            .WithDescription("Lets one person register, also where registration is by invitation only, and without waiting for approval. With an address it is mailed, where the server sends mail; else the answer holds the link, once. API keys may not.")
            .ProducesValidationProblem()
            .WithExample(new CreateInvitationRequest("grace@example.org"), new CreatedInvitation(InvitationResponse.Example, "/register#u5vZ0Yb3…"));
        api.MapDelete("/{id:guid}", RevokeInvitation)
            .WithSummary("Take an invitation back")
            .WithDescription("Its link stops working at once.")
            .ProducesProblem(StatusCodes.Status404NotFound).WithExample();
    }

    private static async Task<Results<Ok<Page<InvitationResponse>>, ProblemHttpResult>> ListInvitations(
        AuthDb db, CancellationToken cancellationToken, [Range(1, 200)] int limit = 100, string? after = null)
    {
        var invitations = db.Invitations.AsNoTracking();
        if (after is not null)
        {
            if (!Cursor.TryParse(after, out _, out var last)) return Problems.Invalid("after", "This is no cursor of this list. Leave it out to begin at the start.");
            invitations = invitations.Where(i => i.Id < last);
        }

        var found = await invitations.OrderByDescending(i => i.Id).Take(limit + 1)
            .Select(i => new InvitationResponse(i.Id, i.Email, i.Role, db.Users.Where(u => u.Id == i.InvitedBy).Select(u => u.UserName!).First(), i.CreatedAt, i.ExpiresAt, i.Mailed))
            .ToListAsync(cancellationToken);
        return TypedResults.Ok(Page.Of(found, limit, last => Cursor.Format(last.CreatedAt, last.Id)));
    }

    private static async Task<Results<Created<CreatedInvitation>, ProblemHttpResult>> CreateInvitation(
        CreateInvitationRequest request, CurrentUser current, AuthDb db, Mailer mailer, MailQueue queue, AuditLog audit, TimeProvider time, HttpResponse response, CancellationToken cancellationToken)
    {
        if (await db.FindAccountAsync(u => u.Id == current.Id, cancellationToken) is not { } inviter) return Problems.NotFound("user");
        if (!current.Outranks([request.Role])) return Outranking.Problem;

        var now = time.GetUtcNow();
        var (hash, token) = AccountToken.NewSecret();
        var invitation = new Invitation
        {
            Id = Guid.CreateVersion7(now),
            Hash = hash,
            Role = request.Role,
            Email = request.Email,
            Mailed = request.Email is not null && mailer.IsConfigured,
            InvitedBy = current.Id,
            CreatedAt = now,
            ExpiresAt = now.AddDays(request.Days),
        };
        db.Invitations.Add(invitation);
        await audit.RecordAsync(
            db, db.SaveChangesAsync, AuditEntry.On(AuditActions.InvitationCreated, "invitation", invitation.Id, request.Email) with { After = new { request.Role, request.Email, invitation.ExpiresAt } }, cancellationToken);
        if (invitation.Mailed) queue.Add((links, later) => links.MailInvitationAsync(inviter, request.Email!, token, later));

        response.Headers.CacheControl = "no-store";
        var shown = new InvitationResponse(invitation.Id, invitation.Email, invitation.Role, inviter.UserName, invitation.CreatedAt, invitation.ExpiresAt, invitation.Mailed);
        return TypedResults.Created((string?)null, new CreatedInvitation(shown, invitation.Mailed ? null : $"/register#{token}"));
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> RevokeInvitation(Guid id, AuthDb db, AuditLog audit, CancellationToken cancellationToken) =>
        await audit.RecordAsync(db, stop => db.Invitations.Where(i => i.Id == id).ExecuteDeleteAsync(stop), AuditEntry.On(AuditActions.InvitationRevoked, "invitation", id), cancellationToken) > 0
            ? TypedResults.NoContent() : Problems.NotFound("invitation");
}
