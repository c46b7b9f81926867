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
using OllamaNet.Platform.Security;
using OllamaNet.Platform.Security.Access;

namespace OllamaNet.Inference.Models;

/// <param name="GrantedOnly">Nobody may use it who is not granted it; else everybody may who is not denied it.</param>
public sealed record ModelGrants([Required, MaxLength(ModelNames.MaxLength)] string Model, bool GrantedOnly, IReadOnlyList<GrantResponse> Grants);

/// <param name="GrantedOnly">Nobody may use it who is not granted it; else everybody may who is not denied it.</param>
/// <param name="Grants">All of them from then on.</param>
public sealed record SetModelGrantsRequest([Required, MaxLength(ModelNames.MaxLength)] string Model, bool GrantedOnly, [Required, MaxLength(GrantStore.Most)] GrantBody[] Grants);

internal static class ModelGrantEndpoints
{
    private static readonly ModelGrants Example = new("llama3.3:70b", GrantedOnly: true, [GrantResponse.Example]);

    public static void MapModelGrants(this RouteGroupBuilder api)
    {
        api.MapGet("/", GetModelGrants)
            .WithSummary("Who may use a model")
            .WithDescription("Users and groups that a model, or an alias, is granted or denied to. A model of which nothing was said is everybody's.")
            .ProducesValidationProblem().WithExample(response: Example);
        api.MapPut("/", SetModelGrants)
            .WithSummary("Say who may use a model")
            .WithDescription(
                "Replaces the whole of it. A denial, to the user or to one of his groups, outweighs whatever is granted. It holds for administrators too, in every protocol, and for the model that an alias comes to "
                + "as for the alias itself; within 5 seconds, also for answers that are being made.")
            .ProducesValidationProblem()
            .WithExample(new SetModelGrantsRequest("llama3.3:70b", GrantedOnly: true, [new(GrantSubject.Group, GrantResponse.Example.Id, Allow: true)]), Example);
    }

    private static async Task<Ok<ModelGrants>> GetModelGrants([Required, MaxLength(ModelNames.MaxLength)] string model, InferenceDb db, CancellationToken cancellationToken) =>
        TypedResults.Ok(await ReadAsync(model, db, cancellationToken));

    private static async Task<Results<Ok<ModelGrants>, ProblemHttpResult>> SetModelGrants(
        SetModelGrantsRequest request, InferenceDb db, Revocations revocations, AuditLog audit, CancellationToken cancellationToken)
    {
        if (!NodeRules.IsModelName(request.Model)) return Problems.Invalid("model", "A model's name has up to 200 characters and no spaces around them.");
        var name = ModelNames.Canonical(request.Model);
        await using (var transaction = await db.Database.BeginTransactionAsync(cancellationToken))
        {
            // Who else says something about this model waits.
            await db.Database.ExecuteSqlAsync($"SELECT pg_advisory_xact_lock(hashtextextended({"grants:" + name}, 0))", cancellationToken);
            var before = await ReadAsync(name, db, cancellationToken);
            if (await db.SetGrantsAsync(ResourceKinds.Model, name, request.Grants, cancellationToken) is { } problem) return problem;
            if (before.GrantedOnly && !request.GrantedOnly) await Restricted(db, name).ExecuteDeleteAsync(cancellationToken);
            if (!before.GrantedOnly && request.GrantedOnly)
            {
                db.Add(new RestrictedResource { Kind = ResourceKinds.Model, Resource = name });
                await db.SaveChangesAsync(cancellationToken);
            }

            var after = await ReadAsync(name, db, cancellationToken);
            await audit.RecordAsync(db, new(AuditActions.GrantsSet, "model", request.Model, request.Model) { Before = Shown(before), After = Shown(after) }, cancellationToken);
            await transaction.CommitAsync(cancellationToken);
        }

        await revocations.RefreshAsync(cancellationToken);
        return TypedResults.Ok(await ReadAsync(request.Model, db, cancellationToken));
    }

    private static async Task<ModelGrants> ReadAsync(string model, InferenceDb db, CancellationToken cancellationToken)
    {
        var name = ModelNames.Canonical(model);
        return new(model, await Restricted(db, name).AnyAsync(cancellationToken), await db.GrantsOfAsync(ResourceKinds.Model, name, cancellationToken));
    }

    private static IQueryable<RestrictedResource> Restricted(InferenceDb db, string name) => db.Set<RestrictedResource>().Where(r => r.Kind == ResourceKinds.Model && r.Resource == name);

    private static object Shown(ModelGrants grants) => new { grants.GrantedOnly, Grants = grants.Grants.Select(g => $"{(g.Allow ? "allow" : "deny")} {g.Kind} {g.Id}") };
}
