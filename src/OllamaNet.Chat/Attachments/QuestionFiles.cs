using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using OllamaNet.Chat.Data;
using OllamaNet.Chat.Messages;
using OllamaNet.Platform.Http;

namespace OllamaNet.Chat.Attachments;

/// <summary>Finds the files that the parts of questions name. They must be the asker's, and what is kept of them in the message is what the server knows.</summary>
internal sealed class QuestionFiles(ChatDb db, AttachmentStore store)
{
    private const string InlineName = "image";
    public const string NotThere = "There is no such file of yours. Files that go with no message are deleted after a day: upload it again.";

    /// <summary>The parts as they are kept: an image that came as a <c>data:</c> URL becomes a file, as if it had been uploaded.</summary>
    public async Task<(IReadOnlyList<MessagePart>?, ProblemHttpResult?)> ResolveAsync(Guid owner, IReadOnlyList<MessagePart> parts, CancellationToken cancellationToken)
    {
        if (await FindAsync(owner, parts, cancellationToken) is not { } found) return (null, Problems.Invalid("parts", NotThere));

        List<MessagePart> kept = [];
        foreach (var part in parts)
        {
            if (DataUrl.Parse(part) is not { } image)
            {
                kept.Add(Resolve(part, found));
                continue;
            }

            var (file, problem) = await store.AddAsync(owner, new(UploadedFile.Clean(part.Name ?? InlineName), image.MediaType, image.Data), cancellationToken);
            if (file is null) return (null, problem);
            kept.Add(MessagePart.OfFile(file));
        }

        return (kept, null);
    }

    public static IReadOnlyList<MessagePart> Resolve(IReadOnlyList<MessagePart> parts, Dictionary<Guid, Attachment> found) => [.. parts.Select(p => Resolve(p, found))];

    /// <returns>Null when one of them is not there.</returns>
    public async Task<Dictionary<Guid, Attachment>?> FindAsync(Guid owner, IEnumerable<MessagePart> parts, CancellationToken cancellationToken)
    {
        Guid[] wanted = [.. parts.Select(p => p.AttachmentId).OfType<Guid>().Distinct()];
        if (wanted.Length == 0) return [];
        var found = await db.Attachments.AsNoTracking().Where(a => a.OwnerId == owner && wanted.Contains(a.Id)).ToDictionaryAsync(a => a.Id, cancellationToken);
        return found.Count == wanted.Length ? found : null;
    }

    private static MessagePart Resolve(MessagePart part, Dictionary<Guid, Attachment> found) => part switch
    {
        { AttachmentId: { } id } => MessagePart.OfFile(found[id]),
        { Type: MessagePart.FileType } => new() { Type = part.Type, MediaType = part.MediaType, Url = part.Url },
        _ => new() { Type = part.Type, Text = part.Text },
    };
}
