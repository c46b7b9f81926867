using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using OllamaNet.Platform.Http;
using OllamaNet.Platform.Security;

namespace OllamaNet.Chat.Presets;

internal static class PresetFileEndpoints
{
    private const long LargestFile = 8 * 1024 * 1024;

    private static readonly object ImportExample = PresetFile.Example;

    public static void MapPresetFiles(this RouteGroupBuilder api)
    {
        api.MapGet("/export", ExportPresets).WithSummary("Write presets as a file")
            .WithDescription("All of your own, or those that `id` names (repeat it), also shared ones.").ProducesValidationProblem().WithExample(response: PresetFile.Example);
        api.MapPost("/import", ImportPresets).WithSummary("Take presets from a file")
            .WithDescription("They become private presets of yours. One with the id of a private preset of yours replaces it; nobody else's is touched, and one you have just so is skipped. A wrong one is skipped and the rest taken.")
            .WithBodyLimit(LargestFile).ProducesValidationProblem().WithExample(ImportExample, PresetImportReport.Example);
    }

    private static async Task<Ok<PresetFile>> ExportPresets(
        PresetFiles files, CurrentUser user, HttpResponse response, CancellationToken cancellationToken, [MaxLength(200)] Guid[]? id = null)
    {
        response.Headers.ContentDisposition = "attachment; filename=presets.json";
        return TypedResults.Ok(await files.WriteAsync(user.Id, id ?? [], cancellationToken));
    }

    private static async Task<Ok<PresetImportReport>> ImportPresets(PresetImport file, PresetFiles files, CurrentUser user, CancellationToken cancellationToken) =>
        TypedResults.Ok(await files.ReadAsync(file, user.Id, cancellationToken));
}
