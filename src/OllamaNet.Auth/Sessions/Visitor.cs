using System.Net;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;

namespace OllamaNet.Auth.Sessions;

/// <summary>From where somebody signs in, as far as its owner needs it to tell one session from another.</summary>
/// <param name="Device">Browser and system, or the name of the program: what is sent in full would be a fingerprint.</param>
internal sealed partial record Visitor(string? Device, string? Address)
{
    public const int MaxDevice = 60, MaxAddress = 45;
    private const int MaxRead = 500;

    // The first that is found counts: what builds on another names that one too.
    private static readonly (string Mark, string Name)[] Browsers =
    [
        ("Edg", "Edge"), ("OPR/", "Opera"), ("Vivaldi/", "Vivaldi"), ("SamsungBrowser/", "Samsung Internet"), ("Firefox/", "Firefox"), ("FxiOS/", "Firefox"),
        ("CriOS/", "Chrome"), ("HeadlessChrome/", "Chrome"), ("Chrome/", "Chrome"), ("Safari/", "Safari"),
    ];

    private static readonly (string Mark, string Name)[] Systems =
    [
        ("Windows", "Windows"), ("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("CrOS", "ChromeOS"), ("Mac OS X", "macOS"), ("Macintosh", "macOS"), ("Linux", "Linux"),
    ];

    public static Visitor Of(HttpContext context) => new(DeviceOf(context.Request.Headers.UserAgent.ToString()), AddressOf(context.Connection.RemoteIpAddress));

    internal static string? DeviceOf(string userAgent)
    {
        var agent = userAgent.Length > MaxRead ? userAgent[..MaxRead] : userAgent;
        if (!agent.StartsWith("Mozilla/", StringComparison.Ordinal)) return Program().Match(agent) is { Success: true } program ? program.Value : null;

        string?[] words = [NameIn(agent, Browsers), NameIn(agent, Systems)];
        var known = string.Join(", ", words.OfType<string>());
        return known.Length > 0 ? known : null;
    }

    private static string? AddressOf(IPAddress? address) => address is { IsIPv4MappedToIPv6: true } ? address.MapToIPv4().ToString() : address?.ToString();

    private static string? NameIn(string agent, (string Mark, string Name)[] names) =>
        Array.Find(names, n => agent.Contains(n.Mark, StringComparison.Ordinal)) is { Name: { } name } ? name : null;

    [GeneratedRegex(@"\A[A-Za-z0-9][A-Za-z0-9._-]{0,39}", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Program();
}
