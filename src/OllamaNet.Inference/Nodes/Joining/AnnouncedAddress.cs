using System.Net;
using System.Net.Sockets;
using OllamaNet.Platform.Http;

namespace OllamaNet.Inference.Nodes.Joining;

/// <summary>What an address is that somebody announced. It is hostile until shown otherwise.</summary>
/// <param name="Problem">Why it is not taken.</param>
/// <param name="IsListed">All that its host stands for lies in the token's networks.</param>
/// <param name="IsPrivate">So does it in networks that are nobody else's.</param>
internal sealed record AnnouncedAddress(string? Problem, bool IsListed = false, bool IsPrivate = false)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    public static async Task<AnnouncedAddress> CheckAsync(Uri url, IReadOnlyList<IPNetwork> networks, IPAddress from, CancellationToken cancellationToken)
    {
        IPAddress[] addresses;
        try
        {
            addresses = await LookUpAsync(url.IdnHost, cancellationToken);
        }
        catch (Exception e) when (e is SocketException or TimeoutException)
        {
            return new("This host is not known here.");
        }

        var isListed = addresses.Length > 0 && Array.TrueForAll(addresses, a => GuardedAddresses.IsIn(networks, a));
        var isPrivate = Array.TrueForAll(addresses, a => !GuardedAddresses.IsPublic(a));
        if (isListed) return new(null, isListed, isPrivate);
        if (addresses.Length == 0 || !Array.TrueForAll(addresses, a => GuardedAddresses.IsAllowed(a, networks)))
            return new("This address is not public, and the join token does not list its network. An administrator can make one that does.");
        return addresses.Contains(GuardedAddresses.Canonical(from))
            ? new(null, isListed, isPrivate)
            : new("This is not the address that announces. Announce it from there, or with a join token that lists its network.");
    }

    private static async Task<IPAddress[]> LookUpAsync(string host, CancellationToken cancellationToken)
    {
        var found = IPAddress.TryParse(host, out var literal) ? [literal] : await Dns.GetHostAddressesAsync(host, cancellationToken).WaitAsync(Patience, cancellationToken);
        return Array.ConvertAll(found, GuardedAddresses.Canonical);
    }
}
