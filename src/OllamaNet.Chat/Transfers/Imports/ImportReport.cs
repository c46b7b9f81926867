namespace OllamaNet.Chat.Transfers.Imports;

/// <summary>What came of an import, kept with its job while it grows.</summary>
public sealed class ImportReport
{
    internal const int MaxListed = 200;

    /// <summary><c>ollamanet</c>, <c>chatgpt</c> or <c>open-webui</c>; null until it is known.</summary>
    public string? Source { get; set; }

    /// <summary>Conversations seen in the file.</summary>
    public int Found { get; set; }

    public int Imported { get; set; }

    public int Messages { get; set; }

    public int Notes { get; set; }

    public int Attachments { get; set; }

    public int Folders { get; set; }

    public int Tags { get; set; }

    public int Presets { get; set; }

    /// <summary>Conversations that were left out, by reason.</summary>
    public Dictionary<string, int> Skipped { get; init; } = new(StringComparer.Ordinal);

    /// <summary>The first of them.</summary>
    public List<SkippedConversation> Examples { get; init; } = [];

    /// <summary>What was left out of conversations that were taken, by kind.</summary>
    public Dictionary<string, int> Lost { get; init; } = new(StringComparer.Ordinal);

    internal void Skip(string? title, string reason)
    {
        Skipped[reason] = Skipped.GetValueOrDefault(reason) + 1;
        if (Examples.Count < MaxListed) Examples.Add(new(JsonText.Cut(title, 200), reason));
    }

    internal void Lose(string what, int count = 1)
    {
        if (count > 0) Lost[what] = Lost.GetValueOrDefault(what) + count;
    }
}

/// <param name="Reason"><c>duplicate</c>, <c>too-large</c>, <c>too-many-messages</c>, <c>empty</c>, <c>unreadable</c>, <c>unknown-form</c> or <c>too-many-conversations</c>.</param>
public sealed record SkippedConversation(string? Title, string Reason);

internal static class Skips
{
    public const string Duplicate = "duplicate";
    public const string TooLarge = "too-large";
    public const string TooManyMessages = "too-many-messages";
    public const string Empty = "empty";
    public const string Unreadable = "unreadable";
    public const string UnknownForm = "unknown-form";
    public const string TooManyConversations = "too-many-conversations";
}

internal static class Losses
{
    /// <summary>A file that is not in the export, or of a kind that is not taken.</summary>
    public const string Attachment = "attachment";

    /// <summary>A message that is neither question nor answer: a tool's, say.</summary>
    public const string Message = "message";

    /// <summary>A message whose way up does not lead to a beginning.</summary>
    public const string OutsideTree = "outside-tree";

    /// <summary>Options outside what they may be.</summary>
    public const string Settings = "settings";

    public const string Note = "note";
    public const string Feedback = "feedback";
    public const string Folder = "folder";
    public const string Tag = "tag";
    public const string Preset = "preset";
}
