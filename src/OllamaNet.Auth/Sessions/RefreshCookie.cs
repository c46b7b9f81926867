using Microsoft.AspNetCore.Http;

namespace OllamaNet.Auth.Sessions;

/// <summary>Carries the refresh token where scripts cannot read it and other sites cannot send it.</summary>
internal static class RefreshCookie
{
    public const string Name = "ollamanet_refresh";
    private const string Path = "/api/v1/auth";

    public static string? Read(HttpRequest request) => request.Cookies[Name];

    public static void Write(HttpContext context, RefreshToken token, DateTimeOffset expiresAt, DateTimeOffset now) =>
        context.Response.Cookies.Append(Name, token.ToString(), Options(context.Request, expiresAt - now));

    public static void Delete(HttpContext context) => context.Response.Cookies.Append(Name, "", Options(context.Request, TimeSpan.Zero));

    private static CookieOptions Options(HttpRequest request, TimeSpan age) => new()
    {
        HttpOnly = true,
        IsEssential = true,
        MaxAge = age,
        Path = Path,
        SameSite = SameSiteMode.Strict,
        Secure = request.IsHttps,
    };
}
