using System.Reflection;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using OllamaNet.Platform.Security;

namespace OllamaNet.Platform.Http.Description;

/// <summary>Names the operation after its handler, and says whether it needs a token.</summary>
internal sealed partial class OperationDefaults : IOpenApiOperationTransformer
{
    public Task TransformAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        var metadata = context.Description.ActionDescriptor.EndpointMetadata;
        operation.OperationId ??= metadata.OfType<MethodInfo>().Select(m => NameOf(m.Name)).LastOrDefault(name => name is not null);

        if (!metadata.OfType<IAllowAnonymous>().Any())
        {
            operation.Security ??= [];
            operation.Security.Add(new() { [new(ApiDescription.BearerScheme, context.Document)] = [] });
            if (metadata.OfType<PermissionMetadata>().Any()) operation.Security.Add(new() { [new(ApiDescription.KeyScheme, context.Document)] = [] });
        }

        return Task.CompletedTask;
    }

    // "CreateConversation", or "<MapX>g__CreateConversation|0_1" for a local function; a lambda has no name.
    private static string? NameOf(string method) =>
        Handler().Match(method) is { Success: true } match ? JsonNamingPolicy.CamelCase.ConvertName(match.Groups["name"].Value) : null;

    [GeneratedRegex(@"^(?:<.*>g__)?(?<name>[A-Za-z]\w*)(?:\|.*)?$", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 100)]
    private static partial Regex Handler();
}
