using System.Diagnostics;
using System.Net;
using OllamaNet.Benchmarks.Sockets;

namespace OllamaNet.Benchmarks.Load;

/// <summary>Sends requests over a few connections, the next as soon as the one before is answered.</summary>
internal sealed class RequestLoad(EventLoop loop)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    /// <param name="firstMark">What the body contains once the first token is there.</param>
    public async Task<RequestResult> RunAsync(IPEndPoint server, int count, int concurrency, Func<int, byte[]> request, byte[]? firstMark = null)
    {
        var result = new RequestResult(count);
        var sent = 0;
        List<Caller> callers = [];
        await loop.RunAsync(() =>
        {
            result.Whole.Open();
            result.First.Open();
            for (var i = 0; i < concurrency; i++) callers.Add(new Caller(loop, server, () => sent < count ? request(sent++) : null, firstMark, result));
        });
        if (!await loop.UntilAsync(() => callers.TrueForAll(c => c.Done), Patience)) result.Problems.Add("not every request was answered");
        await loop.RunAsync(() => callers.ForEach(c => c.Dispose()));
        return result;
    }

    private sealed class Caller : IResponse, IDisposable
    {
        private readonly HttpConnection _connection;
        private readonly Func<byte[]?> _next;
        private readonly byte[]? _firstMark;
        private readonly RequestResult _result;
        private long _sent;
        private bool _seenFirst;

        public Caller(EventLoop loop, IPEndPoint server, Func<byte[]?> next, byte[]? firstMark, RequestResult result)
        {
            (_next, _firstMark, _result) = (next, firstMark, result);
            _connection = new HttpConnection(loop, server, this);
            SendNext();
        }

        public bool Done { get; private set; }

        public void Body(ReadOnlySpan<byte> bytes, long seen)
        {
            if (_seenFirst || _firstMark is null || bytes.IndexOf(_firstMark) < 0) return;
            _seenFirst = true;
            _result.First.Add(_sent, seen);
        }

        public void End(int status, long seen)
        {
            if (status is < 200 or > 299) _result.Problems.Add($"status {status}");
            else if (_firstMark is not null && !_seenFirst) _result.Problems.Add("no answer in the stream");
            else _result.Whole.Add(_sent, seen);
            SendNext();
        }

        public void Broken()
        {
            _result.Problems.Add("connection lost");
            Done = true;
        }

        public void Dispose() => _connection.Dispose();

        private void SendNext()
        {
            if (_next() is not { } bytes)
            {
                Done = true;
                return;
            }

            _seenFirst = false;
            _sent = Stopwatch.GetTimestamp();
            _connection.Send(bytes);
        }
    }
}

internal sealed class RequestResult(int count)
{
    /// <summary>From the request to the last byte.</summary>
    public Latencies Whole { get; } = new(count);

    /// <summary>From the request to the first token.</summary>
    public Latencies First { get; } = new(count);

    public List<string> Problems { get; } = [];
}
