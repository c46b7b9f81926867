using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace OllamaNet.Gateway.Checks;

/// <summary>Refuses to start on an address that others reach in clear text.</summary>
internal sealed class BindingCheck(IConfiguration configuration, IOptions<GatewayOptions> options) : IHostedLifecycleService
{
    public Task StartingAsync(CancellationToken cancellationToken)
    {
        if (options.Value.BehindProxy) return Task.CompletedTask;

        return Addresses().FirstOrDefault(IsExposed) is { } exposed
            ? throw new InvalidOperationException($"{exposed} can be reached from other machines without TLS. Listen on 127.0.0.1, configure a certificate for https, or start with --behind-proxy (Gateway:BehindProxy) when a proxy in front terminates TLS.")
            : Task.CompletedTask;
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private IEnumerable<string> Addresses()
    {
        var urls = configuration["urls"] is { Length: > 0 } given ? given : string.Join(';', Split(configuration["http_ports"]).Select(port => $"http://*:{port}"));
        return Split(urls).Concat(configuration.GetSection("Kestrel:Endpoints").GetChildren().Select(e => e["Url"] ?? ""));
    }

    private static string[] Split(string? list) => list?.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [];

    internal static bool IsExposed(string url)
    {
        if (url.Length == 0) return false;
        var address = BindingAddress.Parse(url);
        if (address.IsUnixPipe || address.IsNamedPipe || address.Scheme.Equals("https", StringComparison.OrdinalIgnoreCase)) return false;
        return !(address.Host.Equals("localhost", StringComparison.OrdinalIgnoreCase) || (IPAddress.TryParse(address.Host, out var ip) && IPAddress.IsLoopback(ip)));
    }
}
