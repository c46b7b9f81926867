using Microsoft.AspNetCore.Http;
using OllamaNet.Platform.Http;

namespace OllamaNet.Auth.Sessions;

/// <summary>
/// Keeps other sites' pages from using or setting the cookie. A browser names the page a write comes from; programs that are not browsers name none,
/// and have no cookie that somebody else could make them send.
/// </summary>
internal sealed class SameOrigin : IEndpointFilter
{
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next) =>
        IsForeign(context.HttpContext.Request)
            ? Problems.Forbidden("foreign-origin", "This request comes from a page of another site. Open the server's own address and try again there.")
            : await next(context);

    private static bool IsForeign(HttpRequest request)
    {
        var origin = request.Headers.Origin.ToString();
        if (origin.Length > 0) return !string.Equals(origin, $"{request.Scheme}://{request.Host}", StringComparison.OrdinalIgnoreCase);

        var site = request.Headers["Sec-Fetch-Site"].ToString();
        return site.Length > 0 && site is not ("same-origin" or "none");
    }
}
