using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using OllamaNet.Platform.Http;

namespace OllamaNet.Gateway.Checks;

/// <summary>Answers only to names it knows: a page whose own name was made to point here (DNS rebinding) sends another.</summary>
internal sealed class HostCheck(RequestDelegate next, IOptions<GatewayOptions> options, ILogger<HostCheck> logger)
{
    private readonly HashSet<string> allowed = new(options.Value.AllowedHosts, StringComparer.OrdinalIgnoreCase);

    public Task InvokeAsync(HttpContext context)
    {
        var host = context.Request.Host.Host;
        if (IsAllowed(host)) return next(context);

        logger.HostRefused(host);
        return Problems.Of(StatusCodes.Status421MisdirectedRequest, "host-not-allowed",
            "This server does not answer to that host name. Use the address it was given, or let its administrator add the name to Gateway:AllowedHosts.").ExecuteAsync(context);
    }

    private bool IsAllowed(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(host, out var address) && IPAddress.IsLoopback(address))
        || allowed.Contains(host) || allowed.Contains("*");
}
