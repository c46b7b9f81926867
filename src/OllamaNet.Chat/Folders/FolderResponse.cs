using System.Linq.Expressions;

namespace OllamaNet.Chat.Folders;

/// <summary>A folder as the list shows it.</summary>
public sealed record FolderSummary(Guid Id, Guid? ParentId, string Name, string? Colour, string? Icon, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt)
{
    internal static FolderSummary Example { get; } = new(
        new("0197a1c4-6a52-7c3e-9d57-3f1f8a6f2b77"), null, "Travel", "teal", "plane",
        new(2026, 11, 20, 9, 30, 0, TimeSpan.Zero), new(2026, 11, 20, 9, 30, 0, TimeSpan.Zero));

    internal static Expression<Func<Folder, FolderSummary>> From => f => new(f.Id, f.ParentId, f.Name, f.Colour, f.Icon, f.CreatedAt, f.UpdatedAt);
}

/// <param name="ParentId">Null at the top.</param>
/// <param name="Colour">Name of a colour; null for none.</param>
/// <param name="Icon">Name of an icon; null for a folder's.</param>
public sealed record FolderResponse(
    Guid Id, Guid? ParentId, string Name, string? Colour, string? Icon, string? SystemPrompt, Guid? PresetId, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt)
{
    internal static FolderResponse Example { get; } = new(
        FolderSummary.Example.Id, null, "Travel", "teal", "plane", "Answer as a travel guide: short, with prices.", null, FolderSummary.Example.CreatedAt, FolderSummary.Example.UpdatedAt);

    internal static FolderResponse Of(Folder f) => new(f.Id, f.ParentId, f.Name, f.Colour, f.Icon, f.SystemPrompt, f.PresetId, f.CreatedAt, f.UpdatedAt);
}
