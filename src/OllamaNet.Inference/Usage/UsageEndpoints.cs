using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using OllamaNet.Inference.Usage.Costs;
using OllamaNet.Platform.Http;
using OllamaNet.Platform.Security;

namespace OllamaNet.Inference.Usage;

internal static class UsageEndpoints
{
    private const string Csv = " With `Accept: text/csv`, a table for spreadsheets. Up to date within a second.";
    private static readonly TimeSpan Usual = TimeSpan.FromDays(30), LongestByHour = TimeSpan.FromDays(92), Longest = TimeSpan.FromDays(1830);
    private static readonly UsageBy[] Own = [UsageBy.Hour, UsageBy.Day, UsageBy.Model, UsageBy.Key];
    private static readonly UsageList Example = new([new(42, 12_800, 3_100, 1, 212.5, 1840) { Day = new(2026, 11, 21, 0, 0, 0, TimeSpan.Zero) }]);

    public static void MapUsage(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/v1/usage", GetUsage).WithTags("Limits and usage")
            .WithSummary("What you used")
            .WithDescription("Sums `by` hour, day, model or key, from `from` to before `to`; both are taken to whole hours UTC. The last 30 days where nothing else is said." + Csv)
            .Produces<UsageList>().WithExample(response: Example).ProducesProblem(StatusCodes.Status400BadRequest);
        routes.MapGroup("/api/v1/admin/model-prices").WithTags("Limits and usage").MapPrices();
        routes.MapBudget();
        routes.MapGet("/api/v1/admin/usage", GetAllUsage).WithTags("Limits and usage").RequirePermission(Permissions.UsageRead)
            .WithSummary("What everybody used")
            .WithDescription("For administrators, with what it cost by the prices of the models. Sums `by` hour, day, model, node, user, key or protocol, from `from` to before `to`; both are taken to whole hours UTC." + Csv)
            .Produces<UsageList>().WithExample(response: Example).ProducesProblem(StatusCodes.Status400BadRequest);
    }

    private static Task<IResult> GetUsage(
        CurrentUser user, HttpRequest request, UsageReader reader, TimeProvider time, CancellationToken cancellationToken, DateTimeOffset? from = null, DateTimeOffset? to = null, string? by = null) =>
        ReadAsync(user.Id, Own, request, reader, time, from, to, by, cancellationToken);

    private static Task<IResult> GetAllUsage(
        HttpRequest request, UsageReader reader, TimeProvider time, CancellationToken cancellationToken, DateTimeOffset? from = null, DateTimeOffset? to = null, string? by = null) =>
        ReadAsync(userId: null, Enum.GetValues<UsageBy>(), request, reader, time, from, to, by, cancellationToken);

    private static async Task<IResult> ReadAsync(
        Guid? userId, UsageBy[] allowed, HttpRequest request, UsageReader reader, TimeProvider time, DateTimeOffset? from, DateTimeOffset? to, string? by, CancellationToken cancellationToken)
    {
        var wanted = by is null ? UsageBy.Day : Array.Find(allowed, b => string.Equals(b.ToString(), by, StringComparison.OrdinalIgnoreCase));
        if (by is not null && !string.Equals(wanted.ToString(), by, StringComparison.OrdinalIgnoreCase))
            return Problems.Invalid("by", $"One of {string.Join(", ", allowed).ToLowerInvariant()}.");

        var end = to ?? time.GetUtcNow();
        var start = from ?? (end - DateTimeOffset.MinValue > Usual ? end - Usual : DateTimeOffset.MinValue);
        if (start >= end) return Problems.Invalid("from", "It must be before 'to'.");
        if (end - start > (wanted is UsageBy.Hour ? LongestByHour : Longest)) return Problems.Invalid("from", $"At most {(wanted is UsageBy.Hour ? LongestByHour : Longest).TotalDays} days at once.");

        var items = await reader.ReadAsync(userId, WholeHour.Of(start), end, wanted, cancellationToken);
        if (!WantsCsv(request)) return TypedResults.Ok(new UsageList(items));
        request.HttpContext.Response.Headers.ContentDisposition = "attachment; filename=\"usage.csv\"";
        return TypedResults.Text(UsageCsv.Of(items, wanted, withCost: userId is null), UsageCsv.MediaType);
    }

    private static bool WantsCsv(HttpRequest request) =>
        request.GetTypedHeaders().Accept.FirstOrDefault(a => a.MediaType.Value is UsageCsv.MediaType or "application/json" or "*/*") is { } first && first.MediaType.Equals(UsageCsv.MediaType, StringComparison.OrdinalIgnoreCase);
}
