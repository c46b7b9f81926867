using System.Net;
using System.Net.Sockets;
using OllamaNet.Platform.Http;
using Xunit;

namespace OllamaNet.Platform.Tests.Http;

public sealed class GuardedAddressTests
{
    /// <summary>Hosts as somebody hostile writes them into a URL.</summary>
    public static TheoryData<string> Closed =>
    [
        "127.0.0.1", "127.1", "127.255.255.254", "2130706433", "0x7f000001", "0x7f.1", "0177.0.0.1", "017700000001", "0", "0.0.0.0", "0.1.2.3",
        "10.0.0.1", "10.255.255.255", "172.16.0.1", "172.31.255.255", "192.168.0.1", "192.168.255.255", "100.64.0.1", "100.127.255.255", "100.100.100.200",
        "169.254.0.1", "169.254.169.254", "0xa9fea9fe", "2852039166", "0251.0376.0251.0376", "169.254.170.2", "168.63.129.16",
        "192.0.0.1", "192.0.0.192", "192.0.2.1", "192.88.99.1", "198.18.0.1", "198.19.255.255", "198.51.100.1", "203.0.113.1", "224.0.0.1", "239.255.255.250", "240.0.0.1", "255.255.255.255",
        "[::]", "[::1]", "[::127.0.0.1]", "[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "[0:0:0:0:0:ffff:a9fe:a9fe]", "[::ffff:10.0.0.1]", "[::ffff:0:7f00:1]",
        "[64:ff9b::7f00:1]", "[64:ff9b::169.254.169.254]", "[64:ff9b:1::1]", "[2002:7f00:1::]", "[2002:a9fe:a9fe::1]", "[2002:c0a8:1::1]", "[2001::1]", "[2001:0:7f00:1::]", "[2001:db8::1]", "[2001:10::1]",
        "[fe80::1]", "[fec0::1]", "[fc00::1]", "[fd00::1]", "[fd00:ec2::254]", "[ff02::1]", "[3fff::1]", "[5f00::1]", "[100::1]", "[4000::1]", "[e000::1]",
    ];

    public static TheoryData<string> Open =>
    [
        "1.1.1.1", "8.8.8.8", "134744072", "0x08080808", "172.15.255.255", "172.32.0.1", "100.63.255.255", "100.128.0.1", "192.167.255.255", "169.253.255.255", "198.17.255.255", "223.255.255.254",
        "[2606:4700:4700::1111]", "[2a00:1450:4001::1]", "[::ffff:8.8.8.8]", "[64:ff9b::808:808]", "[2002:808:808::1]",
    ];

    [Theory, MemberData(nameof(Closed))]
    public async Task What_is_not_public_is_closed_however_it_is_written(string host)
    {
        Assert.Empty(await GuardedAddresses.ResolveAsync(new Uri($"http://{host}:11434/").IdnHost, [], CancellationToken.None));
        await Assert.ThrowsAsync<HttpRequestException>(() => GetAsync(new Uri($"http://{host}:1/"), []));
    }

    [Theory, MemberData(nameof(Open))]
    public async Task What_is_public_is_open(string host) =>
        Assert.Single(await GuardedAddresses.ResolveAsync(new Uri($"http://{host}:11434/").IdnHost, [], CancellationToken.None));

    [Theory]
    [InlineData("10.0.0.0/8", "10.1.2.3", true), InlineData("10.0.0.0/8", "[::ffff:10.1.2.3]", true), InlineData("10.0.0.0/8", "11.1.2.3", false), InlineData("fd00::/8", "[fd12::1]", true)]
    [InlineData("169.254.0.0/16", "169.254.169.254", false), InlineData("169.254.0.0/16", "169.254.1.1", true), InlineData("fd00::/8", "[fd00:ec2::254]", false), InlineData("100.64.0.0/10", "100.100.100.200", false)]
    [InlineData("127.0.0.0/8", "[::1]", false), InlineData("127.0.0.0/8", "0x7f.1", true)]
    public void A_listed_network_is_open_but_for_what_no_list_opens(string network, string host, bool open) =>
        Assert.Equal(open, GuardedAddresses.IsIn([IPNetwork.Parse(network)], IPAddress.Parse(new Uri($"http://{host}/").IdnHost)));

    [Fact]
    public async Task A_name_is_checked_by_the_address_that_it_has_when_the_connection_is_made()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var url = new Uri($"http://localhost:{((IPEndPoint)listener.LocalEndpoint).Port}/");

        await Assert.ThrowsAsync<HttpRequestException>(() => GetAsync(url, []));
        Assert.False(listener.Pending());

        var answer = GetAsync(url, [IPNetwork.Parse("127.0.0.0/8")]);
        using (var client = await listener.AcceptTcpClientAsync())
            await client.GetStream().WriteAsync("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi"u8.ToArray());
        Assert.Equal("hi", await answer);
    }

    private static async Task<string> GetAsync(Uri url, IPNetwork[] networks)
    {
        using var handler = new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false, ConnectCallback = GuardedAddresses.ConnectOnlyTo(networks) };
        using var client = new HttpClient(handler);
        return await client.GetStringAsync(url);
    }
}
