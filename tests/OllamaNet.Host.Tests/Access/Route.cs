using System.Text;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.Extensions.DependencyInjection;
using OllamaNet.Platform.Security;
using OllamaNet.Testing;

namespace OllamaNet.Host.Tests.Access;

/// <summary>A way into the host, and what it asks of a caller.</summary>
internal sealed record Route(string Method, string Pattern, RouteEndpoint Endpoint)
{
    private const string AnyId = "0199f3a2-0000-7000-8000-000000000001";

    public bool IsPublic => Endpoint.Metadata.GetMetadata<IAllowAnonymous>() is not null;

    /// <summary>All of them are needed. None: whoever is signed in, but no API key.</summary>
    public string[] Permissions { get; } = [.. Endpoint.Metadata.GetOrderedMetadata<PermissionMetadata>().Select(p => p.Permission).Distinct(StringComparer.Ordinal)];

    public bool RefusesKeys => Endpoint.Metadata.GetMetadata<KeysRefusedMetadata>() is not null;

    public bool TakesBody => Method is "POST" or "PUT" or "PATCH";

    public static IReadOnlyList<Route> Of(TestHost host) =>
    [
        .. from endpoint in host.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
           from method in endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods is { Count: > 0 } methods ? methods : (IReadOnlyList<string>)["ANY"]
           select new Route(method, PatternOf(endpoint), endpoint),
    ];

    /// <param name="ids">Of the parameters; those left out get an id of nothing.</param>
    public HttpRequestMessage Request(IReadOnlyDictionary<string, string>? ids = null, string body = "{}")
    {
        var path = string.Join('/', Endpoint.RoutePattern.PathSegments.Select(segment => string.Concat(segment.Parts.Select(part => part switch
        {
            RoutePatternLiteralPart literal => literal.Content,
            RoutePatternSeparatorPart separator => separator.Content,
            RoutePatternParameterPart parameter => ids?.GetValueOrDefault(parameter.Name) ?? AnyId,
            _ => "",
        }))));
        return new(Method is "ANY" ? HttpMethod.Get : new HttpMethod(Method), '/' + path) { Content = TakesBody ? new StringContent(body, Encoding.UTF8, "application/json") : null };
    }

    public override string ToString() => $"{Method} {Pattern}";

    private static string PatternOf(RouteEndpoint endpoint)
    {
        var pattern = '/' + endpoint.RoutePattern.RawText!.TrimStart('/');
        return pattern.Length > 1 ? pattern.TrimEnd('/') : pattern;
    }
}
