using System.Buffers.Text;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace OllamaNet.Benchmarks.Sockets;

internal interface IResponse
{
    /// <param name="seen">When the bytes were read, in ticks of the stopwatch.</param>
    void Body(ReadOnlySpan<byte> bytes, long seen);

    void End(int status, long seen);

    void Broken();
}

/// <summary>A client connection: one request at a time, as little parsing as HTTP/1.1 allows.</summary>
internal sealed class HttpConnection : IReadable, IDisposable
{
    private static readonly byte[] Buffer = new byte[256 * 1024]; // all connections live on one thread

    private readonly EventLoop _loop;
    private readonly Socket _socket;
    private readonly IResponse _response;
    private readonly BodyReader _body = new();
    private byte[] _headers = [];
    private bool _inBody;
    private int _status;

    public HttpConnection(EventLoop loop, IPEndPoint server, IResponse response)
    {
        (_loop, _response) = (loop, response);
        _socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        _socket.Connect(server);
        loop.Watch(_socket, this);
    }

    public void Send(ReadOnlySpan<byte> request)
    {
        if (!Libc.Send((int)_socket.Handle, request)) Break();
    }

    public void Readable()
    {
        var length = Libc.Receive((int)_socket.Handle, Buffer);
        if (length < 0) return;
        if (length == 0)
        {
            Break();
            return;
        }

        var seen = Stopwatch.GetTimestamp();
        var bytes = Buffer.AsSpan(0, length);
        if (!_inBody && !ReadHeaders(ref bytes)) return;
        while (_body.Read(ref bytes) is { IsEmpty: false } piece) _response.Body(piece, seen);
        if (!_body.Ended) return;

        _inBody = false;
        _response.End(_status, seen);
    }

    public void Dispose()
    {
        _loop.Forget(_socket);
        _socket.Dispose();
    }

    private bool ReadHeaders(ref Span<byte> bytes)
    {
        var all = _headers.Length == 0 ? bytes : (byte[])[.. _headers, .. bytes];
        var end = all.IndexOf("\r\n\r\n"u8);
        _headers = end < 0 ? all.ToArray() : [];
        if (end < 0) return false;

        _status = (int)Number(all[9..]);
        var head = all[..(end + 2)];
        var at = head.IndexOf("Content-Length: "u8);
        _body.Begin(at >= 0 ? Number(head[(at + 16)..]) : head.IndexOf("chunked"u8) >= 0 ? null : 0);
        _inBody = true;
        bytes = all[(end + 4)..];
        return true;
    }

    private static long Number(ReadOnlySpan<byte> text) =>
        Utf8Parser.TryParse(text, out long number, out _) ? number : throw new InvalidOperationException("This is not an HTTP response.");

    private void Break()
    {
        _loop.Forget(_socket);
        _response.Broken();
    }
}
