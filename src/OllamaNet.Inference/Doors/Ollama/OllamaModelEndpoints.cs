using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using OllamaNet.Contracts.Inference;
using OllamaNet.Inference.Doors.Shared;
using OllamaNet.Inference.Nodes;
using OllamaNet.Platform.Http;

namespace OllamaNet.Inference.Doors.Ollama;

/// <summary>What there is: every model that the caller may use, on whatever node, as an Ollama would show it.</summary>
internal static class OllamaModelEndpoints
{

    /// <summary>The version whose API this is; clients ask for it before they use what is newer.</summary>
    private const string ApiVersion = "0.35.0";

    public static void MapOllamaModels(this RouteGroupBuilder api)
    {
        api.MapGet("/version", OllamaVersion).WithSummary("Version of Ollama's API")
            .WithDescription("The version of Ollama whose API this server speaks, not the one of any node.").WithExample(response: new { version = ApiVersion });
        api.MapMethods("/version", [HttpMethods.Head], OllamaVersion).ExcludeFromDescription();
        api.MapGet("/tags", OllamaTags).WithSummary("List the models, as with Ollama")
            .WithDescription("Every model that the caller may use, on whatever kind of node.").Produces<JsonElement>().WithExample(response: OllamaExamples.Tags);
        api.MapMethods("/tags", [HttpMethods.Head], OllamaTags).ExcludeFromDescription();
        api.MapGet("/ps", OllamaRunning).WithSummary("List the models in memory, as with Ollama")
            .WithDescription("Those of all nodes that the caller may use.").Produces<JsonElement>().WithExample(response: OllamaExamples.Running);
        api.MapPost("/show", OllamaShow).Accepts<JsonElement>(DoorResponse.Json, "*/*").WithSummary("Describe a model, as with Ollama")
            .WithDescription("What the nodes that have it say. Prompts, templates and paths of a node are not shown.")
            .Produces<JsonElement>().ProducesProblem(StatusCodes.Status404NotFound).WithExample(OllamaExamples.Show, OllamaExamples.ShowAnswer);
    }

    private static Ok<OllamaVersionAnswer> OllamaVersion() => TypedResults.Ok(new OllamaVersionAnswer(ApiVersion));

    private static async Task<JsonHttpResult<OllamaTagsAnswer>> OllamaTags(DoorCall call, IInference inference)
    {
        var models = await inference.ListModelsAsync(call.User.ToCaller(CallProtocol.Ollama), call.Token);
        return TypedResults.Json(new OllamaTagsAnswer([.. models.Select(OllamaModelInfo.Of)]), OllamaDoorJson.Default.OllamaTagsAnswer);
    }

    private static async Task<JsonHttpResult<OllamaRunningAnswer>> OllamaRunning(DoorCall call, IInference inference, NodeSet nodes)
    {
        var allowed = await inference.ListModelsAsync(call.User.ToCaller(CallProtocol.Ollama), call.Token);
        var loaded = nodes.All.Where(n => n.State.Reachable).SelectMany(n => n.State.Models.Values).Where(m => m.Loaded).Select(m => m.Name).ToHashSet(StringComparer.Ordinal);
        var expires = call.Time.GetUtcNow().AddMinutes(5);
        return TypedResults.Json(new OllamaRunningAnswer([.. allowed.Where(m => loaded.Contains(m.Name)).Select(m => OllamaRunningInfo.Of(m, expires))]), OllamaDoorJson.Default.OllamaRunningAnswer);
    }

    private static async Task<JsonHttpResult<OllamaShowAnswer>> OllamaShow(DoorCall call, IInference inference)
    {
        using var body = await DoorBody.ReadAsync(call.Context.Request, call.Token);
        var model = await inference.FindModelAsync(call.User.ToCaller(CallProtocol.Ollama), OllamaCall.ModelOf(body.Root), call.Token);
        return TypedResults.Json(OllamaShowAnswer.Of(model), OllamaDoorJson.Default.OllamaShowAnswer);
    }
}
