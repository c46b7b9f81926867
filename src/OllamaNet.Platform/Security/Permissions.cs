using System.Collections.Frozen;
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
    public const string AuditRead = "audit.read";

    /// <summary>Of the built-in role of users.</summary>
    public static IReadOnlyList<string> OfUser { get; } = [ConversationsUse, ModelsUse];

    public static IReadOnlyList<string> All { get; } = [ConversationsUse, ModelsUse, ModelsManage, NodesManage, UsersManage, SettingsManage, UsageRead, AuditRead];

    internal static FrozenSet<string> OfEveryUser { get; } = OfUser.ToFrozenSet(StringComparer.Ordinal);

    internal static FrozenSet<string> OfAdministrator { get; } = All.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>An endpoint without this is not for API keys. Said twice (group and endpoint), both are needed.</summary>
    public static TBuilder RequirePermission<TBuilder>(this TBuilder endpoint, string permission) where TBuilder : IEndpointConventionBuilder
    {
        endpoint.Add(e => e.Metadata.Add(new PermissionMetadata(permission)));
        return endpoint.RequireAuthorization(permission);
    }

    /// <summary>Not for API keys, whatever their scopes: what would make more of a key than it is, such as an account or a session of somebody else.</summary>
    public static TBuilder RefuseKeys<TBuilder>(this TBuilder endpoint) where TBuilder : IEndpointConventionBuilder
    {
        endpoint.Add(e => e.Metadata.Add(new KeysRefusedMetadata()));
        return endpoint;
    }

    internal static AuthorizationBuilder AddPermissions(this AuthorizationBuilder authorization)
    {
        foreach (var permission in All)
            authorization.AddPolicy(permission, policy => policy.RequireAuthenticatedUser().RequireAssertion(context => CurrentUser.TryFrom(context.User)?.May(permission) is true));
        return authorization;
    }
}

/// <summary>A permission that an endpoint asks for.</summary>
public sealed record PermissionMetadata(string Permission);

/// <summary>An endpoint that is not for API keys, although it asks for a permission.</summary>
public sealed record KeysRefusedMetadata;
