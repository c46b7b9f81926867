using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using OllamaNet.Contracts.Inference;
using OllamaNet.Inference.Doors.Anthropic;
using OllamaNet.Inference.Doors.Shared;
using OllamaNet.Platform.Http;

namespace OllamaNet.Inference.Doors.OpenAI;

internal static class ModelEndpoints
{
    /// <summary>When a model was made is not known; clients want a number.</summary>
    private const long Created = 1_700_000_000;

    public static void MapModels(this RouteGroupBuilder door)
    {
        door.MapGet("/models", ListOpenAIModels)
            .WithSummary("List the models, as OpenAI does")
            .WithDescription("What the caller may use. With the header `anthropic-version`, in Anthropic's form.")
            .Produces<JsonElement>().WithExample(response: OpenAIExamples.Models);
        door.MapGet("/models/{*id}", GetOpenAIModel)
            .WithSummary("Get a model, as OpenAI does")
            .WithDescription("Names may hold slashes and colons, escaped or not. With the header `anthropic-version`, in Anthropic's form.")
            .Produces<JsonElement>().WithExample(response: OpenAIExamples.Model);
    }

    private static async Task<IResult> ListOpenAIModels(DoorCall call, IInference inference)
    {
        var models = await inference.ListModelsAsync(call.User.ToCaller(CallProtocol.OpenAI), call.Token);
        if (AnthropicModels.AreWanted(call.Context.Request)) return new JsonBytes(AnthropicModels.List(models));
        return Write(json =>
        {
            json.WriteStartObject();
            json.WriteString("object"u8, "list"u8);
            json.WriteStartArray("data"u8);
            foreach (var model in models) Write(json, model);
            json.WriteEndArray();
            json.WriteEndObject();
        });
    }

    private static async Task<IResult> GetOpenAIModel(string id, DoorCall call, IInference inference)
    {
        // A slash that came escaped stays so in the path.
        id = id.Replace("%2F", "/", StringComparison.OrdinalIgnoreCase);
        var models = await inference.ListModelsAsync(call.User.ToCaller(CallProtocol.OpenAI), call.Token);
        var model = models.FirstOrDefault(m => m.Name == id) ?? models.FirstOrDefault(m => m.Name == id + ":latest")
            ?? throw new InferenceException(InferenceError.ModelNotFound, $"There is no model {(id.Length <= 100 ? id : id[..100] + "…")}, or it is not for you. GET /v1/models lists what there is.") { Parameter = "model" };
        return AnthropicModels.AreWanted(call.Context.Request) ? new JsonBytes(AnthropicModels.One(model)) : Write(json => Write(json, model));
    }

    private static void Write(Utf8JsonWriter json, ModelInfo model)
    {
        json.WriteStartObject();
        json.WriteString("id"u8, model.Name);
        json.WriteString("object"u8, "model"u8);
        json.WriteNumber("created"u8, Created);
        json.WriteString("owned_by"u8, "ollamanet"u8);
        if (model.ContextLength is { } length) json.WriteNumber("context_length"u8, length);
        json.WriteEndObject();
    }

    private static JsonBytes Write(Action<Utf8JsonWriter> write)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer)) write(json);
        return new JsonBytes(buffer.ToArray());
    }
}
