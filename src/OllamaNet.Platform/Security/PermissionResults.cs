using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Policy;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using OllamaNet.Platform.Http;

namespace OllamaNet.Platform.Security;

/// <summary>
/// The last word on every request that needs authorization: an API key gets to an endpoint that names a permission, and to no other, whatever the endpoint's policy says. A person gets to a dangerous one only shortly after proving who they are.
/// </summary>
internal sealed class PermissionResults(FreshLogin fresh) : IAuthorizationMiddlewareResultHandler
{
    private readonly AuthorizationMiddlewareResultHandler _usual = new();

    public Task HandleAsync(RequestDelegate next, HttpContext context, AuthorizationPolicy policy, PolicyAuthorizationResult authorizeResult)
    {
        if (authorizeResult.Succeeded && context.GetEndpoint()?.Metadata.GetMetadata<FreshLoginMetadata>() is not null
            && CurrentUser.TryFrom(context.User) is { } person && fresh.Fault(person) is { } stale) return stale.ExecuteAsync(context);
        if (context.User is not UserPrincipal { User: { KeyId: not null } user } || authorizeResult.Challenged) return _usual.HandleAsync(next, context, policy, authorizeResult);

        var needed = context.GetEndpoint()?.Metadata.GetOrderedMetadata<PermissionMetadata>() ?? [];
        if (needed.Count == 0) return NotForKeys().ExecuteAsync(context);
        if (needed.FirstOrDefault(p => !user.Scopes!.Contains(p.Permission, StringComparer.Ordinal)) is { Permission: var missing })
            return Problems.Forbidden("scope-missing", $"The API key lacks the scope '{missing}'. Make a key that has it.").ExecuteAsync(context);
        if (context.GetEndpoint()!.Metadata.GetMetadata<KeysRefusedMetadata>() is not null) return NotForKeys().ExecuteAsync(context);
        return needed.All(p => user.May(p.Permission)) ? _usual.HandleAsync(next, context, policy, authorizeResult)
            : Problems.Forbidden("forbidden", "The owner of this API key may not do this any more.").ExecuteAsync(context);
    }

    private static ProblemHttpResult NotForKeys() => Problems.Forbidden("key-not-allowed", "API keys are not for this. Sign in, and send the access token.");
}
