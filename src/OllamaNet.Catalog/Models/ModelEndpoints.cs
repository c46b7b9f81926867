using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using OllamaNet.Contracts.Inference;
using OllamaNet.Platform.Http;
using OllamaNet.Platform.Security;

namespace OllamaNet.Catalog.Models;

public sealed record ModelList(IReadOnlyList<Model> Items);

/// <param name="Capabilities">Any of completion, vision, thinking, tools, embedding, jsonSchema.</param>
/// <param name="ContextLength">Tokens; null where no node says.</param>
/// <param name="Size">Bytes; null where no node says.</param>
/// <param name="Nodes">Names of the nodes that serve it.</param>
/// <param name="DataLeavesSite">Whether what is sent to it goes to somebody else's machines.</param>
/// <param name="Demo">The small model that ships with the program so that it answers at once.</param>
/// <param name="AliasOf">For a name that stands for others: the models that are tried, in order.</param>
public sealed record Model(
    string Name,
    IReadOnlyList<string> Capabilities,
    int? ContextLength,
    long? Size,
    string? ParameterSize,
    string? Family,
    string? Quantization,
    IReadOnlyList<string> Nodes,
    bool DataLeavesSite,
    bool Demo,
    IReadOnlyList<string>? AliasOf = null);

internal static class ModelEndpoints
{
    public static void MapModels(this RouteGroupBuilder api)
    {
        api.MapGet("/", ListModels)
            .RequirePermission(Permissions.ModelsUse)
            .WithSummary("List the models")
            .WithDescription("Every model that some reachable node serves and that this user may use, once by its name, in name order; names that stand for others say for which. Empty while no node is reachable.")
            .ProducesProblem(StatusCodes.Status401Unauthorized)
            .WithExample(response: new ModelList([new("llama3.2:3b", ["completion", "tools", "jsonSchema"], 131072, 2019393189, "3.2B", "llama", "Q4_K_M", ["ollama"], DataLeavesSite: false, Demo: false)]));
    }

    private static async Task<Ok<ModelList>> ListModels(IInference inference, CurrentUser user, CancellationToken cancellationToken)
    {
        var models = await inference.ListModelsAsync(user.ToCaller(CallProtocol.Chat), cancellationToken);
        return TypedResults.Ok(new ModelList([.. models.Select(Shown)]));
    }

    private static Model Shown(ModelInfo model) =>
        new(model.Name, CapabilityNames.Of(model.Capabilities), model.ContextLength, model.Size, model.ParameterSize, model.Family, model.Quantization, model.Nodes, model.DataLeavesSite, model.Demo, model.AliasOf);
}
