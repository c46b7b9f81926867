using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace OllamaNet.Ollama;

/// <summary>What both kinds of HTTP engine share: bodies in, statuses and errors out.</summary>
public static class WireResponse
{
    private const int LongestErrorBody = 16 * 1024;
    private const int LongestErrorText = 1000;

    /// <exception cref="WireException">The status is not a success; carries the engine's own words.</exception>
    public static async Task ThrowIfFailedAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        if (response.IsSuccessStatusCode) return;
        var text = await ReadErrorAsync(response, cancellationToken);
        throw new WireException(WireFailure.Status, $"The engine answered with status {(int)response.StatusCode}.", text)
        {
            Status = response.StatusCode,
            RetryAfter = response.Headers.RetryAfter?.Delta,
        };
    }

    /// <summary>Reads a whole body; its size is bounded by the client's buffer limit.</summary>
    public static async Task<T> ReadAsync<T>(HttpResponseMessage response, JsonTypeInfo<T> type, CancellationToken cancellationToken)
    {
        await ThrowIfFailedAsync(response, cancellationToken);
        try
        {
            var body = await response.Content.ReadAsByteArrayAsync(cancellationToken);
            return JsonSerializer.Deserialize(body, type) ?? throw WireException.Garbage();
        }
        catch (JsonException e)
        {
            throw WireException.Garbage(e);
        }
    }

    public static HttpRequestMessage Post<T>(string path, T body, JsonTypeInfo<T> type)
    {
        var content = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(body, type));
        content.Headers.ContentType = new("application/json");
        return new HttpRequestMessage(HttpMethod.Post, new Uri(path, UriKind.Relative)) { Content = content };
    }

    /// <summary>The message inside <c>"error": "…"</c> or <c>"error": {"message": "…"}</c>; anything else as it is.</summary>
    public static string ErrorText(ref Utf8JsonReader reader)
    {
        var error = JsonElement.ParseValue(ref reader);
        var text = error.ValueKind switch
        {
            JsonValueKind.String => error.GetString(),
            JsonValueKind.Object when error.TryGetProperty("message", out var message) && message.ValueKind is JsonValueKind.String => message.GetString(),
            _ => error.GetRawText(),
        };
        return Bound(text ?? "");
    }

    private static async Task<string?> ReadErrorAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        await using var stream = await response.Content.ReadAsStreamAsync(cancellationToken);
        var body = new byte[LongestErrorBody];
        try
        {
            var length = await stream.ReadAtLeastAsync(body, body.Length, throwOnEndOfStream: false, cancellationToken);
            return length == 0 ? null : ParseError(body.AsSpan(0, length));
        }
        catch (IOException)
        {
            // The status is the news; a body that breaks off adds nothing to it.
            return null;
        }
    }

    private static string ParseError(ReadOnlySpan<byte> body)
    {
        try
        {
            var reader = new Utf8JsonReader(body);
            if (reader.Read() && reader.TokenType is JsonTokenType.StartObject)
            {
                while (reader.Read() && reader.TokenType is JsonTokenType.PropertyName)
                {
                    var found = reader.ValueTextEquals("error"u8) || reader.ValueTextEquals("message"u8) || reader.ValueTextEquals("detail"u8);
                    reader.Read();
                    if (found) return ErrorText(ref reader);
                    reader.Skip();
                }
            }
        }
        catch (JsonException)
        {
            // Not JSON: a proxy's page, perhaps. Its beginning has to do.
        }

        return Bound(Encoding.UTF8.GetString(body));
    }

    private static string Bound(string text) => text.Length <= LongestErrorText ? text : text[..LongestErrorText];
}
