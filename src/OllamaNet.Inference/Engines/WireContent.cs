using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace OllamaNet.Inference.Engines;

/// <summary>A client's JSON object on its way to an engine: sent as it came, but for a few members that are put in the place of the client's own.</summary>
internal sealed class WireContent : HttpContent
{
    private readonly List<ReadOnlyMemory<byte>> _pieces = new(7);
    private long _length;

    /// <param name="body">A JSON object in which no name comes twice; must stay as it is until the request has ended.</param>
    /// <param name="members">Names, and values as JSON.</param>
    public WireContent(ReadOnlyMemory<byte> body, params ReadOnlySpan<(string Name, byte[] Value)> members)
    {
        Headers.ContentType = new MediaTypeHeaderValue("application/json");
        Span<Range> places = stackalloc Range[members.Length];
        var open = Find(body.Span, members, places);

        Add(body[..open]);
        for (var i = 0; i < members.Length; i++)
        {
            if (places[i].End.Value > 0) continue;
            Add(Encoding.UTF8.GetBytes($"\"{members[i].Name}\":"));
            Add(members[i].Value);
            // A body without a model never comes this far, so something follows.
            Add(","u8.ToArray());
        }

        var from = open;
        while (Next(places, from) is >= 0 and var next)
        {
            Add(body[from..places[next].Start]);
            Add(members[next].Value);
            from = places[next].End.Value;
        }

        Add(body[from..]);
    }

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        foreach (var piece in _pieces) await stream.WriteAsync(piece, cancellationToken);
    }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override bool TryComputeLength(out long length)
    {
        length = _length;
        return true;
    }

    /// <returns>The place behind the opening brace.</returns>
    private static int Find(ReadOnlySpan<byte> body, ReadOnlySpan<(string Name, byte[] Value)> members, Span<Range> places)
    {
        var reader = new Utf8JsonReader(body);
        reader.Read();
        var open = (int)reader.BytesConsumed;
        while (reader.Read() && reader.TokenType is JsonTokenType.PropertyName)
        {
            var member = IndexOf(ref reader, members);
            reader.Read();
            var start = (int)reader.TokenStartIndex;
            reader.Skip();
            if (member >= 0) places[member] = new(start, (int)reader.BytesConsumed);
        }

        return open;
    }

    private static int IndexOf(ref Utf8JsonReader reader, ReadOnlySpan<(string Name, byte[] Value)> members)
    {
        for (var i = 0; i < members.Length; i++)
        {
            if (reader.ValueTextEquals(members[i].Name)) return i;
        }

        return -1;
    }

    private static int Next(ReadOnlySpan<Range> places, int from)
    {
        var next = -1;
        for (var i = 0; i < places.Length; i++)
        {
            if (places[i].End.Value > from && (next < 0 || places[i].Start.Value < places[next].Start.Value)) next = i;
        }

        return next;
    }

    private void Add(ReadOnlyMemory<byte> piece)
    {
        if (piece.IsEmpty) return;
        _pieces.Add(piece);
        _length += piece.Length;
    }
}
