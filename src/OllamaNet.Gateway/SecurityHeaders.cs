using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;
using OllamaNet.Platform.Http;

namespace OllamaNet.Gateway;

/// <summary>What every answer tells the browser, whoever made it.</summary>
internal static class SecurityHeaders
{
    internal const string ContentSecurityPolicy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; font-src 'self'; connect-src 'self'; worker-src 'self'; frame-src 'self'; manifest-src 'self'; "
        + "base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

    // Swagger UI adds one style element of its own; what it holds is known.
    private static readonly string SwaggerPolicy = ContentSecurityPolicy.Replace("style-src 'self'", "style-src 'self' 'sha256-RL3ie0nH+Lzz2YNqQN83mnU0J1ot4QL7b99vMdIX99w='", StringComparison.Ordinal);

    /// <summary>
    /// Diagrams are drawn in a frame without an origin, so that what breaks out of the library finds nothing: no cookie, no storage, no network.
    /// Its own scripts are another origin's to it, and have to be let in.
    /// </summary>
    private const string DiagramPolicy = "sandbox allow-scripts; default-src 'none'; script-src 'self'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'";

    private const string Permissions = "accelerometer=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), magnetometer=(), microphone=(), midi=(), payment=(), usb=()";

    private static readonly PathString[] NotIndexed = ["/s", "/api/v1/shared"];

    public static Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        // What a shared link shows is for those who were given the link, not for who searches the web.
        if (Array.Exists(NotIndexed, context.Request.Path.StartsWithSegments)) context.Response.Headers["X-Robots-Tag"] = "noindex, nofollow";
        context.Response.OnStarting(static state => Write((HttpContext)state), context);
        return next(context);
    }

    private static Task Write(HttpContext context)
    {
        var headers = context.Response.Headers;
        var path = context.Request.Path;
        var diagram = path.StartsWithSegments("/diagram", StringComparison.OrdinalIgnoreCase);

        // An answer may be stricter than the rest, never looser.
        headers.ContentSecurityPolicy = diagram ? DiagramPolicy
            : path.StartsWithSegments("/swagger", StringComparison.OrdinalIgnoreCase) ? SwaggerPolicy
            : headers.ContentSecurityPolicy == SandboxedContent.Policy ? SandboxedContent.Policy
            : ContentSecurityPolicy;
        headers.XContentTypeOptions = "nosniff";
        headers.XFrameOptions = diagram ? "SAMEORIGIN" : "DENY";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Permissions-Policy"] = Permissions;
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Cross-Origin-Resource-Policy"] = diagram ? "cross-origin" : "same-origin";
        if (headers.CacheControl.Count == 0) headers.CacheControl = "no-store";

        // A reader who pauses a stream is no attack: the run goes on without him, and the heartbeat finds out when he is gone.
        if (context.Response.ContentType?.StartsWith("text/event-stream", StringComparison.Ordinal) is true
            && context.Features.Get<IHttpMinResponseDataRateFeature>() is { } rate) rate.MinDataRate = null;
        return Task.CompletedTask;
    }
}
