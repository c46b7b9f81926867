using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;

namespace OllamaNet.Auth.Registration;

/// <summary>Tells who sits at this machine from who came through a proxy that does.</summary>
internal sealed class LocalCaller(IConfiguration configuration)
{
    private static readonly string[] ProxyHeaders = ["Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "X-Original-For", "X-Real-IP", "Via"];

    // A proxy that forgets its headers makes the whole world look local.
    private readonly bool _behindProxy = configuration.GetValue<bool>("Gateway:BehindProxy");

    public bool IsLocal(HttpContext context) =>
        !_behindProxy
        && context.Connection.RemoteIpAddress is { } address && IPAddress.IsLoopback(address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address)
        && IsLoopbackName(context.Request.Host.Host)
        && !ProxyHeaders.Any(context.Request.Headers.ContainsKey);

    private static bool IsLoopbackName(string host) =>
        string.Equals(host, "localhost", StringComparison.OrdinalIgnoreCase) || (IPAddress.TryParse(host, out var address) && IPAddress.IsLoopback(address));
}
