using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using OllamaNet.Platform.Http;
using OllamaNet.Platform.Security;

namespace OllamaNet.Inference.Limits;

internal static class CallLimitsConvention
{
    /// <summary>
    /// For endpoints whose calls go through <see cref="CallLimits"/>: tells the caller with each answer where he stands, in the headers that clients of its protocol look for.
    /// The edge's own limit a user does not count here.
    /// </summary>
    public static TBuilder WithCallLimits<TBuilder>(this TBuilder endpoint) where TBuilder : IEndpointConventionBuilder
    {
        endpoint.Add(builder =>
        {
            builder.Metadata.Add(CallLimitsMetadata.Instance);
            if (builder.RequestDelegate is not { } next) return;
            builder.RequestDelegate = context =>
            {
                // Not now: the call has not been counted yet.
                context.Response.OnStarting(static state => Tell((HttpContext)state), context);
                return next(context);
            };
        });
        return endpoint;
    }

    private static Task Tell(HttpContext context)
    {
        if (CurrentUser.TryFrom(context.User) is { } user)
        {
            var (requests, tokens) = context.RequestServices.GetRequiredService<CallLimits>().StandingOf(user.Id, user.Roles, user.KeyId, user.Limits);
            RateLimitHeaders.Write(context.Response.Headers, ErrorForms.Of(context), requests, tokens, context.RequestServices.GetRequiredService<TimeProvider>());
        }

        return Task.CompletedTask;
    }
}
