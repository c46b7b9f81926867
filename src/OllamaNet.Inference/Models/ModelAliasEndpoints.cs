using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using OllamaNet.Inference.Data;
using OllamaNet.Inference.Nodes;
using OllamaNet.Platform.Audit;
using OllamaNet.Platform.Http;

namespace OllamaNet.Inference.Models;

/// <param name="Targets">Models by their own names, tried in order.</param>
public sealed record AliasBody([Required, MaxLength(ModelNames.MaxLength)] string Name, IReadOnlyList<string> Targets);

/// <param name="Name">The alias; a new one is made.</param>
/// <param name="Model">What it stands for from now on.</param>
public sealed record PromotionBody([Required, MaxLength(ModelNames.MaxLength)] string Name, [Required, MaxLength(ModelNames.MaxLength)] string Model);

public sealed record RollbackBody([Required, MaxLength(ModelNames.MaxLength)] string Name);

/// <param name="Previous">The targets before the last change, for the way back; null where there were none.</param>
public sealed record AliasResponse(string Name, IReadOnlyList<string> Targets, IReadOnlyList<string>? Previous, DateTimeOffset UpdatedAt);

public sealed record AliasList(IReadOnlyList<AliasResponse> Items);

internal static class ModelAliasEndpoints
{
    private static readonly AliasResponse Example = new("llama3", ["llama3:8b", "qwen3:4b"], ["llama3:1b", "qwen3:4b"], new DateTimeOffset(2026, 11, 21, 12, 0, 0, TimeSpan.Zero));

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
        api.MapPost("/promotions", PromoteModel)
            .ProducesProblem(StatusCodes.Status409Conflict)
            .WithSummary("Let an alias stand for another model")
            .WithDescription("Takes the place of the alias's first target; the fallbacks stay, and what was before is remembered. Refused for a model that no node serves now.")
            .WithExample(new PromotionBody("llama3", "llama3:8b"), Example);
        api.MapPost("/rollbacks", RollBackAlias)
            .ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict)
            .WithSummary("Take back the last change of an alias")
            .WithDescription("It stands again for what it stood for before. Done twice, it is as it was.")
            .WithExample(new RollbackBody("llama3"), Example with { Targets = Example.Previous!, Previous = Example.Targets });
        api.MapDelete("/", RemoveAlias)
            .ProducesProblem(StatusCodes.Status404NotFound)
            .WithSummary("Remove an alias of models")
            .WithDescription("Its name means nothing from then on, or the model that is called so.");
    }

    private static async Task<Ok<AliasList>> ListAliases(InferenceDb db, CancellationToken cancellationToken) => TypedResults.Ok(new AliasList(
        await db.ModelAliases.OrderBy(a => a.Name).Select(a => new AliasResponse(a.Name, a.Targets, a.Previous, a.UpdatedAt)).ToListAsync(cancellationToken)));

    private static async Task<Results<Ok<AliasResponse>, ProblemHttpResult>> SetAlias(AliasBody body, AliasSetter setter, CancellationToken cancellationToken) =>
        Answer(await setter.SetAsync(body.Name, body.Targets, cancellationToken));

    private static async Task<Results<Ok<AliasResponse>, ProblemHttpResult>> PromoteModel(PromotionBody body, InferenceDb db, NodeSet nodes, AliasSetter setter, CancellationToken cancellationToken)
    {
        if (!nodes.All.Any(n => n.State.Reachable && n.Find(body.Model) is not null)) return Problems.Conflict("model-not-served", $"No node that is there serves {ModelNames.Shown(body.Model)}. Install it first.");
        var before = await db.ModelAliases.Where(a => a.Name == body.Name).Select(a => a.Targets).FirstOrDefaultAsync(cancellationToken) ?? [];
        return Answer(await setter.SetAsync(body.Name, [body.Model, .. before.Skip(1).Where(t => t != body.Model)], cancellationToken));
    }

    private static async Task<Results<Ok<AliasResponse>, ProblemHttpResult>> RollBackAlias(RollbackBody body, InferenceDb db, AliasSetter setter, CancellationToken cancellationToken)
    {
        if (await db.ModelAliases.FirstOrDefaultAsync(a => a.Name == body.Name, cancellationToken) is not { } alias) return Problems.NotFound("alias");
        if (alias.Previous is not { } previous) return Problems.Conflict("nothing-before", "This alias stands for what it always stood for: there is no way back.");
        return Answer(await setter.SetAsync(body.Name, previous, cancellationToken));
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> RemoveAlias(string name, InferenceDb db, Refresher refresher, AuditLog audit, CancellationToken cancellationToken)
    {
        if (await audit.RecordAsync(db, c => db.ModelAliases.Where(a => a.Name == name).ExecuteDeleteAsync(c), new(AuditActions.AliasRemoved, "alias", name, name), cancellationToken) == 0) return Problems.NotFound("alias");
        await refresher.RefreshAsync(cancellationToken);
        return TypedResults.NoContent();
    }

    private static Results<Ok<AliasResponse>, ProblemHttpResult> Answer((AliasResponse? Alias, ProblemHttpResult? Problem) set) =>
        set.Problem is { } problem ? problem : TypedResults.Ok(set.Alias!);
}
