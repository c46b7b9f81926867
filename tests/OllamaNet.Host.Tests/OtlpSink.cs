using System.Collections.Concurrent;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace OllamaNet.Host.Tests;

internal enum SpanKind { Internal = 1, Server = 2, Client = 3 }

/// <param name="Text">The attributes, each name and value on lines of their own.</param>
internal sealed record OtlpSpan(string Scope, string TraceId, string SpanId, string ParentId, string Name, SpanKind Kind, string Text);

/// <summary>A collector: takes OTLP over HTTP and keeps what it gets.</summary>
internal sealed class OtlpSink : IAsyncDisposable
{
    private readonly WebApplication server;
    private readonly ConcurrentQueue<OtlpSpan> spans = new();
    private readonly ConcurrentQueue<byte[]> bodies = new();
    private int metrics;

    private OtlpSink()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        server = builder.Build();
        server.MapPost("/v1/{signal}", TakeAsync);
    }

    public string Address => server.Urls.First();

    public IReadOnlyCollection<OtlpSpan> Spans => spans;

    public int Metrics => metrics;

    /// <summary>All bytes of all signals, as text.</summary>
    public string Everything => string.Concat(bodies.Select(Encoding.UTF8.GetString));

    public static async Task<OtlpSink> StartAsync()
    {
        var sink = new OtlpSink();
        await sink.server.StartAsync();
        return sink;
    }

    public ValueTask DisposeAsync() => server.DisposeAsync();

    private async Task TakeAsync(string signal, HttpRequest request)
    {
        using var buffer = new MemoryStream();
        await request.Body.CopyToAsync(buffer);
        var body = buffer.ToArray();
        bodies.Enqueue(body);
        if (signal == "metrics") Interlocked.Increment(ref metrics);
        if (signal != "traces") return;

        foreach (var resource in Fields(body).Where(f => f.Number == 1))
            foreach (var scope in Fields(resource.Bytes).Where(f => f.Number == 2))
            {
                var parts = Fields(scope.Bytes).ToList();
                var name = parts.Where(f => f.Number == 1).SelectMany(f => Fields(f.Bytes)).Where(f => f.Number == 1).Select(f => Encoding.UTF8.GetString(f.Bytes)).FirstOrDefault("");
                foreach (var span in parts.Where(f => f.Number == 2)) spans.Enqueue(Span(name, [.. Fields(span.Bytes)]));
            }
    }

    private static OtlpSpan Span(string scope, List<Field> fields)
    {
        byte[] Bytes(int number) => fields.FirstOrDefault(f => f.Number == number)?.Bytes ?? [];
        var attributes = fields.Where(f => f.Number == 9).SelectMany(f => Texts(f.Bytes));
        return new(scope, Convert.ToHexStringLower(Bytes(1)), Convert.ToHexStringLower(Bytes(2)), Convert.ToHexStringLower(Bytes(4)), Encoding.UTF8.GetString(Bytes(5)),
            (SpanKind)(fields.FirstOrDefault(f => f.Number == 6)?.Value ?? 0), string.Concat(attributes.Select(t => t + "\n")));
    }

    // KeyValue { key = 1, value = 2: AnyValue { string = 1 } }
    private static IEnumerable<string> Texts(byte[] keyValue)
    {
        foreach (var field in Fields(keyValue))
        {
            if (field.Number == 1) yield return Encoding.UTF8.GetString(field.Bytes);
            if (field.Number != 2) continue;
            foreach (var value in Fields(field.Bytes).Where(f => f.Number == 1)) yield return Encoding.UTF8.GetString(value.Bytes);
        }
    }

    /// <summary>One level of protobuf's wire format.</summary>
    private static IEnumerable<Field> Fields(byte[] message)
    {
        for (var at = 0; at < message.Length;)
        {
            var tag = (int)Varint(message, ref at);
            switch (tag & 7)
            {
                case 0: yield return new(tag >> 3, [], Varint(message, ref at)); break;
                case 1: at += 8; break;
                case 5: at += 4; break;
                default:
                    var length = (int)Varint(message, ref at);
                    yield return new(tag >> 3, message[at..(at + length)], 0);
                    at += length;
                    break;
            }
        }
    }

    private static long Varint(byte[] message, ref int at)
    {
        long value = 0;
        for (var shift = 0; ; shift += 7)
        {
            var part = message[at++];
            value |= (long)(part & 0x7f) << shift;
            if (part < 0x80) return value;
        }
    }

    private sealed record Field(int Number, byte[] Bytes, long Value);
}
