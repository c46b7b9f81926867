using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using OllamaNet.Platform.Audit;
using OllamaNet.Platform.Http;
using OllamaNet.Platform.Security;

namespace OllamaNet.Auth.Users.Administration.Import;

/// <summary>Many accounts at once, from a table.</summary>
internal static class ImportEndpoints
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public static void MapImport(this RouteGroupBuilder api) => api.MapPost("/import", ImportUsers)
        .RefuseKeys().RequireFreshLogin()
        .WithSummary("Make accounts from a table")
        .WithDescription(
            "The body is the CSV itself, in UTF-8: 1 MB and 5,000 lines at most, with the columns `userName`, `email`, `name` and `roles` (names of roles, several parted by `|`) named in the first line. `dryRun` says what would become of each line and makes "
            + "nothing. Lines that are wrong are reported and the others made, without a password: each has a link by which its owner sets one within 7 days, said once. API keys may not.")
        .Accepts<string>("text/csv", "*/*").WithBodyLimit(ImportReader.MostBytes)
        .WithExample("userName,email,name,roles\nada,ada@example.org,Ada Lovelace,User\nbob,bob,,User\n", ImportReport.Example)
        .ProducesValidationProblem().ProducesProblem(StatusCodes.Status413PayloadTooLarge);

    private static async Task<Results<Ok<ImportReport>, ProblemHttpResult>> ImportUsers(
        HttpRequest request, HttpResponse response, UserImporter importer, CurrentUser current, AuditLog audit, CancellationToken cancellationToken, bool dryRun = false)
    {
        if (await TextAsync(request, cancellationToken) is not { } text) return Problems.BadRequest("not-a-table", "This is no text in UTF-8. Save the table as CSV in UTF-8.");
        var (read, fault) = ImportReader.Read(text);
        if (fault is not null) return Problems.BadRequest("not-a-table", fault);

        var lines = await importer.CheckAsync(read, current, cancellationToken);
        if (!dryRun)
        {
            lines = await importer.MakeAsync(lines, cancellationToken);
            await audit.RecordAsync(new AuditEntry(AuditActions.UsersImported) { After = new { made = lines.Count(l => l.Error is null), failed = lines.Count(l => l.Error is not null) } }, cancellationToken);
        }

        response.Headers.CacheControl = "no-store";
        return TypedResults.Ok(ImportReport.Of(dryRun, lines));
    }

    private static async Task<string?> TextAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        var body = new MemoryStream();
        await request.Body.CopyToAsync(body, cancellationToken);
        try
        {
            var text = Strict.GetString(body.GetBuffer(), 0, (int)body.Length).TrimStart('\uFEFF');
            return text.Contains('\0', StringComparison.Ordinal) ? null : text;
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }
}
