using Microsoft.EntityFrameworkCore;
using OllamaNet.Chat.Attachments;
using OllamaNet.Chat.Data;
using OllamaNet.Chat.Messages;
using OllamaNet.Platform.Security;

namespace OllamaNet.Chat.Shares;

/// <summary>Freezes a branch, and copies a frozen one.</summary>
internal sealed class ShareMaker(ChatDb db, AttachmentReader files, AttachmentStore store, TimeProvider time)
{
    public const int MaxShares = 1000;

    /// <summary>The newest of the branch that a link shows.</summary>
    private const int MaxMessages = 1000;

    /// <returns>Null when the conversation is not the user's, or the leaf not the conversation's.</returns>
    public async Task<(Share Share, string Token, Snapshot Shown, bool TooLarge)?> MakeAsync(CreateShareRequest request, CurrentUser user, CancellationToken cancellationToken)
    {
        var id = request.ConversationId!.Value;
        var conversation = await db.Conversations.AsNoTracking().Where(c => c.Id == id && c.OwnerId == user.Id).Select(c => new { c.Title, c.ActiveLeafId }).FirstOrDefaultAsync(cancellationToken);
        if (conversation is null) return null;

        var branch = (request.Leaf ?? conversation.ActiveLeafId) is { } leaf ? await db.ReadBranchAsync(id, user.Id, leaf, MaxMessages, cancellationToken) : [];
        if (branch.Count == 0 && request.Leaf is not null) return null;
        branch.Reverse();

        var attached = branch.SelectMany(m => m.Parts).Where(p => p.AttachmentId is not null).DistinctBy(p => p.AttachmentId).ToList();
        var fits = attached.Sum(p => (long)(p.Size ?? 0)) <= Snapshot.MaxBytes;
        var contents = fits ? await files.ReadAsync(user.Id, [.. attached.Select(p => p.AttachmentId!.Value)], cancellationToken) : [];
        var snapshot = Snapshot.Of(branch, request.ShowName ? await NameOfAsync(user.Id, cancellationToken) : null, request.IncludeThinking, contents);
        if (branch.Count == MaxMessages) snapshot = snapshot with { Omitted = await AboveAsync(branch[0].Id, cancellationToken) };
        var (token, hash) = ShareToken.Make();
        var now = time.GetUtcNow();
        var share = new Share
        {
            Id = Guid.CreateVersion7(now),
            OwnerId = user.Id,
            ConversationId = id,
            TokenHash = hash,
            Title = conversation.Title ?? "",
            Snapshot = snapshot.ToJson(),
            RequiresSignIn = request.RequiresSignIn,
            ExpiresAt = request.ExpiresAt?.ToUniversalTime(),
            CreatedAt = now,
        };
        return (share, token, snapshot, !fits || share.Snapshot.Length > Snapshot.MaxBytes);
    }

    /// <summary>A conversation of the user's own with what the link shows; null when its files are more than he may store.</summary>
    public async Task<Conversations.Conversation?> CopyAsync(Share share, Guid owner, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var shared = Shares.Snapshot.FromJson(share.Snapshot).Messages;
        var conversation = new Conversations.Conversation { Id = Guid.CreateVersion7(now), OwnerId = owner, Title = share.Title.Length > 0 ? share.Title : null, CreatedAt = now, UpdatedAt = now };
        var copies = shared.SelectMany(m => m.Parts).Select(p => (Part: p, File: p.ToFile(owner, now))).Where(p => p.File is not null).ToDictionary(p => p.Part, p => p.File!, (IEqualityComparer<SharedPart>)ReferenceEqualityComparer.Instance);
        if (copies.Count > 0 && copies.Values.Sum(f => (long)f.Bytes.Length) > await store.FreeAsync(owner, cancellationToken)) return null;
        Guid? parent = null;
        foreach (var (message, index) in shared.Select((m, i) => (m, i)))
        {
            // A millisecond apart: ids sort like the tree.
            var id = Guid.CreateVersion7(now.AddMilliseconds(index - shared.Count));
            db.Add(new Message
            {
                Id = id,
                ConversationId = conversation.Id,
                OwnerId = owner,
                ParentId = parent,
                Role = message.Role == "user" ? MessageRole.User : MessageRole.Assistant,
                Status = MessageStatus.Complete,
                Parts = [.. message.Parts.Select(p => copies.TryGetValue(p, out var file) ? MessagePart.OfFile(file.Attachment) : p.ToPart())],
                Model = message.Model,
                CreatedAt = message.CreatedAt,
            });
            foreach (var file in message.Parts.Where(copies.ContainsKey).Select(p => copies[p]))
            {
                file.AddTo(db);
                db.Add(new MessageAttachment { MessageId = id, AttachmentId = file.Attachment.Id });
            }

            parent = id;
        }

        conversation.ActiveLeafId = parent;
        db.Add(conversation);
        await db.SaveChangesAsync(cancellationToken);
        return conversation;
    }

    /// <summary>How many messages come before this one on its branch.</summary>
    private async Task<int> AboveAsync(Guid message, CancellationToken cancellationToken) =>
        (await db.Database.SqlQuery<int>($"SELECT depth AS \"Value\" FROM chat.messages WHERE id = {message}").ToListAsync(cancellationToken)).FirstOrDefault();

    private async Task<string?> NameOfAsync(Guid user, CancellationToken cancellationToken) =>
        (await db.Database.SqlQuery<string>($"SELECT user_name AS \"Value\" FROM platform.principals WHERE user_id = {user}").ToListAsync(cancellationToken)).FirstOrDefault();
}
