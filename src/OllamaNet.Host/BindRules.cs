using System.Net;
using Microsoft.AspNetCore.Http;

namespace OllamaNet.Host;

/// <summary>Where the server may listen: without TLS on this machine alone, unless it is said that a proxy terminates TLS in front.</summary>
internal static class BindRules
{
    public const string DefaultUrl = "http://127.0.0.1:5080";
    public const string BehindProxy = "Gateway:BehindProxy";

    /// <exception cref="HostProblem">An address is open to the network without TLS.</exception>
    public static void Check(IConfiguration configuration)
    {
        if (configuration.GetValue<bool>(BehindProxy)) return;

        foreach (var address in Addresses(configuration).Where(address => !IsSafe(address)))
            throw new HostProblem($"""
                Refusing to listen on {address}: without TLS, passwords and conversations would cross the network in the clear. Either
                  listen on this machine alone:   --urls {DefaultUrl}
                  give the server a certificate:  --urls https://*:5443 and Kestrel:Certificates:Default:Path (and :Password or :KeyPath)
                  or say that a proxy in front of it terminates TLS:  --behind-proxy
                """);
    }

    /// <summary>Every address the configuration can make the server listen on.</summary>
    public static IReadOnlyList<string> Addresses(IConfiguration configuration)
    {
        var endpoints = configuration.GetSection("Kestrel:Endpoints").GetChildren().Select(endpoint => endpoint["Url"]).OfType<string>().ToArray();
        if (endpoints.Length > 0) return endpoints;

        if (configuration[WebHostDefaults.ServerUrlsKey] is { Length: > 0 } urls) return Split(urls);

        string[] ports =
        [
            .. Split(configuration[WebHostDefaults.HttpPortsKey]).Select(port => $"http://*:{port}"),
            .. Split(configuration[WebHostDefaults.HttpsPortsKey]).Select(port => $"https://*:{port}"),
        ];
        return ports.Length > 0 ? ports : [DefaultUrl];
    }

    private static bool IsSafe(string address)
    {
        var binding = BindingAddress.Parse(address);
        return binding.IsUnixPipe
            || string.Equals(binding.Scheme, Uri.UriSchemeHttps, StringComparison.OrdinalIgnoreCase)
            || string.Equals(binding.Host, "localhost", StringComparison.OrdinalIgnoreCase)
            || (IPAddress.TryParse(binding.Host.Trim('[', ']'), out var ip) && IPAddress.IsLoopback(ip));
    }

    private static string[] Split(string? list) => list?.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [];
}
