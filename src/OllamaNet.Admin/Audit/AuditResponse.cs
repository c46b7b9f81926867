using System.Text.Json;
using OllamaNet.Platform.Audit;

namespace OllamaNet.Admin.Audit;

/// <param name="Actor">Who; null where nobody was signed in, or the server itself did it.</param>
/// <param name="Key">The API key that was used.</param>
/// <param name="Agent">How the program that was used calls itself.</param>
/// <param name="Before">What of it was before the change. Secrets are masked.</param>
/// <param name="After">What it was since, or more about what was done. Secrets are masked.</param>
/// <param name="Seq">Its place in the chain; null until it is linked, a moment later.</param>
public sealed record AuditResponse(
    Guid Id, DateTimeOffset At, string Action, AuditOutcome Outcome, AuditActor? Actor, AuditActor? Key, AuditTarget? Target, string? Ip, string? Agent, JsonElement? Before, JsonElement? After, long? Seq)
{
    internal static AuditResponse Example { get; } = new(
        new("019f3a20-0000-7000-8000-000000000009"), new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero), AuditActions.NodeChanged, AuditOutcome.Success,
        new(new("01939c1e-6f4a-7c3b-9a51-5d1c0f6f7a10"), "ada"), Key: null, new("node", "019f3a20-0000-7000-8000-000000000001", "gpu-1"), "10.0.0.17", "Mozilla/5.0",
        Json("""{"draining":false}"""), Json("""{"draining":true}"""), 4711);

    internal static AuditResponse Of(AuditRow row) => new(
        row.Id, row.At, row.Action, row.Outcome,
        row.ActorId is { } actor ? new(actor, row.ActorName) : null, row.KeyId is { } key ? new(key, row.KeyName) : null,
        row.TargetKind is { } kind ? new(kind, row.TargetId, row.TargetName) : null, row.Ip, row.Agent, Json(row.Before), Json(row.After), row.Seq);

    private static JsonElement? Json(string? text) => text is null ? null : JsonElement.Parse(text);
}

/// <param name="Name">As it was then.</param>
public sealed record AuditActor(Guid Id, string? Name);

/// <param name="Kind">Such as user, node or key.</param>
/// <param name="Name">As it was then.</param>
public sealed record AuditTarget(string Kind, string? Id, string? Name);
