using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using OllamaNet.Auth.Data;
using OllamaNet.Auth.Passkeys;
using OllamaNet.Auth.Recovery;
using OllamaNet.Auth.SecondFactor;
using OllamaNet.Auth.Users.Deletion;
using OllamaNet.Platform.Audit;
using OllamaNet.Platform.Http;
using OllamaNet.Platform.Security;

namespace OllamaNet.Auth.Users.Administration;

/// <summary>What administrators decide about how somebody gets in.</summary>
internal static class ApprovalEndpoints
{
    public static void MapApprovals(this RouteGroupBuilder api)
    {
        api.MapPost("/{id:guid}/approve", ApproveUser)
            .RefuseKeys()
            .WithSummary("Let somebody in who registered")
            .WithDescription("Where registering takes approval. The person is told by mail, where the server sends any. API keys may not.")
            .ProducesProblem(StatusCodes.Status404NotFound)
            .WithExample(response: ManagedUser.Example with { Sessions = 0 });
        api.MapPost("/{id:guid}/refuse", RefuseUser)
            .RefuseKeys()
            .WithSummary("Refuse somebody who registered")
            .WithDescription("The account that waits for approval is removed; its name and address are free again. The person is told by mail, where the server sends any. API keys may not.")
            .ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict)
            .WithExample();
        api.MapDelete("/{id:guid}/totp", EndUserTotp)
            .RefuseKeys().RequireFreshLogin()
            .WithSummary("Turn off somebody's second step")
            .WithDescription("For who lost both app and recovery codes. Be sure whom you talk to: from then on the password is enough. The person is told by mail, where the server sends any. Not your own, and not by API keys.")
            .ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict)
            .WithExample();
        api.MapDelete("/{id:guid}/passkeys", EndUserPasskeys)
            .RefuseKeys().RequireFreshLogin()
            .WithSummary("Remove somebody's passkeys")
            .WithDescription("All of them: for who lost a device, or where somebody else may have one. Sessions go on until they are ended. Not your own, and not by API keys.")
            .ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict)
            .WithExample();
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> EndUserPasskeys(Guid id, CurrentUser current, AuthDb db, PasskeyBook book, CancellationToken cancellationToken)
    {
        if (await db.FindAccountAsync(u => u.Id == id, cancellationToken) is not { } account) return Problems.NotFound("user");
        if (id == current.Id) return Problems.Conflict("not-yourself", "Not your own, here. Remove them in your settings, or ask another administrator.");
        if (account.Passkeys == 0) return Problems.Conflict("no-passkeys", "This account has no passkeys.");
        await book.RemoveAllAsync(account, cancellationToken);
        return TypedResults.NoContent();
    }

    private static async Task<Results<Ok<ManagedUser>, ProblemHttpResult>> ApproveUser(
        Guid id, AuthDb db, AccountTurns turns, MailQueue queue, TimeProvider time, CancellationToken cancellationToken)
    {
        if (await db.FindAccountAsync(u => u.Id == id, cancellationToken) is not { } before) return Problems.NotFound("user");
        var problem = await turns.TakeAsync(id, async account =>
        {
            if (account.ApprovalAskedAt is null) return null;
            await db.Users.Where(u => u.Id == id).ExecuteUpdateAsync(set => set.SetProperty(u => u.ApprovalAskedAt, (DateTimeOffset?)null), cancellationToken);
            await turns.StorePrincipalAsync(id, cancellationToken);
            await turns.RecordAsync(AuditActions.UserApproved, account, new { Waits = true }, new { Waits = false }, cancellationToken);
            return null;
        }, cancellationToken);
        if (problem is not null) return problem;

        if (before.ApprovalAskedAt is not null) queue.Add((links, later) => links.MailDecisionAsync(before, approved: true, later));
        return await db.FindManagedAsync(id, time, cancellationToken) is { } user ? TypedResults.Ok(user) : Problems.NotFound("user");
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> RefuseUser(
        Guid id, AuthDb db, AccountDeleter deleter, MailQueue queue, CancellationToken cancellationToken)
    {
        if (await db.FindAccountAsync(u => u.Id == id, cancellationToken) is not { } account) return Problems.NotFound("user");
        if (await deleter.RefuseAsync(id, cancellationToken) is { } problem) return problem;

        queue.Add((links, later) => links.MailDecisionAsync(account, approved: false, later));
        return TypedResults.NoContent();
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> EndUserTotp(
        Guid id, CurrentUser current, AuthDb db, TotpSetup setup, MailQueue queue, CancellationToken cancellationToken)
    {
        if (await db.FindAccountAsync(u => u.Id == id, cancellationToken) is not { } account) return Problems.NotFound("user");
        if (id == current.Id) return Problems.Conflict("not-yourself", "Not your own, here. Turn it off in your settings, or ask another administrator.");
        if (!account.HasTotp) return Problems.Conflict("totp-off", "The second step is not on.");

        await setup.EndAsync(account, cancellationToken);
        queue.Add((links, later) => links.MailTotpOffAsync(account, later));
        return TypedResults.NoContent();
    }
}
