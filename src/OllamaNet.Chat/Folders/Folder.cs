namespace OllamaNet.Chat.Folders;

/// <summary>Holds conversations and other folders, and gives the conversations in it a system prompt and a preset.</summary>
internal sealed class Folder
{
    public required Guid Id { get; init; }

    public required Guid OwnerId { get; init; }

    /// <summary>Null at the top. Never a folder below this one.</summary>
    public Guid? ParentId { get; set; }

    public required string Name { get; set; }

    /// <summary>Name of a colour of the palette; null for none.</summary>
    public string? Colour { get; set; }

    /// <summary>Name of an icon; null for a folder's.</summary>
    public string? Icon { get; set; }

    public string? SystemPrompt { get; set; }

    public Guid? PresetId { get; set; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset UpdatedAt { get; set; }
}
