using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Http;

namespace OllamaNet.Host;

/// <summary>Whether the addresses to listen on are free, asked before anything is started.</summary>
internal static class Ports
{
    /// <exception cref="HostProblem">One of them is not.</exception>
    public static void Check(IConfiguration configuration)
    {
        foreach (var address in BindRules.Addresses(configuration))
            if (Problem(address) is { } problem) throw new HostProblem(problem);
    }

    /// <summary>Why nobody can listen there; null when it is free.</summary>
    public static string? Problem(string address)
    {
        var binding = BindingAddress.Parse(address);
        if (binding.IsUnixPipe || binding.Port == 0) return null;

        var ip = string.Equals(binding.Host, "localhost", StringComparison.OrdinalIgnoreCase) ? IPAddress.Loopback
            : IPAddress.TryParse(binding.Host.Trim('[', ']'), out var parsed) ? parsed
            : IPAddress.Any;
        using var socket = new Socket(ip.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        // As the server does: a connection that is still fading away is no hindrance.
        socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true);
        try
        {
            socket.Bind(new IPEndPoint(ip, binding.Port));
            socket.Listen();
            return null;
        }
        catch (SocketException exception)
        {
            return exception.SocketErrorCode switch
            {
                SocketError.AddressAlreadyInUse => $"Port {binding.Port} is taken by another program. Is OllamaNet running already? Otherwise choose another port: --urls {binding.Scheme}://{binding.Host}:{binding.Port + 1}",
                SocketError.AccessDenied => $"This account may not listen on port {binding.Port}. Choose one above 1023: --urls {binding.Scheme}://{binding.Host}:5080",
                SocketError.AddressNotAvailable => $"This machine has no address {binding.Host}. Choose another: --urls {BindRules.DefaultUrl}",
                _ => $"Listening on {address} is not possible: {exception.Message}",
            };
        }
    }
}
