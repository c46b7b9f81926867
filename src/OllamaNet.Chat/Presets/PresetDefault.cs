using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using OllamaNet.Chat.Data;
using OllamaNet.Platform.Http;
using OllamaNet.Platform.Security;
using OllamaNet.Platform.Streaming;

namespace OllamaNet.Chat.Presets;

/// <summary>The preset that a user's new conversations begin with.</summary>
internal sealed class PresetDefault
{
    public required Guid UserId { get; init; }

    public required Guid PresetId { get; set; }
}

/// <param name="PresetId">Null: none.</param>
public sealed record DefaultPreset(Guid? PresetId);

/// <param name="PresetId">Null: none.</param>
/// <param name="Model">The one that the preset names.</param>
public sealed record DefaultPresetResponse(Guid? PresetId, string? Name, string? Model)
{
    internal static DefaultPresetResponse None { get; } = new(null, null, null);
}

internal static class PresetDefaultEndpoints
{
    private static readonly DefaultPresetResponse Example = new(PresetResponse.Example.Id, PresetResponse.Example.Name, null);

    public static void MapPresetDefault(this RouteGroupBuilder api)
    {
        api.MapGet("/default", GetDefaultPreset).WithSummary("Which preset new conversations begin with")
            .WithDescription("A client offers it and names it when it makes a conversation; nothing is changed behind its back.").WithExample(response: Example);
        api.MapPut("/default", PutDefaultPreset).WithSummary("Choose the preset that new conversations begin with")
            .ProducesValidationProblem().ProducesProblem(StatusCodes.Status404NotFound).WithExample(new DefaultPreset(Example.PresetId), Example);
    }

    private static async Task<Ok<DefaultPresetResponse>> GetDefaultPreset(ChatDb db, CurrentUser user, CancellationToken cancellationToken) =>
        TypedResults.Ok(await db.PresetDefaults.Where(d => d.UserId == user.Id)
            .Join(db.PresetsUsableBy(user.Id), d => d.PresetId, p => p.Id, (_, p) => new DefaultPresetResponse(p.Id, p.Name, p.Model))
            .FirstOrDefaultAsync(cancellationToken) ?? DefaultPresetResponse.None);

    private static async Task<Results<Ok<DefaultPresetResponse>, ProblemHttpResult>> PutDefaultPreset(
        DefaultPreset request, ChatDb db, CurrentUser user, Changes changes, CancellationToken cancellationToken)
    {
        if (request.PresetId is not { } preset)
        {
            await db.PresetDefaults.Where(d => d.UserId == user.Id).ExecuteDeleteAsync(cancellationToken);
        }
        else
        {
            if (!await db.PresetsUsableBy(user.Id).AnyAsync(p => p.Id == preset, cancellationToken)) return Problems.NotFound("preset");
            await db.Database.ExecuteSqlAsync(
                $"INSERT INTO chat.preset_defaults (user_id, preset_id) VALUES ({user.Id}, {preset}) ON CONFLICT (user_id) DO UPDATE SET preset_id = excluded.preset_id", cancellationToken);
        }

        changes.Publish(user.Id, ChangeKinds.Preset);
        return await GetDefaultPreset(db, user, cancellationToken);
    }
}
