using System.Text.Json.Serialization;

namespace OllamaNet.Chat.Search;

public enum SearchKind
{
    /// <summary>Its title was found, or it fits the filters of a search without words.</summary>
    [JsonStringEnumMemberName("conversation")]
    Conversation,

    [JsonStringEnumMemberName("message")]
    Message,

    [JsonStringEnumMemberName("note")]
    Note,
}

/// <summary>A piece of plain text.</summary>
/// <param name="Hit">It is what was looked for.</param>
public sealed record SnippetPiece(string Text, bool Hit);

/// <param name="MessageId">The message that was found, or that the found note is about.</param>
/// <param name="Role"><c>user</c> or <c>assistant</c>, of a message.</param>
/// <param name="Title">Of the conversation; null while it has none.</param>
/// <param name="Snippet">The place that was found, without markup. Of a conversation: its title.</param>
/// <param name="At">When a message was written, a note changed, a conversation last used.</param>
public sealed record SearchHit(
    SearchKind Kind, Guid ConversationId, Guid? MessageId, Guid? NoteId, string? Role, string? Title, bool Archived, IReadOnlyList<SnippetPiece> Snippet, DateTimeOffset At);

/// <param name="Items">The best first: a title before a note before a message, the newer before the older, words that follow each other before those that do not.</param>
/// <param name="Next">Cursor of the next page, for <c>after</c>; null on the last.</param>
/// <param name="Suggestion">Where nothing was found: the same search with words that are there and look alike.</param>
public sealed record SearchPage(IReadOnlyList<SearchHit> Items, string? Next, string? Suggestion)
{
    internal static SearchPage Example { get; } = new(
        [
            new(SearchKind.Message, new("0197a1c4-6a52-7c3e-9d57-3f1f8a6f2b10"), new("0197a1c4-6a60-7b1a-8a3c-52d8e0c4aa01"), null, "assistant", "Trip to Lisbon", false,
                [new("… ", false), new("Lisbon", true), new(" is the capital of Portugal.", false)], new(2026, 11, 20, 9, 31, 0, TimeSpan.Zero)),
        ],
        null, null);
}
