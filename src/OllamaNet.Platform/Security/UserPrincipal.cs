using System.Security.Claims;

namespace OllamaNet.Platform.Security;

/// <summary>The user as claims for the framework, and as he is for us.</summary>
internal sealed class UserPrincipal(CurrentUser user, ClaimsIdentity identity) : ClaimsPrincipal(identity)
{
    public CurrentUser User { get; } = user;
}
