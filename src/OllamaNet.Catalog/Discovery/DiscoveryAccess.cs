using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Options;
using OllamaNet.Platform.Security;

namespace OllamaNet.Catalog.Discovery;

/// <summary>Who may look through the models: whoever may use them and, as long as an administrator says so, who has no account.</summary>
internal sealed class DiscoveryAccess(IOptionsMonitor<CatalogOptions> options) : AuthorizationHandler<DiscoveryAccess.Requirement>
{
    public const string Policy = "discovery";

    protected override Task HandleRequirementAsync(AuthorizationHandlerContext context, Requirement requirement)
    {
        var user = CurrentUser.TryFrom(context.User);
        if (user is null ? options.CurrentValue.PublicDiscovery : user.May(Permissions.ModelsUse)) context.Succeed(requirement);
        return Task.CompletedTask;
    }

    internal sealed class Requirement : IAuthorizationRequirement;
}

internal static class DiscoveryAccessExtensions
{
    /// <summary>In place of the permission, which nobody without an account has; API keys need its scope all the same.</summary>
    public static TBuilder RequireDiscovery<TBuilder>(this TBuilder endpoint) where TBuilder : IEndpointConventionBuilder
    {
        endpoint.Add(e => e.Metadata.Add(new PermissionMetadata(Permissions.ModelsUse)));
        return endpoint.RequireAuthorization(DiscoveryAccess.Policy);
    }
}
