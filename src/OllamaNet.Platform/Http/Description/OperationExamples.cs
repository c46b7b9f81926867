using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.Extensions.Options;
using Microsoft.OpenApi;

namespace OllamaNet.Platform.Http.Description;

/// <summary>Puts the examples of <see cref="EndpointConventions.WithExample"/> where they belong.</summary>
internal sealed class OperationExamples(IOptions<JsonOptions> json) : IOpenApiOperationTransformer
{
    public Task TransformAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        if (context.Description.ActionDescriptor.EndpointMetadata.OfType<ExampleMetadata>().LastOrDefault() is not { } example) return Task.CompletedTask;

        if (example.Request is { } request) Fill(operation.RequestBody?.Content, request);
        if (example.Response is { } response)
        {
            foreach (var (_, answer) in operation.Responses?.Where(r => r.Key.StartsWith('2')) ?? [])
                Fill(answer.Content, response);
        }

        return Task.CompletedTask;
    }

    private void Fill(IDictionary<string, OpenApiMediaType>? content, object example)
    {
        foreach (var media in content?.Values ?? []) media.Example = Node(example);
    }

    private JsonNode? Node(object example) => JsonSerializer.SerializeToNode(example, example.GetType(), json.Value.SerializerOptions);
}
