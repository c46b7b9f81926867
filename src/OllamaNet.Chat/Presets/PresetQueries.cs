namespace OllamaNet.Chat.Presets;

internal static class PresetQueries
{
    /// <summary>One's own, and what others or administrators share.</summary>
    public static IQueryable<Preset> UsableBy(this IQueryable<Preset> presets, Guid user) => presets.Where(p => p.OwnerId == user || p.Visibility != PresetVisibility.Private);
}
