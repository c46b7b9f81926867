using OllamaNet.Platform.Security;

namespace OllamaNet.Chat.Presets;

/// <summary>What one caller may do with presets. Sharing lets others use a preset, never change it.</summary>
/// <param name="ManagesGlobal">Global presets are the administrators'.</param>
internal sealed record PresetRights(Guid User, bool ManagesGlobal)
{
    public static PresetRights Of(CurrentUser user) => new(user.Id, user.May(Permissions.SettingsManage));

    public bool MayChange(Guid owner, PresetVisibility visibility) => visibility is PresetVisibility.Global ? ManagesGlobal : owner == User;

    public bool MayMake(PresetVisibility visibility) => visibility is not PresetVisibility.Global || ManagesGlobal;
}
