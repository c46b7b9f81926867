using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using OllamaNet.Platform.Http;
using OllamaNet.Platform.Security;
using OllamaNet.Platform.Settings;

namespace OllamaNet.Admin.Settings;

/// <param name="Name">As in the configuration.</param>
/// <param name="Value">What counts now. A secret is never shown: <paramref name="IsSet"/> says whether there is one.</param>
/// <param name="Default">What counts when nothing is set here.</param>
/// <param name="IsStored">Whether it was set here.</param>
/// <param name="Lock">Says it elsewhere, so that it cannot be changed here: environment, commandLine or configuration.</param>
public sealed record SettingResponse(
    string Name, SettingKind Kind, JsonElement? Value, JsonElement? Default, bool IsStored, bool IsSet, SettingLock? Lock,
    IReadOnlyList<string>? Choices, long? Minimum, long? Maximum, int? MaxLength, DateTimeOffset? UpdatedAt, string? UpdatedBy)
{
    internal static SettingResponse Example { get; } = new(
        "Auth:Registration", SettingKind.Choice, JsonSerializer.SerializeToElement("closed"), JsonSerializer.SerializeToElement("open"), IsStored: true, IsSet: false, Lock: null,
        ["open", "closed"], null, null, null, new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero), "ada");

    internal static SettingResponse Of(SettingView view) => new(
        view.Setting.Name, view.Setting.Kind, view.Value, view.Default, view.IsStored, view.IsSet, view.Lock,
        view.Setting.Choices, view.Setting.Minimum, view.Setting.Maximum, view.Setting.MaxLength, view.UpdatedAt, view.UpdatedBy);
}

public sealed record SettingList(IReadOnlyList<SettingResponse> Items);

internal static class SettingEndpoints
{
    /// <summary>Sections that say who gets in and what is recorded. Secrets are dangerous anywhere.</summary>
    private static readonly string[] Dangerous = ["Auth:", "Audit:", "Security:", "Mail:", "Outgoing:"];

    public static void MapSettings(this RouteGroupBuilder api)
    {
        api.MapGet("/", ListSettings)
            .WithSummary("List the settings")
            .WithDescription("What can be changed while the server runs, with what counts now. The header ETag is what If-Match takes when something is changed.")
            .WithExample(response: new SettingList([SettingResponse.Example]));
        api.MapPatch("/", ChangeSettings)
            .WithSummary("Change settings")
            .WithDescription("Names and values; a null takes away what was set here. All of them or none; every process has them within five seconds. What the environment or the command line says cannot be changed.")
            .WithExample(new Dictionary<string, object?>(StringComparer.Ordinal) { ["Auth:Registration"] = "closed", ["Banner:Text"] = null }, new SettingList([SettingResponse.Example]))
            .ProducesValidationProblem().ProducesProblem(StatusCodes.Status409Conflict).ProducesProblem(StatusCodes.Status412PreconditionFailed).ProducesProblem(StatusCodes.Status428PreconditionRequired);
    }

    private static Ok<SettingList> ListSettings(SettingsBook settings, HttpResponse response) => Shown(settings, response);

    private static async Task<Results<Ok<SettingList>, ProblemHttpResult>> ChangeSettings(
        [FromBody] Dictionary<string, JsonElement> changes, [FromHeader(Name = "If-Match")] string? ifMatch, SettingsBook settings, CurrentUser user, FreshLogin fresh, HttpResponse response, CancellationToken cancellationToken)
    {
        if (string.IsNullOrEmpty(ifMatch))
            return Problems.Of(StatusCodes.Status428PreconditionRequired, "if-match-required", "Others may change settings too: send the ETag you read as If-Match, so that no change is lost.");
        var (known, problem) = Read(changes, settings);
        if (problem is not null) return problem;
        if (known.Keys.Any(IsDangerous) && fresh.Fault(user) is { } stale) return stale;

        long? revision = ifMatch is "*" ? null : long.TryParse(ifMatch.Trim('"'), NumberStyles.None, CultureInfo.InvariantCulture, out var tag) ? tag : -1;
        if (known.Count > 0 && !await settings.ChangeAsync(user.Id, revision, known, cancellationToken))
            return Problems.Of(StatusCodes.Status412PreconditionFailed, "changed-meanwhile", "Someone else changed settings meanwhile. Read them again and repeat your change.");
        return Shown(settings, response);
    }

    private static bool IsDangerous(Setting setting) =>
        setting.Kind is SettingKind.Secret || Dangerous.Any(section => setting.Name.StartsWith(section, StringComparison.OrdinalIgnoreCase));

    private static (Dictionary<Setting, string?> Changes, ProblemHttpResult? Problem) Read(Dictionary<string, JsonElement> changes, SettingsBook settings)
    {
        Dictionary<Setting, string?> known = [];
        Dictionary<string, string[]> errors = new(StringComparer.Ordinal);
        foreach (var (name, value) in changes)
        {
            if (settings.Find(name) is not { } setting) errors[name] = ["There is no such setting."];
            else if (settings.LockOf(setting) is not null) return ([], Problems.Conflict("setting-locked", $"{name} is said by the environment or the command line of the server. Change it there."));
            else if (value.ValueKind is JsonValueKind.Null) known[setting] = null;
            else if (setting.Parse(value) is var (text, fault) && fault is null) known[setting] = text;
            else errors[name] = [fault];
        }

        return (known, errors.Count > 0 ? Problems.Invalid(errors) : null);
    }

    private static Ok<SettingList> Shown(SettingsBook settings, HttpResponse response)
    {
        response.Headers.ETag = string.Create(CultureInfo.InvariantCulture, $"\"{settings.Revision}\"");
        return TypedResults.Ok(new SettingList([.. settings.All().Select(SettingResponse.Of)]));
    }
}
