using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.OpenApi;
using OllamaNet.Platform.Http.Description;

namespace OllamaNet.Gateway;

/// <summary>The API's description, made once: the framework's own endpoint makes it anew for every caller, and callers need no token.</summary>
internal sealed class ApiDocument([FromKeyedServices(ApiDescription.DocumentName)] IOpenApiDocumentProvider provider) : IDisposable
{
    public const string Path = "/openapi/v1.json";

    private readonly SemaphoreSlim making = new(1);
    private byte[]? json;

    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet(Path, ReadAsync).AllowAnonymous().ExcludeFromDescription();

    public void Dispose() => making.Dispose();

    private static async Task<FileContentHttpResult> ReadAsync(ApiDocument document, CancellationToken cancellationToken) =>
        TypedResults.Bytes(await document.JsonAsync(cancellationToken), "application/json");

    private async ValueTask<byte[]> JsonAsync(CancellationToken cancellationToken)
    {
        if (json is not null) return json;

        await making.WaitAsync(cancellationToken);
        try
        {
            return json ??= await MakeAsync(cancellationToken);
        }
        finally
        {
            making.Release();
        }
    }

    private async Task<byte[]> MakeAsync(CancellationToken cancellationToken)
    {
        var document = await provider.GetOpenApiDocumentAsync(cancellationToken);
        using var buffer = new MemoryStream();
        await document.SerializeAsJsonAsync(buffer, OpenApiSpecVersion.OpenApi3_1, cancellationToken);
        return buffer.ToArray();
    }
}
