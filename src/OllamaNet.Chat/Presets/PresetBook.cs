using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using OllamaNet.Chat.Data;
using OllamaNet.Chat.Transfers.Imports;
using OllamaNet.Platform.Audit;
using OllamaNet.Platform.Http;
using OllamaNet.Platform.Security.Access;
using OllamaNet.Platform.Streaming;

namespace OllamaNet.Chat.Presets;

/// <summary>Adds, changes and removes presets, with the rights of a caller and against what others do meanwhile.</summary>
internal sealed class PresetBook(ChatDb db, Changes changes, AuditLog audit, TimeProvider time)
{
    public const int MostOfAUser = 500;

    private static readonly ProblemHttpResult NotFound = Problems.NotFound("preset");
    private static readonly ProblemHttpResult Forbidden = Problems.Forbidden("preset-not-yours", "This preset is somebody else's: you can use it, not change it. Duplicate it to have one of your own.");
    private static readonly ProblemHttpResult OnlyAdministrators = Problems.Forbidden("global-presets", "Only administrators make presets global. Share it instead.");
    private static readonly ProblemHttpResult ChangedMeanwhile =
        Problems.Of(StatusCodes.Status412PreconditionFailed, "changed-meanwhile", "The preset was changed since you read it. Read it again and repeat your change.");

    public Task<Preset?> FindAsync(Guid id, PresetRights rights, CancellationToken cancellationToken) =>
        db.PresetsUsableBy(rights.User).FirstOrDefaultAsync(p => p.Id == id, cancellationToken);

    public async Task<(Preset? Preset, ProblemHttpResult? Problem)> AddAsync(PresetRequest request, PresetRights rights, CancellationToken cancellationToken)
    {
        if (!rights.MayMake(request.Visibility)) return (null, OnlyAdministrators);
        if (await db.Presets.CountAsync(p => p.OwnerId == rights.User, cancellationToken) >= MostOfAUser)
            return (null, Problems.Conflict("too-many-presets", $"You have {MostOfAUser} presets. Delete some before you make more."));

        var preset = New(request, rights.User);
        db.Add(preset);
        await SaveAsync(preset, before: null, cancellationToken);
        changes.Publish(rights.User, ChangeKinds.Preset, preset.Id);
        return (preset, null);
    }

    public async Task<(Preset? Preset, ProblemHttpResult? Problem)> ChangeAsync(
        Guid id, PresetRequest request, PresetRights rights, string? ifMatch, CancellationToken cancellationToken)
    {
        var preset = await FindAsync(id, rights, cancellationToken);
        if (Refusal(preset, rights, ifMatch) is { } problem) return (null, problem);
        if (!rights.MayMake(request.Visibility)) return (null, OnlyAdministrators);

        var before = preset!.Visibility;
        request.ApplyTo(preset, time.GetUtcNow());
        try
        {
            await SaveAsync(preset, before, cancellationToken);
        }
        catch (DbUpdateConcurrencyException)
        {
            return (null, ChangedMeanwhile);
        }

        changes.Publish(rights.User, ChangeKinds.Preset, id);
        return (preset, null);
    }

    public async Task<(Preset? Preset, ProblemHttpResult? Problem)> FindChangeableAsync(Guid id, PresetRights rights, CancellationToken cancellationToken) =>
        await FindAsync(id, rights, cancellationToken) is not { } preset ? (null, NotFound) : rights.MayChange(preset.OwnerId, preset.Visibility) ? (preset, null) : (null, Forbidden);

    /// <returns>What used it until now.</returns>
    public async Task<(PresetUse? Use, ProblemHttpResult? Problem)> RemoveAsync(Guid id, PresetRights rights, string? ifMatch, CancellationToken cancellationToken)
    {
        var preset = await FindAsync(id, rights, cancellationToken);
        if (Refusal(preset, rights, ifMatch) is { } problem) return (null, problem);

        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        if (await db.Presets.Where(p => p.Id == id && p.UpdatedAt == preset!.UpdatedAt).ExecuteDeleteAsync(cancellationToken) == 0) return (null, ChangedMeanwhile);
        var conversations = await db.Conversations.IgnoreQueryFilters().Where(c => c.PresetId == id).ExecuteUpdateAsync(set => set.SetProperty(c => c.PresetId, (Guid?)null), cancellationToken);
        var folders = await db.Folders.Where(f => f.PresetId == id).ExecuteUpdateAsync(set => set.SetProperty(f => f.PresetId, (Guid?)null), cancellationToken);
        await db.PresetDefaults.Where(d => d.PresetId == id).ExecuteDeleteAsync(cancellationToken);
        await db.Set<Grant>().Where(g => g.Kind == ResourceKinds.Preset && g.Resource == id.ToString()).ExecuteDeleteAsync(cancellationToken);
        if (preset!.Visibility is PresetVisibility.Global) await audit.RecordAsync(db, AuditEntry.On(AuditActions.GlobalPresetDeleted, "preset", id, preset.Name), cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        changes.Publish(rights.User, ChangeKinds.Preset, id);
        return (new(conversations, folders), null);
    }

    public async Task<PresetUse> UseOfAsync(Preset preset, PresetRights rights, CancellationToken cancellationToken)
    {
        var everybody = rights.MayChange(preset.OwnerId, preset.Visibility);
        return await db.Presets.Where(p => p.Id == preset.Id).Select(p => new PresetUse(
            db.Conversations.Count(c => c.PresetId == p.Id && (everybody || c.OwnerId == rights.User)),
            db.Folders.Count(f => f.PresetId == p.Id && (everybody || f.OwnerId == rights.User)))).FirstOrDefaultAsync(cancellationToken) ?? PresetUse.None;
    }

    public Preset New(PresetRequest request, Guid owner)
    {
        var now = time.GetUtcNow();
        var preset = new Preset { Id = Guid.CreateVersion7(now), OwnerId = owner, Visibility = request.Visibility, Name = request.Name, CreatedAt = now, UpdatedAt = now };
        request.ApplyTo(preset, now);
        return preset;
    }

    public static PresetRequest CopyOf(Preset preset) => new()
    {
        Name = JsonText.Cut(preset.Name, PresetConfiguration.NameLength - 4) + " (2)",
        Description = preset.Description,
        Model = preset.Model,
        SystemPrompt = preset.SystemPrompt,
        Options = preset.Options,
    };

    /// <summary>What everybody gets is recorded, what is one's own is not.</summary>
    private Task<int> SaveAsync(Preset preset, PresetVisibility? before, CancellationToken cancellationToken) =>
        preset.Visibility is not PresetVisibility.Global && before is not PresetVisibility.Global
            ? db.SaveChangesAsync(cancellationToken)
            : audit.RecordAsync(db, db.SaveChangesAsync,
                AuditEntry.On(before is PresetVisibility.Global ? AuditActions.GlobalPresetChanged : AuditActions.PresetMadeGlobal, "preset", preset.Id, preset.Name) with
                {
                    Before = before is null ? null : new { visibility = before },
                    After = new { preset.Visibility, preset.Model },
                }, cancellationToken);

    /// <summary>Why a preset cannot be changed by this caller; null when it can.</summary>
    private static ProblemHttpResult? Refusal(Preset? preset, PresetRights rights, string? ifMatch)
    {
        if (preset is null) return NotFound;
        if (!rights.MayChange(preset.OwnerId, preset.Visibility)) return Forbidden;
        if (string.IsNullOrEmpty(ifMatch))
        {
            return preset.Visibility is PresetVisibility.Private ? null
                : Problems.Of(StatusCodes.Status428PreconditionRequired, "if-match-required", "Others use this preset: send the ETag you read as If-Match, so that no change is lost.");
        }

        return ifMatch is "*" || ifMatch.Split(',').Any(tag => tag.Trim().Trim('"') == preset.Version) ? null : ChangedMeanwhile;
    }
}
