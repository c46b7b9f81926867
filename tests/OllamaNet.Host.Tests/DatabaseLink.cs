using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace OllamaNet.Host.Tests;

/// <summary>A wire between the host and its database that can be cut.</summary>
internal sealed class DatabaseLink : IAsyncDisposable
{
    private readonly NpgsqlConnectionStringBuilder target;
    private readonly ConcurrentDictionary<Socket, byte> open = new();
    private readonly int port;
    private TcpListener listener;
    private Task accepting;

    public DatabaseLink(string connectionString)
    {
        target = new(connectionString);
        listener = new(IPAddress.Loopback, 0);
        listener.Start();
        port = ((IPEndPoint)listener.LocalEndpoint).Port;
        accepting = AcceptAsync(listener);
    }

    public string ConnectionString => new NpgsqlConnectionStringBuilder(target.ConnectionString) { Host = "127.0.0.1", Port = port }.ConnectionString;

    public async Task CutAsync()
    {
        listener.Stop();
        await accepting;
        foreach (var socket in open.Keys) socket.Dispose();
    }

    public void Mend()
    {
        listener = new(IPAddress.Loopback, port);
        listener.Start();
        accepting = AcceptAsync(listener);
    }

    public async ValueTask DisposeAsync()
    {
        await CutAsync();
        listener.Dispose();
    }

    private async Task AcceptAsync(TcpListener from)
    {
        try
        {
            while (true) _ = ForwardAsync(await from.AcceptSocketAsync());
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException or InvalidOperationException)
        {
            // Cut.
        }
    }

    private async Task ForwardAsync(Socket near)
    {
        using (near)
        using (var far = Path.IsPathRooted(target.Host) ? new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified) : new Socket(SocketType.Stream, ProtocolType.Tcp))
        {
            (open[near], open[far]) = (0, 0);
            try
            {
                EndPoint server = Path.IsPathRooted(target.Host) ? new UnixDomainSocketEndPoint(Path.Combine(target.Host, $".s.PGSQL.{target.Port}")) : new DnsEndPoint(target.Host!, target.Port);
                await far.ConnectAsync(server);
                await using var nearStream = new NetworkStream(near);
                await using var farStream = new NetworkStream(far);
                await Task.WhenAny(nearStream.CopyToAsync(farStream), farStream.CopyToAsync(nearStream));
            }
            catch (Exception exception) when (exception is IOException or SocketException or ObjectDisposedException)
            {
                // Cut.
            }

            open.TryRemove(near, out _);
            open.TryRemove(far, out _);
        }
    }
}
