using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using OllamaNet.Inference.Data;
using OllamaNet.Inference.Nodes.Admin;
using OllamaNet.Platform.Audit;
using OllamaNet.Platform.Http;

namespace OllamaNet.Inference.Models;

/// <param name="Targets">Models by their own names, tried in order.</param>
public sealed record AliasBody([Required, MaxLength(ModelNames.MaxLength)] string Name, IReadOnlyList<string> Targets);

public sealed record AliasResponse(string Name, IReadOnlyList<string> Targets, DateTimeOffset UpdatedAt);

public sealed record AliasList(IReadOnlyList<AliasResponse> Items);

internal static class ModelAliasEndpoints
{
    private const int MaxTargets = 20;
    private static readonly AliasResponse Example = new("llama3", ["llama3:8b", "qwen3:4b"], new DateTimeOffset(2026, 11, 21, 12, 0, 0, TimeSpan.Zero));

    public static void MapAliases(this RouteGroupBuilder api)
    {
        api.MapGet("/", ListAliases)
            .WithSummary("List the aliases of models")
            .WithDescription("Names that stand for models. Users see them among the models.")
            .WithExample(response: new AliasList([Example]));
        api.MapPut("/", SetAlias)
            .ProducesProblem(StatusCodes.Status409Conflict)
            .WithSummary("Set an alias of models")
            .WithDescription("Whoever asks the alias gets the first of the targets that he may use and that some node can serve; the others are its fallbacks. A target is a model's own name, never an alias, except that an alias may name the model it is called after.")
            .WithExample(new AliasBody("llama3", ["llama3:8b", "qwen3:4b"]), Example);
        api.MapDelete("/", RemoveAlias)
            .ProducesProblem(StatusCodes.Status404NotFound)
            .WithSummary("Remove an alias of models")
            .WithDescription("Its name means nothing from then on, or the model that is called so.");
    }

    private static async Task<Ok<AliasList>> ListAliases(InferenceDb db, CancellationToken cancellationToken) => TypedResults.Ok(new AliasList(
        await db.ModelAliases.OrderBy(a => a.Name).Select(a => new AliasResponse(a.Name, a.Targets, a.UpdatedAt)).ToListAsync(cancellationToken)));

    private static async Task<Results<Ok<AliasResponse>, ProblemHttpResult>> SetAlias(AliasBody body, InferenceDb db, Refresher refresher, AuditLog audit, TimeProvider time, CancellationToken cancellationToken)
    {
        var rules = new NodeRules();
        if (!NodeRules.IsModelName(body.Name)) rules.Add("name", "An alias has up to 200 characters and no spaces around them.");
        if (body.Targets.Count is 0 or > MaxTargets) rules.Add("targets", $"An alias has 1 to {MaxTargets} targets.");
        else if (body.Targets.Distinct(StringComparer.Ordinal).Count() < body.Targets.Count) rules.Add("targets", "A target is named twice.");
        else if (body.Targets.FirstOrDefault(t => !NodeRules.IsModelName(t)) is not null) rules.Add("targets", "A target is a model's name of up to 200 characters.");
        if (rules.Errors.Count > 0) return Problems.Invalid(rules.Errors);

        var others = await db.ModelAliases.Where(a => a.Name != body.Name).Select(a => new { a.Name, a.Targets }).ToListAsync(cancellationToken);
        foreach (var (index, target) in body.Targets.Index())
        {
            if (others.Any(o => o.Name == target)) return Problems.Invalid($"targets[{index}]", $"{ModelNames.Shown(target)} is an alias itself. Name the models it stands for.");
        }

        if (others.FirstOrDefault(o => o.Targets.Contains(body.Name, StringComparer.Ordinal)) is { } user)
            return Problems.Conflict("alias-in-use", $"The alias {ModelNames.Shown(user.Name)} has {ModelNames.Shown(body.Name)} as a target, and an alias stands for models only. Change that first.");

        var (targets, now) = (body.Targets.ToArray(), time.GetUtcNow());
        var before = await db.ModelAliases.Where(a => a.Name == body.Name).Select(a => a.Targets).FirstOrDefaultAsync(cancellationToken);
        await audit.RecordAsync(db, c => db.Database.ExecuteSqlAsync(
            $"INSERT INTO inference.model_aliases (name, targets, updated_at) VALUES ({body.Name}, {targets}, {now}) ON CONFLICT (name) DO UPDATE SET targets = EXCLUDED.targets, updated_at = EXCLUDED.updated_at", c),
            new(AuditActions.AliasSet, "alias", body.Name, body.Name) { Before = before is null ? null : new { targets = before }, After = new { targets } }, cancellationToken);
        await refresher.RefreshAsync(cancellationToken);
        return TypedResults.Ok(new AliasResponse(body.Name, targets, now));
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> RemoveAlias(string name, InferenceDb db, Refresher refresher, AuditLog audit, CancellationToken cancellationToken)
    {
        if (await audit.RecordAsync(db, c => db.ModelAliases.Where(a => a.Name == name).ExecuteDeleteAsync(c), new(AuditActions.AliasRemoved, "alias", name, name), cancellationToken) == 0) return Problems.NotFound("alias");
        await refresher.RefreshAsync(cancellationToken);
        return TypedResults.NoContent();
    }
}
