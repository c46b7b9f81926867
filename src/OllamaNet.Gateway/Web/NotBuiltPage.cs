using Microsoft.AspNetCore.Http;

namespace OllamaNet.Gateway.Web;

/// <summary>Says so where the web UI should be.</summary>
internal static class NotBuiltPage
{
    private const string Html = """
        <!doctype html>
        <html lang="en">
        <meta charset="utf-8">
        <title>OllamaNet</title>
        <h1>The server runs, but its web UI was not built.</h1>
        <p>Start it with <code>./run</code>, which builds the UI, or publish the host without <code>-p:BuildWeb=false</code>.</p>
        <p>The API is there: <a href="/swagger">its description</a>, <a href="/health/ready">its health</a>.</p>
        </html>
        """;

    public static Task WriteAsync(HttpContext context)
    {
        context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
        context.Response.ContentType = "text/html; charset=utf-8";
        return context.Response.WriteAsync(Html, context.RequestAborted);
    }
}
