using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using OllamaNet.Platform.Http;

namespace OllamaNet.Gateway.Checks;

/// <summary>Pages of other origins may link here, and nothing else. There is no CORS: no other origin may read an answer.</summary>
internal sealed class OriginCheck(RequestDelegate next, IOptions<GatewayOptions> options, ILogger<OriginCheck> logger)
{
    private readonly HashSet<string> allowed = new(options.Value.AllowedOrigins.Select(o => o.TrimEnd('/')), StringComparer.OrdinalIgnoreCase);

    public Task InvokeAsync(HttpContext context)
    {
        var origin = context.Request.Headers.Origin.ToString();
        if (origin.Length > 0 ? IsOwn(origin, context.Request) || allowed.Contains(origin) : !IsForeignFetch(context.Request)) return next(context);
        if (IsOfDiagramFrame(origin, context.Request)) return next(context);

        logger.OriginRefused(origin);
        return Problems.Forbidden("origin-not-allowed", "Pages of other sites may not call this server. Open it at its own address, or let its administrator add the origin to Gateway:AllowedOrigins.").ExecuteAsync(context);
    }

    // The frame that draws diagrams has no origin, and loads its two scripts; they are files that anybody may have.
    private static bool IsOfDiagramFrame(string origin, HttpRequest request) =>
        origin is "" or "null" && HttpMethods.IsGet(request.Method) && request.Path.StartsWithSegments("/diagram", StringComparison.Ordinal);

    private static bool IsOwn(string origin, HttpRequest request) =>
        Uri.TryCreate(origin, UriKind.Absolute, out var page)
        && Uri.TryCreate($"{request.Scheme}://{request.Host.Value}", UriKind.Absolute, out var own)
        && page.Scheme == own.Scheme && page.Port == own.Port && page.Host.Equals(own.Host, StringComparison.OrdinalIgnoreCase);

    // What browsers fetch without an Origin header (images, scripts) still says where the page is from; following a link is no fetch.
    private static bool IsForeignFetch(HttpRequest request)
    {
        if (request.Headers["Sec-Fetch-Site"].ToString() is not ("cross-site" or "same-site")) return false;
        var isLink = request.Headers["Sec-Fetch-Mode"] == "navigate" && request.Headers["Sec-Fetch-Dest"] == "document" && HttpMethods.IsGet(request.Method);
        return !isLink;
    }
}
