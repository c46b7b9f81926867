using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using OllamaNet.Chat.Data;
using OllamaNet.Platform.Http;

namespace OllamaNet.Chat.Attachments;

/// <summary>A file as it came: its bytes, and what the client says of it.</summary>
internal sealed record UploadedFile(string Name, string? ClaimedType, ReadOnlyMemory<byte> Bytes)
{
    private const string NoName = "file";

    /// <summary>The body itself, named by the query; or the one file of a form.</summary>
    public static async Task<(UploadedFile?, ProblemHttpResult?)> ReadAsync(HttpRequest request, string? name, int most, CancellationToken cancellationToken)
    {
        if (!request.HasFormContentType) return Of(name, request.ContentType, await ReadAsync(request.Body, most, cancellationToken), most);

        try
        {
            var form = await request.ReadFormAsync(cancellationToken);
            if (form.Files is not [var file]) return (null, Problems.Invalid("file", "A form has one file."));
            await using var stream = file.OpenReadStream();
            return Of(name ?? file.FileName, file.ContentType, await ReadAsync(stream, most, cancellationToken), most);
        }
        catch (InvalidDataException)
        {
            return (null, Problems.Invalid("file", "The form cannot be read."));
        }
    }

    private static (UploadedFile?, ProblemHttpResult?) Of(string? name, string? type, ReadOnlyMemory<byte>? bytes, int most) => bytes is { } read
        ? (new(Clean(name), type, read), null)
        : (null, Problems.Of(StatusCodes.Status413PayloadTooLarge, "file-too-large", $"A file has at most {most / 1024} KB."));

    /// <returns>Null when there are more; the rest is not read.</returns>
    private static async Task<ReadOnlyMemory<byte>?> ReadAsync(Stream stream, int most, CancellationToken cancellationToken)
    {
        var memory = new MemoryStream();
        var buffer = new byte[81_920];
        while (await stream.ReadAsync(buffer, cancellationToken) is > 0 and var read)
        {
            if (memory.Length + read > most) return null;
            memory.Write(buffer, 0, read);
        }

        return memory.GetBuffer().AsMemory(0, (int)memory.Length);
    }

    /// <summary>Shown to people only: without folders, without what cannot be seen, not too long.</summary>
    internal static string Clean(string? name)
    {
        var last = name is null ? "" : name[(name.AsSpan().LastIndexOfAny('/', '\\') + 1)..];
        var clean = new StringBuilder();
        foreach (var rune in last.EnumerateRunes())
        {
            if (Rune.GetUnicodeCategory(rune) is System.Globalization.UnicodeCategory.Control or System.Globalization.UnicodeCategory.Format || rune == Rune.ReplacementChar) continue;
            if (clean.Length + rune.Utf16SequenceLength > AttachmentConfiguration.NameLength) break;
            clean.Append(rune.ToString());
        }

        return clean.ToString().Trim() is { Length: > 0 } kept ? kept : NoName;
    }
}
