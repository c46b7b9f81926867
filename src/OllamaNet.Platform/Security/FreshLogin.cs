using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;
using OllamaNet.Platform.Http;

namespace OllamaNet.Platform.Security;

/// <summary>Dangerous actions are for whoever proved a short while ago who they are: a device that was left open, or a stolen access token, is not enough.</summary>
public sealed class FreshLogin
{
    private readonly SecurityOptions _options;
    private readonly TimeProvider _time;

    internal FreshLogin(IOptions<SecurityOptions> options, TimeProvider time) => (_options, _time) = (options.Value, time);

    /// <summary>For actions that are dangerous with some bodies only; the others say <see cref="FreshLogins.RequireFreshLogin"/>. Null for an API key: nobody sits there who could prove anything.</summary>
    public ProblemHttpResult? Fault(CurrentUser user) => user.KeyId is not null || user.ProvenAt > _time.GetUtcNow() - _options.FreshLogin ? null
        : Problems.Forbidden("fresh-login-required", "Prove again who you are, then repeat this: send your password to /api/v1/auth/fresh, or use a passkey.");
}

public static class FreshLogins
{
    /// <summary>For people who proved within the last minutes who they are; others get 403 <c>fresh-login-required</c>. API keys are let through or refused as without it.</summary>
    public static TBuilder RequireFreshLogin<TBuilder>(this TBuilder endpoint) where TBuilder : IEndpointConventionBuilder
    {
        endpoint.Add(e => e.Metadata.Add(new FreshLoginMetadata()));
        return endpoint;
    }
}

/// <summary>An endpoint for people who proved a short while ago who they are.</summary>
public sealed record FreshLoginMetadata;
