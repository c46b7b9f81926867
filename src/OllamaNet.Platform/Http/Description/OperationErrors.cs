using System.Globalization;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.OpenApi;

namespace OllamaNet.Platform.Http.Description;

/// <summary>Adds the errors that follow from what an operation takes and from whom; what an endpoint declares itself stays.</summary>
internal sealed class OperationErrors : IOpenApiOperationTransformer
{
    private const string Any = "default";
    private const string MediaType = "application/problem+json";

    public Task TransformAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        operation.Responses ??= [];
        foreach (var status in StatusesOf(operation, context))
        {
            var key = status.ToString(CultureInfo.InvariantCulture);
            if (operation.Responses.TryGetValue(key, out var declared) && declared is OpenApiResponse { Content.Count: > 0 }) continue;
            operation.Responses[key] = ProblemResponse(status, context.Document!);
        }

        operation.Responses.TryAdd(Any, new OpenApiResponse { Description = "Any other failure, such as one of the engine.", Content = ContentOf(StatusCodes.Status500InternalServerError, context.Document!) });

        foreach (var (key, response) in operation.Responses.Where(r => r.Key is not Any))
        {
            if (response is not OpenApiResponse { Content: { } content } || !content.ContainsKey(MediaType)) continue;
            content[MediaType] = Content(int.Parse(key, CultureInfo.InvariantCulture), context.Document!);
        }

        return Task.CompletedTask;
    }

    private static IEnumerable<int> StatusesOf(OpenApiOperation operation, OpenApiOperationTransformerContext context)
    {
        var metadata = context.Description.ActionDescriptor.EndpointMetadata;
        var hasBody = operation.RequestBody is not null;
        if (hasBody || operation.Parameters is { Count: > 0 }) yield return StatusCodes.Status400BadRequest;
        if (!metadata.OfType<IAllowAnonymous>().Any()) yield return StatusCodes.Status401Unauthorized;
        if (metadata.OfType<IAuthorizeData>().Any(a => a.Roles is not null || a.Policy is not null)) yield return StatusCodes.Status403Forbidden;
        if (operation.Parameters?.Any(p => p.In is ParameterLocation.Path) is true) yield return StatusCodes.Status404NotFound;
        if (hasBody) yield return StatusCodes.Status413PayloadTooLarge;
        if (hasBody) yield return StatusCodes.Status415UnsupportedMediaType;
        yield return StatusCodes.Status429TooManyRequests;
        yield return StatusCodes.Status503ServiceUnavailable;
    }

    private static OpenApiResponse ProblemResponse(int status, OpenApiDocument document) => new()
    {
        Description = ReasonPhrases.GetReasonPhrase(status),
        Content = ContentOf(status, document),
    };

    private static Dictionary<string, OpenApiMediaType> ContentOf(int status, OpenApiDocument document) => new(StringComparer.Ordinal) { [MediaType] = Content(status, document) };

    private static OpenApiMediaType Content(int status, OpenApiDocument document) => new()
    {
        Schema = new OpenApiSchemaReference(ApiDescription.ProblemSchema, document),
        Example = ApiDescription.ProblemExample(status),
    };
}
