using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using OllamaNet.Contracts.Inference;
using OllamaNet.Inference.Doors.Shared;
using OllamaNet.Platform.Http;

namespace OllamaNet.Inference.Doors.Ollama;

/// <summary>Vectors, in Ollama's present and in its older form.</summary>
internal static class OllamaEmbeddingEndpoints
{
    private const int MostInputs = 10_000;

    public static void MapOllamaEmbeddings(this RouteGroupBuilder api)
    {
        api.MapPost("/embed", OllamaEmbed).Accepts<JsonElement>(DoorResponse.Json, "*/*").WithBodyLimit(DoorBody.Limit)
            .WithSummary("Make vectors, as with Ollama").WithDescription("Ollama's `POST /api/embed`: one vector for each text.")
            .Produces<JsonElement>().WithExample(OllamaExamples.Embed, OllamaExamples.EmbedAnswer);
        api.MapPost("/embeddings", OllamaEmbeddings).Accepts<JsonElement>(DoorResponse.Json, "*/*").WithBodyLimit(DoorBody.Limit)
            .WithSummary("Make a vector, as with older Ollamas").WithDescription("Ollama's `POST /api/embeddings`: one vector for one text. Prefer `/api/embed`.")
            .Produces<JsonElement>().WithExample(OllamaExamples.Embeddings, OllamaExamples.EmbeddingsAnswer);
    }

    private static async Task<JsonHttpResult<OllamaEmbedAnswer>> OllamaEmbed(DoorCall call, IInference inference)
    {
        using var body = await DoorBody.ReadAsync(call.Context.Request, call.Token);
        var root = body.Root;
        var request = new EmbeddingRequest(OllamaCall.ModelOf(root), root["input"].Texts(MostInputs), call.User.ToCaller(CallProtocol.Ollama), root["dimensions"].IntegerOrNull(1, 100_000))
        {
            Truncate = root["truncate"].BoolOrNull(),
        };
        var begun = call.Time.GetTimestamp();
        var result = await inference.EmbedAsync(request, call.Token);
        var answer = new OllamaEmbedAnswer(request.Model, result.Vectors, (long)call.Time.GetElapsedTime(begun).TotalNanoseconds, result.PromptTokens);
        return TypedResults.Json(answer, OllamaDoorJson.Default.OllamaEmbedAnswer);
    }

    private static async Task<JsonHttpResult<OllamaEmbeddingAnswer>> OllamaEmbeddings(DoorCall call, IInference inference)
    {
        using var body = await DoorBody.ReadAsync(call.Context.Request, call.Token);
        var request = new EmbeddingRequest(OllamaCall.ModelOf(body.Root), [body.Root["prompt"].Text()], call.User.ToCaller(CallProtocol.Ollama));
        var result = await inference.EmbedAsync(request, call.Token);
        return TypedResults.Json(new OllamaEmbeddingAnswer(result.Vectors[0]), OllamaDoorJson.Default.OllamaEmbeddingAnswer);
    }
}
