using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using OllamaNet.Platform.Security;

namespace OllamaNet.Platform.Telemetry;

public static class MetricsPage
{
    /// <summary>Prometheus' page, for administrators and for whoever holds the metrics token.</summary>
    public static void MapMetrics(this IEndpointRouteBuilder routes) => routes.MapGet("/metrics", ReadMetrics)
        .RequireAuthorization(policy => policy.RequireAssertion(MayRead))
        .ExcludeFromDescription();

    private static ContentHttpResult ReadMetrics(PrometheusReader reader) => TypedResults.Text(reader.Scrape(), PrometheusReader.ContentType);

    private static bool MayRead(AuthorizationHandlerContext context) =>
        context.User.IsInRole(Roles.Admin) || (context.Resource is HttpContext http && HasToken(http));

    private static bool HasToken(HttpContext context)
    {
        const string Scheme = "Bearer ";
        if (context.RequestServices.GetRequiredService<IOptionsMonitor<TelemetryOptions>>().CurrentValue.MetricsToken is not { Length: > 0 } token) return false;
        var header = context.Request.Headers.Authorization.ToString();
        return header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)
            && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(header[Scheme.Length..]), Encoding.UTF8.GetBytes(token));
    }
}
