using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.StaticFiles;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.FileProviders;
using Microsoft.Net.Http.Headers;

namespace OllamaNet.Gateway.Web;

/// <summary>The built web UI: hashed files for ever, the rest checked each time, compressed as it was published, and index.html for every page of the app.</summary>
internal sealed class WebFiles(RequestDelegate next, IWebHostEnvironment environment)
{
    private const string Index = "/index.html";
    private static readonly string[] NotPages = ["/api", "/v1", "/openapi", "/swagger", "/health", "/metrics", "/.well-known", "/assets"];
    private static readonly (string Encoding, string Suffix)[] Compressed = [("br", ".br"), ("gzip", ".gz")];
    private readonly IFileProvider files = environment.WebRootFileProvider;

    public Task InvokeAsync(HttpContext context)
    {
        var request = context.Request;
        if (!(HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method)) || context.GetEndpoint() is not null) return next(context);

        var path = request.Path.Value ?? "/";
        if (path.Length > 1 && !path.EndsWith('/') && files.GetFileInfo(path).Exists)
        {
            request.Path = Smallest(path, request);
        }
        else if (IsPage(request))
        {
            if (!files.GetFileInfo(Index).Exists) return NotBuiltPage.WriteAsync(context);
            request.Path = Smallest(Index, request);
        }

        return next(context);
    }

    public static StaticFileOptions Serving() => new()
    {
        ContentTypeProvider = new PublishedContentTypes(),
        OnPrepareResponse = file =>
        {
            var headers = file.Context.Response.Headers;
            headers.CacheControl = file.Context.Request.Path.StartsWithSegments("/assets", StringComparison.Ordinal) ? "public, max-age=31536000, immutable" : "no-cache";
            headers.Append(HeaderNames.Vary, HeaderNames.AcceptEncoding);
            if (Compressed.FirstOrDefault(c => file.File.Name.EndsWith(c.Suffix, StringComparison.Ordinal)).Encoding is { } encoding) headers.ContentEncoding = encoding;
        },
    };

    private static bool IsPage(HttpRequest request) => request.Path == "/" || IsNavigation(request);

    private static bool IsNavigation(HttpRequest request) =>
        request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase)
        && !Array.Exists(NotPages, prefix => request.Path.StartsWithSegments(prefix, StringComparison.OrdinalIgnoreCase));

    private string Smallest(string path, HttpRequest request)
    {
        var accepted = request.GetTypedHeaders().AcceptEncoding;
        foreach (var (encoding, suffix) in Compressed)
        {
            if (accepted.Any(a => a.Value.Equals(encoding, StringComparison.OrdinalIgnoreCase) && a.Quality is not 0) && files.GetFileInfo(path + suffix).Exists) return path + suffix;
        }

        return path;
    }

    /// <summary>The type of what is inside the compression.</summary>
    private sealed class PublishedContentTypes : IContentTypeProvider
    {
        private readonly FileExtensionContentTypeProvider types = new();

        public bool TryGetContentType(string subpath, [System.Diagnostics.CodeAnalysis.MaybeNullWhen(false)] out string contentType)
        {
            var name = Compressed.FirstOrDefault(c => subpath.EndsWith(c.Suffix, StringComparison.Ordinal)).Suffix is { } suffix ? subpath[..^suffix.Length] : subpath;
            if (!types.TryGetContentType(name, out contentType)) return false;
            if (contentType.StartsWith("text/", StringComparison.Ordinal)) contentType += "; charset=utf-8";
            return true;
        }
    }
}
