using System.Text.Json.Nodes;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.OpenApi;

namespace OllamaNet.Platform.Http.Description;

/// <summary>The OpenAPI 3.1 document of whatever this process maps.</summary>
public static class ApiDescription
{
    public const string DocumentName = "v1";
    internal const string ProblemSchema = "Problem";
    internal const string BearerScheme = "bearer";
    internal const string KeyScheme = "apiKey";

    public static void AddApiDescription(this IServiceCollection services) => services.AddOpenApi(DocumentName, options =>
    {
        options.OpenApiVersion = OpenApiSpecVersion.OpenApi3_1;
        options.AddSchemaTransformer<PlainStringSchemas>();
        options.AddOperationTransformer<OperationDefaults>();
        options.AddOperationTransformer<OperationErrors>();
        options.AddOperationTransformer<OperationExamples>();
        options.AddDocumentTransformer((document, _, _) =>
        {
            Describe(document);
            return Task.CompletedTask;
        });
    });

    private static void Describe(OpenApiDocument document)
    {
        document.Info = new()
        {
            Title = "OllamaNet",
            Version = typeof(ApiDescription).Assembly.GetName().Version!.ToString(3),
            Description = "Accounts, models, conversations and their streamed answers. Errors are RFC 9457 problems whose `code` is stable and whose `detail` says what to do.",
        };
        // The address is whatever this document was read from.
        document.Servers = [new() { Url = "/" }];
        document.Components ??= new();
        document.Components.SecuritySchemes ??= new Dictionary<string, IOpenApiSecurityScheme>(StringComparer.Ordinal);
        document.Components.SecuritySchemes[BearerScheme] = new OpenApiSecurityScheme
        {
            Type = SecuritySchemeType.Http,
            Scheme = "bearer",
            BearerFormat = "JWT",
            Description = "The accessToken that register, log in and refresh return; or an API key, where one is admitted.",
        };
        document.Components.SecuritySchemes[KeyScheme] = new OpenApiSecurityScheme
        {
            Type = SecuritySchemeType.ApiKey,
            In = ParameterLocation.Header,
            Name = "x-api-key",
            Description = "An API key, `onk_…`.",
        };
        document.Components.Schemas ??= new Dictionary<string, IOpenApiSchema>(StringComparer.Ordinal);
        document.Components.Schemas[ProblemSchema] = Problem();
    }

    private static OpenApiSchema Problem() => new()
    {
        Type = JsonSchemaType.Object,
        Description = "What went wrong and what to do (RFC 9457).",
        Required = new HashSet<string>(StringComparer.Ordinal) { "type", "title", "status", "detail", "code", "traceId" },
        Properties = new Dictionary<string, IOpenApiSchema>(StringComparer.Ordinal)
        {
            ["type"] = Text("A stable URN that ends with the code."),
            ["title"] = Text("The code in words."),
            ["status"] = new OpenApiSchema { Type = JsonSchemaType.Integer, Description = "The HTTP status." },
            ["detail"] = Text("What to do about it."),
            ["code"] = Text("Stable, for programs."),
            ["traceId"] = Text("Finds this request in logs and traces."),
            ["retryAfter"] = new OpenApiSchema { Type = JsonSchemaType.Integer, Description = "Seconds to wait, as in the header Retry-After." },
            ["parameter"] = Text("The request field that the model or its engine cannot do."),
            ["errors"] = new OpenApiSchema
            {
                Type = JsonSchemaType.Object,
                Description = "Messages a field, when the request did not pass validation.",
                AdditionalProperties = new OpenApiSchema { Type = JsonSchemaType.Array, Items = new OpenApiSchema { Type = JsonSchemaType.String } },
            },
        },
    };

    internal static JsonObject ProblemExample(int status)
    {
        var (code, detail) = StatusProblems.For(status);
        return new()
        {
            ["type"] = Problems.TypePrefix + code,
            ["title"] = Microsoft.AspNetCore.WebUtilities.ReasonPhrases.GetReasonPhrase(status),
            ["status"] = status,
            ["detail"] = detail,
            ["code"] = code,
            ["traceId"] = "4bf92f3577b34da6a3ce929d0e0e4736",
        };
    }

    private static OpenApiSchema Text(string description) => new() { Type = JsonSchemaType.String, Description = description };
}
