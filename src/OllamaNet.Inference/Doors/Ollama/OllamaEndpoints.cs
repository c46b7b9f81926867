using System.Buffers;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using OllamaNet.Contracts.Inference;
using OllamaNet.Inference.Doors.Shared;
using OllamaNet.Inference.Limits;
using OllamaNet.Inference.Routing;
using OllamaNet.Platform.Http;
using OllamaNet.Platform.Security;

namespace OllamaNet.Inference.Doors.Ollama;

/// <summary>Ollama's own API, for the tools that speak it.</summary>
internal static class OllamaEndpoints
{
    private const string AnyType = "*/*";

    public static void MapOllama(this IEndpointRouteBuilder routes)
    {
        var api = routes.MapGroup("/api").WithTags("Ollama").WithErrorForm(ErrorForm.Ollama).RequirePermission(Permissions.ModelsUse).WithCallLimits().AddEndpointFilter(OllamaErrors.Filter);
        api.MapOllamaModels();
        api.MapOllamaEmbeddings();
        routes.MapOllamaAdministration();
        // Ollama reads every body as JSON, whatever its type says; so do its clients' authors with curl.
        api.MapPost("/chat", OllamaChat).Accepts<JsonElement>(DoorResponse.Json, AnyType).WithBodyLimit(DoorBody.Limit)
            .WithSummary("Chat, as with Ollama").WithDescription("Ollama's `POST /api/chat`. Streams lines of JSON unless `stream` is false.")
            .Produces<JsonElement>(StatusCodes.Status200OK, DoorResponse.NdJson, DoorResponse.Json)
            .WithExample(OllamaExamples.Chat, OllamaExamples.ChatAnswer);
        api.MapPost("/generate", OllamaGenerate).Accepts<JsonElement>(DoorResponse.Json, AnyType).WithBodyLimit(DoorBody.Limit)
            .WithSummary("Continue a prompt, as with Ollama").WithDescription("Ollama's `POST /api/generate`. Streams lines of JSON unless `stream` is false. `raw`, `template`, `context` and `suffix` need an Ollama node.")
            .Produces<JsonElement>(StatusCodes.Status200OK, DoorResponse.NdJson, DoorResponse.Json)
            .WithExample(OllamaExamples.Generate, OllamaExamples.GenerateAnswer);
    }

    private static async Task<IResult> OllamaChat(DoorCall call, InferenceRouter router)
    {
        using var body = await DoorBody.ReadAsync(call.Context.Request, call.Token);
        return await AnswerAsync(call, router, OllamaCall.Chatting(body, call.User.ToCaller(CallProtocol.Ollama)), isChat: true);
    }

    private static async Task<IResult> OllamaGenerate(DoorCall call, InferenceRouter router)
    {
        using var body = await DoorBody.ReadAsync(call.Context.Request, call.Token);
        return await AnswerAsync(call, router, OllamaCall.Generating(body, call.User.ToCaller(CallProtocol.Ollama)), isChat: false);
    }

    private static async Task<IResult> AnswerAsync(DoorCall call, InferenceRouter router, OllamaCall asked, bool isChat)
    {
        call.Model = asked.Chat.Model;
        if (asked.IsLoad && await NothingToLoadAsync(router, asked.Chat, call.Token) is { } model) return Loaded(call, model, asked, isChat);
        if (asked.Wire.Stream)
        {
            var stream = new OllamaStream(call, isChat);
            return await stream.RunAsync(() => router.ChatAsync(asked.Chat, asked.Wire, stream, call.Token));
        }

        var answer = new AnswerBuffer(call);
        var result = await router.ChatAsync(asked.Chat, asked.Wire, answer, call.Token);
        return TypedResults.Bytes(Whole(call, answer, result, isChat), DoorResponse.Json);
    }

    private static ReadOnlyMemory<byte> Whole(DoorCall call, AnswerBuffer answer, ChatResult result, bool isChat)
    {
        if (answer.Body is { } lines)
        {
            try
            {
                return OllamaJoin.Join(lines);
            }
            catch (JsonException e)
            {
                throw new InferenceException(InferenceError.Failed, "The node sent something that is not an answer.", e);
            }
        }

        var output = new ArrayBufferWriter<byte>(answer.AnswerText.Length + 512);
        var line = new OllamaLine(isChat, call.Time);
        line.Begin(call.Model);
        line.Whole(output, answer, result);
        return output.WrittenMemory;
    }

    /// <returns>The model, when no node that has it is an Ollama: others load by themselves.</returns>
    private static async Task<ModelInfo?> NothingToLoadAsync(InferenceRouter inference, ChatRequest request, CancellationToken cancellationToken)
    {
        var model = await inference.FindModelAsync(request.Caller, request.Model, cancellationToken);
        var nodes = await inference.ListNodesAsync(cancellationToken);
        return nodes.Any(n => n.Kind is NodeKind.Ollama && model.Nodes.Contains(n.Name, StringComparer.Ordinal)) ? null : model;
    }

    private static FileContentHttpResult Loaded(DoorCall call, ModelInfo model, OllamaCall asked, bool isChat)
    {
        var output = new ArrayBufferWriter<byte>(256);
        var line = new OllamaLine(isChat, call.Time);
        line.Begin(model.Name);
        line.Loaded(output, unload: false);
        return TypedResults.Bytes(output.WrittenMemory, asked.Wire.Stream ? DoorResponse.NdJson : DoorResponse.Json);
    }
}
