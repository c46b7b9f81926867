using System.Buffers.Text;
using System.Text;
using OllamaNet.Contracts.Inference;

namespace OllamaNet.Chat.Messages;

/// <summary>Images as <c>data:</c> URLs. No other address is ever looked at.</summary>
internal static class DataUrl
{
    private const int MaxBytes = 5 * 1024 * 1024;
    private const int MaxOwnBytes = 64 * 1024 * 1024;
    private static readonly string[] MediaTypes = ["image/png", "image/jpeg", "image/webp", "image/gif"];

    /// <summary>The image, or null when the part holds none that is taken.</summary>
    public static ImageContent? Parse(MessagePart part) => Parse(part.Url, MaxBytes);

    /// <summary>One that this server wrote.</summary>
    public static ImageContent? Parse(string? url) => Parse(url, MaxOwnBytes);

    public static string Of(string mediaType, ReadOnlySpan<byte> bytes) => $"data:{mediaType};base64,{Convert.ToBase64String(bytes)}";

    private static ImageContent? Parse(string? url, int most)
    {
        if (url is null || Array.Find(MediaTypes, m => url.StartsWith($"data:{m};base64,", StringComparison.OrdinalIgnoreCase)) is not { } mediaType) return null;

        var base64 = url.AsSpan($"data:{mediaType};base64,".Length);
        if (base64.Length > most / 3 * 4 || !Base64.IsValid(base64)) return null;
        var bytes = Encoding.ASCII.GetBytes(base64.ToString());
        return Base64.DecodeFromUtf8InPlace(bytes, out var length) is System.Buffers.OperationStatus.Done ? new(mediaType, bytes.AsMemory(0, length)) : null;
    }
}
