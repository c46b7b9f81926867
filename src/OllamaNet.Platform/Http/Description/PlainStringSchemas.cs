using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace OllamaNet.Platform.Http.Description;

/// <summary>Strings are read by a converter of ours, behind which the schema exporter cannot see that they are strings.</summary>
internal sealed class PlainStringSchemas : IOpenApiSchemaTransformer
{
    public Task TransformAsync(OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken cancellationToken)
    {
        var info = context.JsonTypeInfo;
        if (info.Type == typeof(string) && schema.Type is null)
            schema.Type = context.JsonPropertyInfo is { IsGetNullable: true } or { IsSetNullable: true } ? JsonSchemaType.String | JsonSchemaType.Null : JsonSchemaType.String;

        if (info.ElementType == typeof(string))
        {
            if (info.Kind is JsonTypeInfoKind.Enumerable) schema.Items = Typed(schema.Items);
            if (info.Kind is JsonTypeInfoKind.Dictionary) schema.AdditionalProperties = Typed(schema.AdditionalProperties);
        }

        return Task.CompletedTask;
    }

    private static IOpenApiSchema Typed(IOpenApiSchema? schema) => schema is { Type: not null } ? schema : new OpenApiSchema { Type = JsonSchemaType.String };
}
