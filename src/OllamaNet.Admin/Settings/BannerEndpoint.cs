using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Options;
using OllamaNet.Platform.Http;

namespace OllamaNet.Admin.Settings;

/// <param name="Text">Null: there is none.</param>
public sealed record BannerResponse(string? Text, BannerTone Tone, DateTimeOffset? Until);

internal static class BannerEndpoint
{
    public static void MapBanner(this IEndpointRouteBuilder routes) => routes.MapGet("/api/v1/banner", GetBanner)
        .WithTags("Settings")
        .AllowAnonymous()
        .WithSummary("What everybody should know")
        .WithDescription("A sentence of the administrators, as plain text; open to all.")
        .WithExample(response: new BannerResponse("Maintenance tonight from 22:00.", BannerTone.Warning, new(2026, 11, 22, 6, 0, 0, TimeSpan.Zero)));

    private static Ok<BannerResponse> GetBanner(IOptionsMonitor<BannerOptions> options, TimeProvider time) =>
        options.CurrentValue is { Text.Length: > 0 } banner && !(banner.Until <= time.GetUtcNow())
            ? TypedResults.Ok(new BannerResponse(banner.Text, banner.Tone, banner.Until))
            : TypedResults.Ok(new BannerResponse(null, BannerTone.Info, null));
}
