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

/// <param name="LocalOnly">Nodes that send data off the site are not picked for it.</param>
/// <param name="Hidden">It is in no list; who knows its name, or an alias of it, may still ask it.</param>
public sealed record ModelPolicyBody([Required, MaxLength(ModelNames.MaxLength)] string Model, bool LocalOnly = false, bool Hidden = false);

public sealed record ModelPolicyList(IReadOnlyList<ModelPolicyBody> Items);

/// <param name="LocalOnly">Nothing this user asks leaves the site, whatever he chooses himself.</param>
public sealed record UserPolicyBody(Guid UserId, bool LocalOnly = false);

public sealed record UserPolicyList(IReadOnlyList<UserPolicyBody> Items);

internal static class PolicyEndpoints
{
    public static void MapModelPolicies(this RouteGroupBuilder api)
    {
        var example = new ModelPolicyBody("llama3.3:70b", LocalOnly: true);
        api.MapGet("/", ListModelPolicies)
            .WithSummary("List the policies of models")
            .WithDescription("Models without a policy are not listed: nodes anywhere serve them and everybody sees them.")
            .WithExample(response: new ModelPolicyList([example]));
        api.MapPut("/", SetModelPolicy)
            .WithSummary("Set the policy of a model")
            .WithDescription("A policy with neither of its two is none.")
            .WithExample(example, example);
    }

    public static void MapUserPolicies(this RouteGroupBuilder api)
    {
        var example = new UserPolicyBody(Guid.Parse("019f3a20-0000-7000-8000-000000000004"), LocalOnly: true);
        api.MapGet("/", ListUserPolicies)
            .WithSummary("List the policies of users")
            .WithDescription("Users without a policy are not listed.")
            .WithExample(response: new UserPolicyList([example]));
        api.MapPut("/", SetUserPolicy)
            .WithSummary("Set the policy of a user")
            .WithDescription("Whether what this user asks must stay on the site.")
            .WithExample(example, example);
    }

    private static async Task<Ok<ModelPolicyList>> ListModelPolicies(InferenceDb db, CancellationToken cancellationToken) => TypedResults.Ok(new ModelPolicyList(
        await db.ModelPolicies.OrderBy(p => p.Model).Select(p => new ModelPolicyBody(p.Model, p.LocalOnly, p.Hidden)).ToListAsync(cancellationToken)));

    private static async Task<Results<Ok<ModelPolicyBody>, ProblemHttpResult>> SetModelPolicy(ModelPolicyBody body, InferenceDb db, Refresher refresher, AuditLog audit, TimeProvider time, CancellationToken cancellationToken)
    {
        if (!NodeRules.IsModelName(body.Model)) return Problems.Invalid("model", "A model's name has up to 200 characters and no spaces around them.");
        var before = await db.ModelPolicies.Where(p => p.Model == body.Model).Select(p => new { p.LocalOnly, p.Hidden }).FirstOrDefaultAsync(cancellationToken);
        await audit.RecordAsync(db, c => body is { LocalOnly: false, Hidden: false }
            ? db.ModelPolicies.Where(p => p.Model == body.Model).ExecuteDeleteAsync(c)
            : db.Database.ExecuteSqlAsync(
                $"""
                INSERT INTO inference.model_policies (model, local_only, hidden, updated_at) VALUES ({body.Model}, {body.LocalOnly}, {body.Hidden}, {time.GetUtcNow()})
                ON CONFLICT (model) DO UPDATE SET local_only = EXCLUDED.local_only, hidden = EXCLUDED.hidden, updated_at = EXCLUDED.updated_at
                """, c),
            new(AuditActions.ModelPolicySet, "model", body.Model, body.Model) { Before = before, After = new { body.LocalOnly, body.Hidden } }, cancellationToken);

        await refresher.RefreshAsync(cancellationToken);
        return TypedResults.Ok(body);
    }

    private static async Task<Ok<UserPolicyList>> ListUserPolicies(InferenceDb db, CancellationToken cancellationToken) => TypedResults.Ok(new UserPolicyList(
        await db.UserSettings.Where(s => s.LocalOnlyRequired).OrderBy(s => s.UserId).Select(s => new UserPolicyBody(s.UserId, s.LocalOnlyRequired)).ToListAsync(cancellationToken)));

    private static async Task<Ok<UserPolicyBody>> SetUserPolicy(UserPolicyBody body, InferenceDb db, Refresher refresher, AuditLog audit, TimeProvider time, CancellationToken cancellationToken)
    {
        await audit.RecordAsync(db, c => db.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO inference.user_settings (user_id, local_only_required, local_only_chosen, cache_answers, cache_embeddings, updated_at)
            VALUES ({body.UserId}, {body.LocalOnly}, false, false, false, {time.GetUtcNow()})
            ON CONFLICT (user_id) DO UPDATE SET local_only_required = EXCLUDED.local_only_required, updated_at = EXCLUDED.updated_at
            """, c), AuditEntry.On(AuditActions.UserPolicySet, "user", body.UserId) with { After = new { body.LocalOnly } }, cancellationToken);
        await refresher.RefreshAsync(cancellationToken);
        return TypedResults.Ok(body);
    }
}
