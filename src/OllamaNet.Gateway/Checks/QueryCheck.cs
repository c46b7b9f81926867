using Microsoft.AspNetCore.Http;
using OllamaNet.Platform.Http;

namespace OllamaNet.Gateway.Checks;

/// <summary>A NUL in a query would only fail later, in the database. Bodies are looked at by the JSON reader.</summary>
internal static class QueryCheck
{
    public static Task InvokeAsync(HttpContext context, RequestDelegate next) =>
        context.Request.QueryString.Value is { } query && query.Contains("%00", StringComparison.Ordinal)
            ? Problems.BadRequest("invalid-query", "The query holds a NUL character (%00). Take it out and send the request again.").ExecuteAsync(context)
            : next(context);
}
