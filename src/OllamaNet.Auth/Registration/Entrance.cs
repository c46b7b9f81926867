using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using OllamaNet.Auth.Data;
using OllamaNet.Auth.Invitations;
using OllamaNet.Auth.Login;
using OllamaNet.Auth.Recovery;
using OllamaNet.Auth.Users;
using OllamaNet.Platform.Http;
using OllamaNet.Platform.Security;
using OllamaNet.Platform.Security.Access;

namespace OllamaNet.Auth.Registration;

/// <summary>How somebody may come in.</summary>
/// <param name="AsAdministrator">As the first one, unless there is one by now.</param>
/// <param name="WaitsForApproval">An administrator has to let them in first.</param>
/// <param name="WaitsForVerification">They have to open the link that is mailed first.</param>
internal sealed record Entry(bool AsAdministrator = false, Invitation? Invitation = null, bool WaitsForApproval = false, bool WaitsForVerification = false)
{
    public bool Waits => WaitsForApproval || WaitsForVerification;
}

/// <summary>Says who may register, as administrators set it.</summary>
internal sealed class Entrance(AuthDb db, EmailVerification verification, IOptionsMonitor<AuthOptions> options, AccessBook access, TimeProvider time)
{
    public async Task<(Entry? Entry, ProblemHttpResult? Problem)> FindAsync(string email, string? token, bool asAdministrator, CancellationToken cancellationToken)
    {
        if (asAdministrator) return (new(AsAdministrator: true), null);
        var settings = options.CurrentValue;
        if (settings.Registration == RegistrationMode.Closed) return (null, Problems.Forbidden("registration-closed", "Nobody can register here. Ask an administrator for an account."));
        if (token is not null) return await InvitedAsync(email, token, cancellationToken);
        if (settings.Registration == RegistrationMode.Invitation) return (null, Problems.Forbidden("invitation-needed", "Registering here takes an invitation. Ask an administrator for one."));
        if (settings.Registration == RegistrationMode.Domain && !IsOfDomain(email, settings.RegistrationDomains))
            return (null, Problems.Forbidden("domain-not-allowed", "Only addresses of certain organisations can register here. Use the address of yours, or ask an administrator."));
        return (new(WaitsForApproval: settings.RegistrationApproval, WaitsForVerification: verification.IsNeeded), null);
    }

    /// <summary>It holds while whoever made it may make such accounts: who could once must not leave a door behind.</summary>
    private async Task<(Entry? Entry, ProblemHttpResult? Problem)> InvitedAsync(string email, string token, CancellationToken cancellationToken)
    {
        var (now, hash) = (time.GetUtcNow(), AccountToken.HashOf(token));
        var invitation = hash is null ? null : await db.Invitations.AsNoTracking().SingleOrDefaultAsync(i => i.Hash == hash && i.ExpiresAt > now, cancellationToken);
        if (invitation is null || !await MayInviteAsync(invitation, cancellationToken)) return (null, InvalidInvitation());
        if (invitation.Email is { } bound && !string.Equals(bound, email, StringComparison.OrdinalIgnoreCase))
            return (null, Problems.Invalid("email", "The invitation is for another address. Use the one that it was sent to."));
        return (new(Invitation: invitation, WaitsForVerification: verification.IsNeeded && !invitation.Mailed), null);
    }

    private async Task<bool> MayInviteAsync(Invitation invitation, CancellationToken cancellationToken) =>
        await db.FindAccountAsync(u => u.Id == invitation.InvitedBy, cancellationToken) is { IsOpen: true } inviter
        && access.Permits(inviter.Roles, Permissions.UsersManage) && (invitation.Role != Roles.Admin || inviter.IsAdministrator);

    public static ProblemHttpResult InvalidInvitation() => Problems.BadRequest("invalid-invitation", "This invitation was used or taken back, is too old or was never made. Ask for another.");

    private static bool IsOfDomain(string email, string? domains) =>
        (domains ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Contains(email[(email.LastIndexOf('@') + 1)..], StringComparer.OrdinalIgnoreCase);
}
