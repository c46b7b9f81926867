using System.Net;
using System.Text;
using OllamaNet.Benchmarks.Sockets;

namespace OllamaNet.Benchmarks.Load;

/// <summary>Reads one stream: every token must come, once and in order, and the end must be the protocol's own.</summary>
internal sealed class Viewer : IResponse, IDisposable
{
    private readonly Latencies _latencies;
    private readonly byte[] _endMark;
    private readonly TokenScanner _scanner = new();
    private readonly HttpConnection _connection;
    private byte[] _begin = [];

    public Viewer(EventLoop loop, IPEndPoint server, ReadOnlySpan<byte> request, byte[] endMark, Latencies latencies)
    {
        (_latencies, _endMark) = (latencies, endMark);
        _connection = new HttpConnection(loop, server, this);
        _connection.Send(request);
    }

    public int Tokens { get; private set; }

    public bool Ended { get; private set; }

    /// <summary>Null as long as nothing went wrong.</summary>
    public string? Failure { get; private set; }

    private bool Finished { get; set; }

    public void Body(ReadOnlySpan<byte> bytes, long seen)
    {
        if (_begin.Length == 0) _begin = bytes[..Math.Min(bytes.Length, 250)].ToArray();
        if (!Finished && bytes.IndexOf(_endMark) >= 0) Finished = true;
        while (_scanner.Next(ref bytes))
        {
            if (_scanner.Number != Tokens++) Failure ??= $"token {_scanner.Number} came when {Tokens - 1} was due";
            _latencies.Add(_scanner.Sent, seen);
        }
    }

    public void End(int status, long seen)
    {
        Ended = true;
        if (status != 200) Failure ??= $"status {status}: {Encoding.UTF8.GetString(_begin)}";
        else if (!Finished) Failure ??= "no proper end";
    }

    public void Broken()
    {
        Ended = true;
        Failure ??= "connection lost";
    }

    public void Dispose() => _connection.Dispose();
}
