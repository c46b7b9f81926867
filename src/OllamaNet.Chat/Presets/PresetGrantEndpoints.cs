using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using OllamaNet.Chat.Data;
using OllamaNet.Platform.Audit;
using OllamaNet.Platform.Http;
using OllamaNet.Platform.Security;
using OllamaNet.Platform.Security.Access;
using OllamaNet.Platform.Streaming;

namespace OllamaNet.Chat.Presets;

public sealed record PresetGrants(IReadOnlyList<GrantResponse> Grants);

/// <param name="Grants">All of them from then on.</param>
public sealed record SetPresetGrantsRequest([Required, MaxLength(GrantStore.Most)] GrantBody[] Grants);

internal static class PresetGrantEndpoints
{
    public static void MapPresetGrants(this RouteGroupBuilder api)
    {
        api.MapGet("/{id:guid}/grants", GetPresetGrants).WithSummary("Who may use a preset")
            .WithDescription("For those who may change it. What is granted counts while its visibility is `granted`, what is denied also while it is `shared` or `global`.")
            .ProducesProblem(StatusCodes.Status403Forbidden).ProducesProblem(StatusCodes.Status404NotFound).WithExample(response: new PresetGrants([GrantResponse.Example]));
        api.MapPut("/{id:guid}/grants", SetPresetGrants).WithSummary("Say who may use a preset")
            .WithDescription("Replaces the whole of it. Groups are those that you are in, or any for who manages users. A denial outweighs what is granted.")
            .ProducesValidationProblem().ProducesProblem(StatusCodes.Status403Forbidden).ProducesProblem(StatusCodes.Status404NotFound)
            .WithExample(new SetPresetGrantsRequest([new(GrantSubject.Group, GrantResponse.Example.Id, Allow: true)]), new PresetGrants([GrantResponse.Example]));
    }

    private static async Task<Results<Ok<PresetGrants>, ProblemHttpResult>> GetPresetGrants(Guid id, PresetBook book, ChatDb db, CurrentUser user, CancellationToken cancellationToken)
    {
        var (_, problem) = await book.FindChangeableAsync(id, PresetRights.Of(user), cancellationToken);
        return problem is not null ? problem : TypedResults.Ok(new PresetGrants(await db.GrantsOfAsync(ResourceKinds.Preset, id.ToString(), cancellationToken)));
    }

    private static async Task<Results<Ok<PresetGrants>, ProblemHttpResult>> SetPresetGrants(
        Guid id, SetPresetGrantsRequest request, PresetBook book, ChatDb db, CurrentUser user, Changes changes, AuditLog audit, CancellationToken cancellationToken)
    {
        var (preset, problem) = await book.FindChangeableAsync(id, PresetRights.Of(user), cancellationToken);
        if (preset is null) return problem!;
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        // Whoever else says something about this preset waits.
        await db.Database.ExecuteSqlAsync($"SELECT 1 FROM chat.presets WHERE id = {id} FOR UPDATE", cancellationToken);
        var before = await db.GrantsOfAsync(ResourceKinds.Preset, id.ToString(), cancellationToken);
        var groups = request.Grants.Where(g => g.Kind is GrantSubject.Group).Select(g => g.Id).Except(before.Select(g => g.Id)).ToArray();
        if (!user.May(Permissions.UsersManage) && await db.Set<GroupMember>().CountAsync(m => m.UserId == user.Id && groups.Contains(m.GroupId), cancellationToken) < groups.Length)
            return Problems.Invalid("grants", "There is no such user or group.");
        if (await db.SetGrantsAsync(ResourceKinds.Preset, id.ToString(), request.Grants, cancellationToken) is { } wrong) return wrong;
        await audit.RecordAsync(db, AuditEntry.On(AuditActions.GrantsSet, "preset", id, preset.Name) with { Before = Shown(before), After = Shown(request.Grants) }, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        changes.Publish(user.Id, ChangeKinds.Preset, id);
        return TypedResults.Ok(new PresetGrants(await db.GrantsOfAsync(ResourceKinds.Preset, id.ToString(), cancellationToken)));
    }

    private static object Shown(IEnumerable<GrantResponse> grants) => Shown(grants.Select(g => new GrantBody(g.Kind, g.Id, g.Allow)));

    private static object Shown(IEnumerable<GrantBody> grants) => new { Grants = grants.Select(g => $"{(g.Allow ? "allow" : "deny")} {g.Kind} {g.Id}") };
}
