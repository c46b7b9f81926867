using System.ComponentModel.DataAnnotations;

namespace OllamaNet.Chat.Shares;

/// <param name="Leaf">Newest message of the branch to share; left out: the one that is shown.</param>
/// <param name="ExpiresAt">Null: it holds until it is revoked.</param>
/// <param name="RequiresSignIn">Only people with an account here may read it.</param>
/// <param name="IncludeThinking">Whether what the model thought is shown too.</param>
/// <param name="ShowName">Whether your user name is shown.</param>
public sealed record CreateShareRequest(
    [Required] Guid? ConversationId, Guid? Leaf = null, DateTimeOffset? ExpiresAt = null, bool RequiresSignIn = false, bool IncludeThinking = false, bool ShowName = false);

/// <param name="Views">How often it was opened.</param>
public record ShareResponse(Guid Id, Guid ConversationId, string Title, bool RequiresSignIn, DateTimeOffset? ExpiresAt, int Views, DateTimeOffset CreatedAt)
{
    internal static ShareResponse Example { get; } = new(
        new("0197a1c4-6a52-7c3e-9d57-3f1f8a6f2b20"), new("0197a1c4-6a52-7c3e-9d57-3f1f8a6f2b10"), "Trip to Lisbon", false,
        new(2026, 12, 20, 9, 30, 0, TimeSpan.Zero), 3, new(2026, 11, 20, 9, 30, 0, TimeSpan.Zero));
}

/// <param name="Url">The link, with its secret: it is said only here and only now.</param>
/// <param name="Omitted">How many of the oldest messages are not in it: a link shows the newest 1,000.</param>
public sealed record CreatedShareResponse(
    Guid Id, Guid ConversationId, string Title, bool RequiresSignIn, DateTimeOffset? ExpiresAt, int Views, DateTimeOffset CreatedAt, string Url, int Omitted)
    : ShareResponse(Id, ConversationId, Title, RequiresSignIn, ExpiresAt, Views, CreatedAt);

/// <param name="Author">Who shared it, if he chose to be named.</param>
/// <param name="Messages">Oldest first, as they were when the link was made.</param>
/// <param name="Omitted">How many came before these and are not shown.</param>
public sealed record SharedResponse(string Title, string? Author, DateTimeOffset SharedAt, DateTimeOffset? ExpiresAt, IReadOnlyList<SharedMessage> Messages, int Omitted);
