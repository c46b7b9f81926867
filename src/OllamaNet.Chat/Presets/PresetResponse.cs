using System.Linq.Expressions;
using OllamaNet.Chat.Messages;

namespace OllamaNet.Chat.Presets;

/// <param name="Mine">The caller made it.</param>
/// <param name="Editable">The caller may change and delete it.</param>
/// <param name="Version">For <c>If-Match</c>, in quotes.</param>
/// <param name="UsedBy">Conversations and folders that use it: everybody's for those who may change it, else one's own.</param>
public sealed record PresetResponse(
    Guid Id, string Name, string? Description, string? Model, string? SystemPrompt, AnswerOptions Options, PresetVisibility Visibility,
    bool Mine, bool Editable, string Version, PresetUse UsedBy, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt)
{
    internal static PresetResponse Example { get; } = new(
        new("0197a1c4-6a52-7c3e-9d57-3f1f8a6f2b11"), PresetRequest.Example.Name, PresetRequest.Example.Description, null, PresetRequest.Example.SystemPrompt, PresetRequest.Example.Options!,
        PresetVisibility.Private, Mine: true, Editable: true, "6448c1e5b0a40", new(3, 1), new(2026, 11, 20, 9, 30, 0, TimeSpan.Zero), new(2026, 11, 20, 9, 31, 12, TimeSpan.Zero));

    internal static PresetResponse Of(Preset preset, PresetRights rights, PresetUse use) => new(
        preset.Id, preset.Name, preset.Description, preset.Model, preset.SystemPrompt, preset.Options, preset.Visibility,
        preset.OwnerId == rights.User, rights.MayChange(preset.OwnerId, preset.Visibility), preset.Version, use, preset.CreatedAt, preset.UpdatedAt);
}

public sealed record PresetUse(int Conversations, int Folders)
{
    public static PresetUse None { get; } = new(0, 0);
}

/// <summary>A preset in a list: without its prompt and its values.</summary>
public sealed record PresetSummary(Guid Id, string Name, string? Description, string? Model, PresetVisibility Visibility, bool Mine, bool Editable, DateTimeOffset UpdatedAt)
{
    internal static PresetSummary Example { get; } = new(
        PresetResponse.Example.Id, PresetResponse.Example.Name, PresetResponse.Example.Description, null, PresetVisibility.Private, Mine: true, Editable: true, PresetResponse.Example.UpdatedAt);

    internal static Expression<Func<Preset, PresetSummary>> For(PresetRights rights) => p => new(
        p.Id, p.Name, p.Description, p.Model, p.Visibility, p.OwnerId == rights.User,
        p.Visibility == PresetVisibility.Global ? rights.ManagesGlobal : p.OwnerId == rights.User, p.UpdatedAt);
}
