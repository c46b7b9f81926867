using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using OllamaNet.Inference.Data;
using OllamaNet.Platform.Audit;
using OllamaNet.Platform.Http;
using OllamaNet.Platform.Security;

namespace OllamaNet.Inference.Limits;

/// <summary>A limit that is left out is as a wider rule says; 0 is no limit.</summary>
/// <param name="Name">The role, the user's id or name, the model; left out for everyone.</param>
public sealed record PutLimitRequest(
    [Required] LimitSubject? Subject, [StringLength(LimitRuleConfiguration.NameLength, MinimumLength = 1)] string? Name = null,
    [Range(0, 1_000_000_000)] int? RequestsPerMinute = null, [Range(0, 1_000_000_000)] int? TokensPerMinute = null, [Range(0, 1_000_000)] int? ConcurrentStreams = null,
    [Range(0, 1_000_000_000_000_000)] long? TokensPerDay = null, [Range(0, 1_000_000_000_000_000)] long? TokensPerMonth = null);

/// <param name="Name">The role, the user's id, the model; null for everyone.</param>
/// <param name="UserName">For a user: his name now.</param>
public sealed record LimitRuleResponse(
    Guid Id, LimitSubject Subject, string? Name, string? UserName, int? RequestsPerMinute, int? TokensPerMinute, int? ConcurrentStreams, long? TokensPerDay, long? TokensPerMonth);

public sealed record LimitRuleList(IReadOnlyList<LimitRuleResponse> Items);

internal static class LimitEndpoints
{
    private static readonly LimitRuleResponse Example = new(new("01939c1e-6f4a-7c3b-9a51-5d1c0f6f7a30"), LimitSubject.Role, "User", null, 60, 100_000, 4, 1_000_000, null);

    public static void MapLimits(this RouteGroupBuilder api)
    {
        api.MapGet("/", ListLimits)
            .WithSummary("List the limits")
            .WithDescription("Rules of administrators. For each number the most specific rule that has it counts: the user's own, the most generous of his roles, everyone's, the settings. A model's rule limits each user's calls of it besides.")
            .WithExample(response: new LimitRuleList([Example]));
        api.MapPut("/", PutLimit)
            .WithSummary("Set a limit")
            .WithDescription("Replaces the rule of the same subject and name. It holds within seconds, in every process.")
            .WithExample(new PutLimitRequest(LimitSubject.Role, "User", 60, 100_000, 4, 1_000_000), Example)
            .ProducesProblem(StatusCodes.Status400BadRequest);
        api.MapDelete("/{id:guid}", DeleteLimit)
            .WithSummary("Delete a limit")
            .WithDescription("What it limited is as wider rules say.")
            .WithExample();
    }

    private static async Task<Ok<LimitRuleList>> ListLimits(InferenceDb db, UserNames names, CancellationToken cancellationToken)
    {
        var rules = await db.LimitRules.AsNoTracking().OrderBy(r => r.Subject).ThenBy(r => r.Name).ToListAsync(cancellationToken);
        var known = await names.OfAsync(rules.Where(r => r.Subject is LimitSubject.User).Select(r => Guid.Parse(r.Name)), cancellationToken);
        return TypedResults.Ok(new LimitRuleList(rules.ConvertAll(r => Shown(r, r.Subject is LimitSubject.User ? known.GetValueOrDefault(Guid.Parse(r.Name)) : null))));
    }

    private static async Task<Results<Ok<LimitRuleResponse>, ProblemHttpResult>> PutLimit(
        PutLimitRequest request, InferenceDb db, UserNames names, Refresher refresher, AuditLog audit, CurrentUser user, ILogger<LimitRule> logger, CancellationToken cancellationToken)
    {
        var subject = request.Subject!.Value;
        if (subject is LimitSubject.Everyone != (request.Name is null))
            return Problems.Invalid("name", request.Name is null ? "Whose limit it is: a role, a user or a model." : "A limit of everyone has no name.");

        string? userName = null;
        var name = request.Name ?? "";
        if (subject is LimitSubject.User)
        {
            if (await names.FindAsync(name, cancellationToken) is not var (id, found)) return Problems.Invalid("name", "There is no such user.");
            (name, userName) = (id.ToString(), found);
        }

        var rule = await db.LimitRules.SingleOrDefaultAsync(r => r.Subject == subject && r.Name == name, cancellationToken);
        var before = rule is null ? null : Shown(rule, userName);
        if (rule is null) db.Add(rule = new LimitRule { Id = Guid.CreateVersion7(), Subject = subject, Name = name });
        (rule.RequestsPerMinute, rule.TokensPerMinute, rule.ConcurrentStreams) = (request.RequestsPerMinute, request.TokensPerMinute, request.ConcurrentStreams);
        (rule.TokensPerDay, rule.TokensPerMonth) = (request.TokensPerDay, request.TokensPerMonth);
        await audit.RecordAsync(db, db.SaveChangesAsync, AuditEntry.On(AuditActions.LimitSet, "limit", rule.Id, LimitName(rule, userName)) with { Before = before, After = Shown(rule, userName) }, cancellationToken);
        await refresher.RefreshAsync(cancellationToken);
        logger.LimitsChanged(rule.Subject, rule.Name, user.Id);
        return TypedResults.Ok(Shown(rule, userName));
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> DeleteLimit(
        Guid id, InferenceDb db, Refresher refresher, AuditLog audit, CurrentUser user, ILogger<LimitRule> logger, CancellationToken cancellationToken)
    {
        if (await db.LimitRules.SingleOrDefaultAsync(r => r.Id == id, cancellationToken) is not { } rule) return Problems.NotFound("limit");
        db.Remove(rule);
        await audit.RecordAsync(db, db.SaveChangesAsync, AuditEntry.On(AuditActions.LimitDeleted, "limit", id, LimitName(rule, userName: null)) with { Before = Shown(rule, userName: null) }, cancellationToken);
        await refresher.RefreshAsync(cancellationToken);
        logger.LimitsChanged(rule.Subject, rule.Name, user.Id);
        return TypedResults.NoContent();
    }

    private static string LimitName(LimitRule rule, string? userName) => rule.Name.Length == 0 ? "everyone" : userName ?? rule.Name;

    private static LimitRuleResponse Shown(LimitRule rule, string? userName) => new(
        rule.Id, rule.Subject, rule.Name.Length == 0 ? null : rule.Name, userName, rule.RequestsPerMinute, rule.TokensPerMinute, rule.ConcurrentStreams, rule.TokensPerDay, rule.TokensPerMonth);
}
