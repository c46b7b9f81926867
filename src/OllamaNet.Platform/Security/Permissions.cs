using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;

namespace OllamaNet.Platform.Security;

/// <summary>What endpoints ask for. Roles hold permissions; the scopes of an API key are permissions too, and never give more than its owner has.</summary>
public static class Permissions
{
    public const string ConversationsUse = "conversations.use";
    public const string ModelsUse = "models.use";
    public const string ModelsManage = "models.manage";
    public const string NodesManage = "nodes.manage";
    public const string UsersManage = "users.manage";
    public const string SettingsManage = "settings.manage";
    public const string UsageRead = "usage.read";

    /// <summary>Of every user.</summary>
    public static IReadOnlyList<string> OfUser { get; } = [ConversationsUse, ModelsUse];

    public static IReadOnlyList<string> All { get; } = [ConversationsUse, ModelsUse, ModelsManage, NodesManage, UsersManage, SettingsManage, UsageRead];

    /// <summary>An endpoint without this is not for API keys.</summary>
    public static TBuilder RequirePermission<TBuilder>(this TBuilder endpoint, string permission) where TBuilder : IEndpointConventionBuilder =>
        endpoint.RequireAuthorization(permission);

    internal static AuthorizationBuilder AddPermissions(this AuthorizationBuilder authorization)
    {
        foreach (var permission in All)
        {
            authorization.AddPolicy(permission, policy =>
            {
                policy.RequireAuthenticatedUser();
                if (!OfUser.Contains(permission, StringComparer.Ordinal)) policy.RequireRole(Roles.Admin);
            });
        }

        return authorization;
    }
}
