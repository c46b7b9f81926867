using System.Globalization;
using Microsoft.AspNetCore.Http;
using OllamaNet.Platform.Http;

namespace OllamaNet.Inference.Limits;

/// <summary>Spells a standing as the clients of each protocol read it, and for all as the IETF's draft does.</summary>
internal static class RateLimitHeaders
{
    public static void Write(IHeaderDictionary headers, ErrorForm form, Standing? requests, Standing? tokens, TimeProvider time)
    {
        if (requests is { } r) Write(headers, form, "requests", r, time);
        if (tokens is { } t) Write(headers, form, "tokens", t, time);
        if (requests is null && tokens is null) return;

        headers["RateLimit-Policy"] = Join(Policy("requests", requests), Policy("tokens", tokens));
        headers["RateLimit"] = Join(State("requests", requests), State("tokens", tokens));
    }

    private static void Write(IHeaderDictionary headers, ErrorForm form, string what, Standing standing, TimeProvider time)
    {
        var (limit, left) = (standing.Limit.ToString(CultureInfo.InvariantCulture), standing.Left.ToString(CultureInfo.InvariantCulture));
        switch (form)
        {
            case ErrorForm.OpenAI:
                headers[what is "requests" ? "x-ratelimit-limit-requests" : "x-ratelimit-limit-tokens"] = limit;
                headers[what is "requests" ? "x-ratelimit-remaining-requests" : "x-ratelimit-remaining-tokens"] = left;
                headers[what is "requests" ? "x-ratelimit-reset-requests" : "x-ratelimit-reset-tokens"] = Duration(standing.Full);
                break;
            case ErrorForm.Anthropic:
                headers[what is "requests" ? "anthropic-ratelimit-requests-limit" : "anthropic-ratelimit-tokens-limit"] = limit;
                headers[what is "requests" ? "anthropic-ratelimit-requests-remaining" : "anthropic-ratelimit-tokens-remaining"] = left;
                headers[what is "requests" ? "anthropic-ratelimit-requests-reset" : "anthropic-ratelimit-tokens-reset"] =
                    (time.GetUtcNow() + standing.Full).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
                break;
        }
    }

    /// <summary>As OpenAI writes it: <c>120ms</c>, <c>1.5s</c>, <c>6m0s</c>.</summary>
    internal static string Duration(TimeSpan time) => time.TotalSeconds switch
    {
        < 1 => string.Create(CultureInfo.InvariantCulture, $"{Math.Ceiling(time.TotalMilliseconds):0}ms"),
        < 60 => string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0.###}s"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{(int)time.TotalMinutes}m{time.Seconds}s"),
    };

    private static string? Policy(string name, Standing? standing) => standing is { } s ? string.Create(CultureInfo.InvariantCulture, $"\"{name}\";q={s.Limit};w=60") : null;

    private static string? State(string name, Standing? standing) =>
        standing is { } s ? string.Create(CultureInfo.InvariantCulture, $"\"{name}\";r={s.Left};t={(long)Math.Ceiling(s.Full.TotalSeconds)}") : null;

    private static string Join(string? a, string? b) => a is null ? b! : b is null ? a : $"{a}, {b}";
}
