using System.Buffers;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace OllamaNet.Inference.Doors.Shared;

/// <summary>The body of a request, read once into pooled memory. What is left of it after <see cref="Dispose"/> must not be used.</summary>
internal sealed class DoorBody : IDisposable
{
    /// <summary>Images come as base64. Longer bodies are a 413 in the door's form: see <c>WithBodyLimit</c>.</summary>
    public const int Limit = 32 * 1024 * 1024;

    private static readonly JsonDocumentOptions Options = new() { MaxDepth = 64, AllowDuplicateProperties = false };

    private readonly JsonDocument _document;
    private byte[] _buffer;

    private DoorBody(byte[] buffer, ReadOnlyMemory<byte> bytes)
    {
        (_buffer, Bytes) = (buffer, bytes);
        _document = JsonDocument.Parse(bytes, Options);
    }

    /// <summary>As they came: a JSON object, in which no name comes twice.</summary>
    public ReadOnlyMemory<byte> Bytes { get; }

    public JsonField Root => new(_document.RootElement);

    /// <exception cref="DoorException">It is not a JSON object.</exception>
    /// <exception cref="BadHttpRequestException">It is too long, or came too slowly.</exception>
    public static async ValueTask<DoorBody> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        if (request.Headers.ContentEncoding.Count > 0 && request.Headers.ContentEncoding != "identity")
            throw new DoorException(parameter: null, "Compressed bodies are not taken. Send it without Content-Encoding.", "unsupported-media-type");

        var buffer = ArrayPool<byte>.Shared.Rent((int)Math.Min(request.ContentLength ?? 4096, Limit) + 1);
        try
        {
            var length = 0;
            int read;
            while ((read = await request.Body.ReadAsync(buffer.AsMemory(length), cancellationToken)) > 0)
            {
                length += read;
                if (length == buffer.Length) buffer = Larger(buffer);
            }

            var bytes = buffer.AsMemory(0, length);
            if (bytes.Span.StartsWith("\uFEFF"u8)) bytes = bytes[3..];
            var body = new DoorBody(buffer, bytes);
            body.Check();
            return body;
        }
        catch (Exception e)
        {
            ArrayPool<byte>.Shared.Return(buffer);
            if (e is JsonException json) throw NotJson(json);
            throw;
        }
    }

    public void Dispose()
    {
        if (_buffer.Length == 0) return;
        _document.Dispose();
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = [];
    }

    private static byte[] Larger(byte[] buffer)
    {
        if (buffer.Length > Limit) throw new BadHttpRequestException("The body is too long.", StatusCodes.Status413PayloadTooLarge);
        var larger = ArrayPool<byte>.Shared.Rent(buffer.Length * 2);
        buffer.CopyTo(larger, 0);
        ArrayPool<byte>.Shared.Return(buffer);
        return larger;
    }

    /// <summary>Some engines take names in any case: what we check must be what they read.</summary>
    private void Check()
    {
        if (!WellFormedText.Is(Bytes.Span))
            throw new DoorException(WellFormedText.PathOfFault(_document.RootElement), "The body holds text that is not Unicode. Send UTF-8, without single surrogates.", "invalid-json");
        if (_document.RootElement.ValueKind is not JsonValueKind.Object) throw new DoorException(parameter: null, "The body must be a JSON object.", "invalid-json");
        foreach (var member in _document.RootElement.EnumerateObject())
        {
            if (member.NameEquals("model"u8) || !member.Name.Equals("model", StringComparison.OrdinalIgnoreCase)) continue;
            throw new DoorException(member.Name, $"The field '{member.Name}' is spelled 'model'.");
        }
    }

    private static DoorException NotJson(JsonException e) => e.Message.StartsWith("Duplicate", StringComparison.Ordinal)
        ? new(parameter: null, "A field of the body is given more than once.", "invalid-json")
        : new(parameter: null, $"The body is not valid JSON at line {e.LineNumber + 1}, byte {e.BytePositionInLine + 1}. Correct it and send it again.", "invalid-json");
}
