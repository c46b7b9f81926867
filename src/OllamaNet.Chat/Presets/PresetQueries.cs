using OllamaNet.Chat.Data;
using OllamaNet.Platform.Security.Access;

namespace OllamaNet.Chat.Presets;

internal static class PresetQueries
{
    /// <summary>One's own, and what others or administrators share with one.</summary>
    public static IQueryable<Preset> PresetsUsableBy(this ChatDb db, Guid user) => db.Presets.Where(p => p.OwnerId == user
        || (p.Visibility != PresetVisibility.Private && AccessTables.IsGranted(ResourceKinds.Preset, p.Id.ToString(), user, p.Visibility == PresetVisibility.Granted)));
}
