using System.Net;
using System.Net.Http;
using System.Net.Sockets;

namespace OllamaNet.Platform.Http;

/// <summary>
/// Which addresses this server may connect to for somebody who is not an administrator: public ones, and those of networks that an
/// administrator lists. The check and the connection use the same address, so that a name cannot mean another one in between.
/// </summary>
public static class GuardedAddresses
{
    /// <summary>What no list opens: the services that tell a cloud machine its credentials.</summary>
    private static readonly IPAddress[] Never =
        [IPAddress.Parse("169.254.169.254"), IPAddress.Parse("fd00:ec2::254"), IPAddress.Parse("100.100.100.200"), IPAddress.Parse("192.0.0.192"), IPAddress.Parse("169.254.170.2"), IPAddress.Parse("168.63.129.16")];

    /// <summary>Special use, from the registries of IANA (RFC 6890 and what followed).</summary>
    private static readonly IPNetwork[] NotPublic =
    [
        .. new[]
        {
            "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24", "192.31.196.0/24", "192.52.193.0/24",
            "192.88.99.0/24", "192.168.0.0/16", "192.175.48.0/24", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
            "2001::/23", "2001:db8::/32", "2620:4f:8000::/48", "3fff::/20",
        }.Select(IPNetwork.Parse),
    ];

    private static readonly IPNetwork[] Anywhere = [IPNetwork.Parse("0.0.0.0/0"), IPNetwork.Parse("::/0")];
    private static readonly IPNetwork Global = IPNetwork.Parse("2000::/3");
    private static readonly IPNetwork SixToFour = IPNetwork.Parse("2002::/16");
    private static readonly IPNetwork Nat64 = IPNetwork.Parse("64:ff9b::/96");

    /// <summary>Reachable from everywhere, whatever form it is written in.</summary>
    public static bool IsPublic(IPAddress address)
    {
        var plain = Canonical(address);
        if (Never.Contains(plain)) return false;
        if (plain.AddressFamily is AddressFamily.InterNetworkV6 && (!Global.Contains(plain) || plain.ScopeId != 0)) return false;
        return plain.AddressFamily is AddressFamily.InterNetwork or AddressFamily.InterNetworkV6 && !Array.Exists(NotPublic, n => n.BaseAddress.AddressFamily == plain.AddressFamily && n.Contains(plain));
    }

    /// <summary>In one of the networks, whatever form it is written in.</summary>
    public static bool IsIn(IReadOnlyList<IPNetwork> networks, IPAddress address)
    {
        var plain = Canonical(address);
        return !Never.Contains(plain) && networks.Any(n => n.Contains(plain));
    }

    public static bool IsAllowed(IPAddress address, IReadOnlyList<IPNetwork> networks) => IsIn(networks, address) || IsPublic(address);

    /// <summary>The address that is really meant: IPv4 inside IPv6 (mapped, 6to4, NAT64) comes out.</summary>
    public static IPAddress Canonical(IPAddress address)
    {
        if (address.AddressFamily is not AddressFamily.InterNetworkV6) return address;
        if (address.IsIPv4MappedToIPv6) return address.MapToIPv4();
        if (Nat64.Contains(address)) return Embedded(address, 12);
        return SixToFour.Contains(address) ? Embedded(address, 2) : address;
    }

    /// <summary>The addresses of a host that may be connected to; a literal is its own. Empty when none may.</summary>
    /// <exception cref="SocketException">There is no such name.</exception>
    public static async Task<IPAddress[]> ResolveAsync(string host, IReadOnlyList<IPNetwork> networks, CancellationToken cancellationToken)
    {
        var found = IPAddress.TryParse(host, out var literal) ? [literal] : await Dns.GetHostAddressesAsync(host, cancellationToken);
        return Array.FindAll(found, a => IsAllowed(a, networks));
    }

    /// <summary>For <see cref="SocketsHttpHandler.ConnectCallback"/>: connects to an address that was checked, and to no other. Redirects and proxies must be off.</summary>
    public static Func<SocketsHttpConnectionContext, CancellationToken, ValueTask<Stream>> ConnectOnlyTo(IReadOnlyList<IPNetwork> networks) => async (context, cancellationToken) =>
        await ConnectAsync(await ResolveAsync(context.DnsEndPoint.Host, networks, cancellationToken), context.DnsEndPoint.Port, cancellationToken);

    /// <summary>The same where single targets are listed, by host and port: those may be private too.</summary>
    public static Func<SocketsHttpConnectionContext, CancellationToken, ValueTask<Stream>> ConnectOnlyTo(Func<DnsEndPoint, bool> isListed) => async (context, cancellationToken) =>
        await ConnectAsync(await ResolveAsync(context.DnsEndPoint.Host, isListed(context.DnsEndPoint) ? Anywhere : [], cancellationToken), context.DnsEndPoint.Port, cancellationToken);

    private static async Task<Stream> ConnectAsync(IPAddress[] addresses, int port, CancellationToken cancellationToken)
    {
        if (addresses.Length == 0) throw new HttpRequestException(HttpRequestError.ConnectionError, "The address is not one that may be connected to.");

        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(addresses, port, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static IPAddress Embedded(IPAddress address, int offset)
    {
        Span<byte> bytes = stackalloc byte[16];
        address.TryWriteBytes(bytes, out _);
        return new IPAddress(bytes.Slice(offset, 4));
    }
}
