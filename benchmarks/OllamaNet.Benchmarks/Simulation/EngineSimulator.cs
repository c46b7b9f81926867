using System.Net;
using System.Net.Sockets;
using OllamaNet.Benchmarks.Sockets;

namespace OllamaNet.Benchmarks.Simulation;

/// <summary>
/// Stands in for an Ollama server, and for one with OpenAI's API under <c>/v1</c>, when the path around it is measured: answers cost nothing, and
/// tokens carry the time they were sent. The model <c>stream</c> (<c>relay</c>) sends 20 tokens a second until it is told to end; <c>once</c>
/// (<c>relay-once</c>) sends a token and a paragraph at once.
/// </summary>
internal sealed class EngineSimulator : IReadable, IDisposable
{
    private readonly EventLoop _loop;
    private readonly Socket _listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);

    public EngineSimulator(EventLoop loop)
    {
        _loop = loop;
        _listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _listener.Listen(4096);
        loop.Watch(_listener, this);
        loop.Timer = Carousel.Turn;
    }

    public IPEndPoint Address => (IPEndPoint)_listener.LocalEndPoint!;

    public Carousel Carousel { get; } = new();

    /// <summary>Every stream ends instead of sending its next token.</summary>
    public bool Ending { get; set; }

    /// <summary>Streams whose reader was so slow that the socket was full, or gone.</summary>
    public int Stalled { get; set; }

    /// <summary>When a connection with an unfinished stream was last seen closed, in ticks of the stopwatch.</summary>
    public long LastLeft { get; set; }

    public void Readable()
    {
        var socket = _listener.Accept();
        socket.NoDelay = true;
        _loop.Watch(socket, new SimulatedConnection(_loop, this, socket));
    }

    public void Dispose()
    {
        _loop.Timer = null;
        _loop.Forget(_listener);
        _listener.Dispose();
    }
}
