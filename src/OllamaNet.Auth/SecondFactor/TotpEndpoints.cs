using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using OllamaNet.Auth.Data;
using OllamaNet.Auth.Login;
using OllamaNet.Auth.Passwords;
using OllamaNet.Auth.Users;
using OllamaNet.Platform.Audit;
using OllamaNet.Platform.Http;
using OllamaNet.Platform.Security;

namespace OllamaNet.Auth.SecondFactor;

public sealed record BeginTotpRequest([MaxLength(PasswordRules.MaxLength)] string? CurrentPassword = null);

/// <param name="Secret">In Base32, to be typed into the app.</param>
/// <param name="Uri">The same for the app to read, as a QR code.</param>
public sealed record TotpBegun(string Secret, string Uri);

/// <param name="Code">What the app shows now.</param>
public sealed record ConfirmTotpRequest([Required, MaxLength(20)] string Code);

/// <param name="Code">What the app shows now, or a recovery code.</param>
public sealed record TotpProof([MaxLength(PasswordRules.MaxLength)] string? CurrentPassword, [Required, MaxLength(20)] string Code);

/// <param name="RecoveryCodes">Each stands for a code of the app, once. They are said now and never again.</param>
public sealed record RecoveryCodesMade(IReadOnlyList<string> RecoveryCodes);

/// <param name="ConfirmedAt">Since when it is on.</param>
/// <param name="RecoveryCodesLeft">How many were not used yet.</param>
public sealed record TotpState(bool Active, DateTimeOffset? ConfirmedAt, int RecoveryCodesLeft);

internal static class TotpEndpoints
{
    private static readonly RecoveryCodesMade Example = new(["h4kq-m7wz-p2nc", "…"]);

    public static void MapTotp(this RouteGroupBuilder api)
    {
        api.MapGet("/totp", GetTotp)
            .WithSummary("Whether logging in takes a second step")
            .WithDescription("A code that an authenticator app makes (TOTP), or one of the recovery codes that are left.")
            .WithExample(response: new TotpState(true, new(2026, 11, 21, 9, 0, 0, TimeSpan.Zero), 10))
            .ProducesProblem(StatusCodes.Status403Forbidden);
        Asking(api.MapPost("/totp", BeginTotp))
            .WithSummary("Set up the second step")
            .WithDescription("Takes the current password and gives the secret for an authenticator app. Nothing changes until a code of the app confirms it; beginning again gives another secret.")
            .WithExample(new BeginTotpRequest("correct horse battery staple"), new TotpBegun("JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP", Totp.Uri("ada", "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP")));
        Asking(api.MapPost("/totp/confirm", ConfirmTotp))
            .WithSummary("Turn the second step on")
            .WithDescription("Takes a code of the app. From then on logging in asks for one. The answer holds ten recovery codes, which are said once. Sessions and API keys go on.")
            .WithExample(new ConfirmTotpRequest("492039"), Example);
        Asking(api.MapDelete("/totp", EndTotp))
            .WithSummary("Turn the second step off")
            .WithDescription("Takes the current password, and a code of the app or a recovery code.")
            .WithExample(new TotpProof("correct horse battery staple", "492039"));
        Asking(api.MapPost("/totp/recovery-codes", MakeRecoveryCodes))
            .WithSummary("Make recovery codes anew")
            .WithDescription("Takes the current password and a code. The codes before stop working.")
            .WithExample(new TotpProof("correct horse battery staple", "492039"), Example);
    }

    private static RouteHandlerBuilder Asking(RouteHandlerBuilder endpoint) => endpoint
        .WithRateClass(RateClass.SignIn)
        .ProducesProblem(StatusCodes.Status400BadRequest)
        .ProducesProblem(StatusCodes.Status403Forbidden)
        .ProducesProblem(StatusCodes.Status404NotFound)
        .ProducesProblem(StatusCodes.Status409Conflict)
        .ProducesProblem(StatusCodes.Status429TooManyRequests);

    private static async Task<Ok<TotpState>> GetTotp(CurrentUser user, AuthDb db, CancellationToken cancellationToken)
    {
        var state = await db.TotpSecrets.Where(t => t.UserId == user.Id && t.ConfirmedAt != null)
            .Select(t => new TotpState(true, t.ConfirmedAt, db.RecoveryCodes.Count(c => c.UserId == t.UserId)))
            .SingleOrDefaultAsync(cancellationToken);
        return TypedResults.Ok(state ?? new(false, null, 0));
    }

    private static async Task<Results<Ok<TotpBegun>, ProblemHttpResult>> BeginTotp(
        BeginTotpRequest request, CurrentUser current, AuthDb db, OwnerProof proof, TotpSetup setup, HttpResponse response, CancellationToken cancellationToken)
    {
        if (await db.FindAccountAsync(u => u.Id == current.Id, cancellationToken) is not { } account) return Problems.NotFound("user");
        if (await proof.PasswordFaultAsync(account.Id, account.UserName, account.PasswordHash, request.CurrentPassword, cancellationToken) is { } fault) return fault;
        if (await setup.BeginAsync(account, cancellationToken) is not { } secret) return Problems.Conflict("totp-on", "The second step is on already. Turn it off before you set it up anew.");

        var text = Totp.Encode(secret);
        response.Headers.CacheControl = "no-store";
        return TypedResults.Ok(new TotpBegun(text, Totp.Uri(account.UserName, text)));
    }

    private static async Task<Results<Ok<RecoveryCodesMade>, ProblemHttpResult>> ConfirmTotp(
        ConfirmTotpRequest request, CurrentUser current, AuthDb db, TotpSetup setup, OwnerProof proof, HttpResponse response, CancellationToken cancellationToken)
    {
        if (await db.FindAccountAsync(u => u.Id == current.Id, cancellationToken) is not { } account) return Problems.NotFound("user");
        if (account.HasTotp) return Problems.Conflict("totp-on", "The second step is on already. Turn it off before you set it up anew.");
        if (!await db.TotpSecrets.AnyAsync(t => t.UserId == current.Id, cancellationToken)) return Problems.Conflict("totp-not-begun", "There is nothing to confirm. Begin to set up the second step first.");

        var (result, codes) = await setup.ConfirmAsync(account, request.Code, cancellationToken);
        if (await proof.CodeFaultAsync(account, result, AuditActions.TotpOn, cancellationToken) is { } fault) return fault;
        response.Headers.CacheControl = "no-store";
        return TypedResults.Ok(new RecoveryCodesMade(codes));
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> EndTotp(
        [FromBody] TotpProof request, CurrentUser current, AuthDb db, OwnerProof proof, TotpSetup setup, CancellationToken cancellationToken)
    {
        if (await db.FindAccountAsync(u => u.Id == current.Id, cancellationToken) is not { } account) return Problems.NotFound("user");
        if (await FaultAsync(account, request, AuditActions.TotpOff, proof, cancellationToken) is { } fault) return fault;
        await setup.EndAsync(account, cancellationToken);
        return TypedResults.NoContent();
    }

    private static async Task<Results<Ok<RecoveryCodesMade>, ProblemHttpResult>> MakeRecoveryCodes(
        TotpProof request, CurrentUser current, AuthDb db, OwnerProof proof, TotpSetup setup, HttpResponse response, CancellationToken cancellationToken)
    {
        if (await db.FindAccountAsync(u => u.Id == current.Id, cancellationToken) is not { } account) return Problems.NotFound("user");
        if (await FaultAsync(account, request, AuditActions.RecoveryCodesMade, proof, cancellationToken) is { } fault) return fault;
        response.Headers.CacheControl = "no-store";
        return TypedResults.Ok(new RecoveryCodesMade(await setup.MakeCodesAsync(account, cancellationToken)));
    }

    private static async Task<ProblemHttpResult?> FaultAsync(Account account, TotpProof request, string action, OwnerProof proof, CancellationToken cancellationToken) =>
        account.HasTotp ? await proof.FaultAsync(account, request.CurrentPassword, request.Code, action, cancellationToken) : Problems.Conflict("totp-off", "The second step is not on.");
}
