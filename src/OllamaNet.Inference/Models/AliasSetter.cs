using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using OllamaNet.Inference.Data;
using OllamaNet.Inference.Nodes.Admin;
using OllamaNet.Platform.Audit;
using OllamaNet.Platform.Http;

namespace OllamaNet.Inference.Models;

/// <summary>The only way in which an alias gets its targets; those before are kept for the way back.</summary>
internal sealed class AliasSetter(InferenceDb db, Refresher refresher, AuditLog audit, TimeProvider time)
{
    public const int MaxTargets = 20;

    public async Task<(AliasResponse? Alias, ProblemHttpResult? Problem)> SetAsync(string name, IReadOnlyList<string> wanted, CancellationToken cancellationToken)
    {
        if (Wrong(name, wanted) is { Count: > 0 } errors) return (null, Problems.Invalid(errors));
        var others = await db.ModelAliases.Where(a => a.Name != name).Select(a => new { a.Name, a.Targets }).ToListAsync(cancellationToken);
        foreach (var (index, target) in wanted.Index())
        {
            if (others.Any(o => o.Name == target)) return (null, Problems.Invalid($"targets[{index}]", $"{ModelNames.Shown(target)} is an alias itself. Name the models it stands for."));
        }

        if (others.FirstOrDefault(o => o.Targets.Contains(name, StringComparer.Ordinal)) is { } user)
            return (null, Problems.Conflict("alias-in-use", $"The alias {ModelNames.Shown(user.Name)} has {ModelNames.Shown(name)} as a target, and an alias stands for models only. Change that first."));

        var (targets, now) = (wanted.ToArray(), time.GetUtcNow());
        var before = await db.ModelAliases.Where(a => a.Name == name).Select(a => new { a.Targets, a.Previous }).FirstOrDefaultAsync(cancellationToken);
        var previous = before is null ? null : before.Targets.SequenceEqual(targets, StringComparer.Ordinal) ? before.Previous : before.Targets;
        await audit.RecordAsync(db, c => db.Database.ExecuteSqlAsync(
            $"INSERT INTO inference.model_aliases (name, targets, previous, updated_at) VALUES ({name}, {targets}, {previous}, {now}) ON CONFLICT (name) DO UPDATE SET targets = EXCLUDED.targets, previous = EXCLUDED.previous, updated_at = EXCLUDED.updated_at", c),
            new(AuditActions.AliasSet, "alias", name, name) { Before = before is null ? null : new { targets = before.Targets }, After = new { targets } }, cancellationToken);
        await refresher.RefreshAsync(cancellationToken);
        return (new(name, targets, previous, now), null);
    }

    private static IDictionary<string, string[]> Wrong(string name, IReadOnlyList<string> targets)
    {
        var rules = new NodeRules();
        if (!NodeRules.IsModelName(name)) rules.Add("name", "An alias has up to 200 characters and no spaces around them.");
        if (targets.Count is 0 or > MaxTargets) rules.Add("targets", $"An alias has 1 to {MaxTargets} targets.");
        else if (targets.Distinct(StringComparer.Ordinal).Count() < targets.Count) rules.Add("targets", "A target is named twice.");
        else if (targets.Any(t => !NodeRules.IsModelName(t))) rules.Add("targets", "A target is a model's name of up to 200 characters.");
        return rules.Errors;
    }
}
