using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using OllamaNet.Platform.Audit;
using OllamaNet.Platform.Http;
using OllamaNet.Platform.Security;

namespace OllamaNet.Admin.Audit;

internal static class AuditEndpoints
{
    private const string Filters =
        " `actor` is a name or an id, `action` a name or all before its dot (`auth`), `target` a kind, a name or an id, `outcome` success or failure; `text` is found in names, ids, addresses and actions.";

    public static void MapAudit(this RouteGroupBuilder api)
    {
        api.MapGet("/", ListAudit)
            .WithSummary("Read the audit log")
            .WithDescription("Who did what, on what, from where, newest first, from `from` to before `to`." + Filters)
            .ProducesValidationProblem().WithExample(response: new Page<AuditResponse>([AuditResponse.Example], null));
        api.MapGet("/export", ExportAudit)
            .RequireFreshLogin()
            .WithSummary("Export the audit log")
            .WithDescription("All entries that match, newest first, as they come from the database: `format` csv or jsonl. The export is recorded too." + Filters)
            .Produces<string>(StatusCodes.Status200OK, AuditExport.Csv, AuditExport.JsonLines).ProducesValidationProblem()
            .WithExample(response: "at,action,outcome,…\r\n2026-11-21T12:00:00.0000000Z,node.changed,success,…\r\n");
    }

    private static async Task<Results<Ok<Page<AuditResponse>>, ProblemHttpResult>> ListAudit(
        AuditReader audit, CancellationToken cancellationToken, [MaxLength(200)] string? actor = null, [MaxLength(100)] string? action = null, [MaxLength(200)] string? target = null,
        [AllowedValues(null, "success", "failure")] string? outcome = null, DateTimeOffset? from = null, DateTimeOffset? to = null, [MaxLength(200)] string? text = null, [Range(1, 200)] int limit = 50, string? after = null)
    {
        (DateTimeOffset, Guid)? place = null;
        if (after is not null)
        {
            if (!Cursor.TryParse(after, out var time, out var id)) return Problems.Invalid("after", "This is no cursor of this list. Leave it out to begin at the start.");
            place = (time, id);
        }

        var found = (await audit.ListAsync(new(actor, action, target, Outcome(outcome), from, to, text), limit + 1, place, cancellationToken)).ConvertAll(AuditResponse.Of);
        return TypedResults.Ok(Page.Of(found, limit, last => Cursor.Format(last.At, last.Id)));
    }

    private static AuditOutcome? Outcome(string? name) => name is null ? null : name is "success" ? AuditOutcome.Success : AuditOutcome.Failure;

    private static async Task<IResult> ExportAudit(
        AuditReader audit, AuditLog log, TimeProvider time, CancellationToken cancellationToken, [MaxLength(200)] string? actor = null, [MaxLength(100)] string? action = null, [MaxLength(200)] string? target = null,
        [AllowedValues(null, "success", "failure")] string? outcome = null, DateTimeOffset? from = null, DateTimeOffset? to = null, [MaxLength(200)] string? text = null, [AllowedValues("csv", "jsonl")] string format = "csv")
    {
        var filter = new AuditFilter(actor, action, target, Outcome(outcome), from, to, text);
        await log.RecordAsync(new(AuditActions.AuditExported) { After = new { format, actor, action, target, outcome, from, to, text } }, cancellationToken);
        var rows = audit.ReadAsync(filter, limit: null, after: null, cancellationToken);
        var name = FormattableString.Invariant($"ollamanet-audit-{time.GetUtcNow():yyyy-MM-dd}.{format}");
        return format is "csv"
            ? TypedResults.Stream(body => AuditExport.WriteCsvAsync(rows, body), AuditExport.Csv, name)
            : TypedResults.Stream(body => AuditExport.WriteJsonLinesAsync(rows, body), AuditExport.JsonLines, name);
    }
}
