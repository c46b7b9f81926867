using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using OllamaNet.Inference.Doors.Shared;
using OllamaNet.Inference.Routing;
using OllamaNet.Platform.Http;

namespace OllamaNet.Inference.Doors.OpenAI;

internal static class ChatCompletionEndpoints
{
    public static void MapChatCompletions(this RouteGroupBuilder door) => door.MapPost("/chat/completions", CreateChatCompletion)
        .WithSummary("Answer a chat, as OpenAI does")
        .WithDescription("Streams `chat.completion.chunk` events when `stream` is true. A node that speaks this API gets the request as it came; for others it is translated, and what they cannot do is a 400 that names the field.")
        .WithBodyLimit(DoorBody.Limit).Accepts<JsonElement>(DoorResponse.Json).Produces<JsonElement>()
        .WithExample(OpenAIExamples.ChatRequest, OpenAIExamples.ChatAnswer);

    private static async Task<IResult> CreateChatCompletion(DoorCall call, InferenceRouter router)
    {
        using var body = await DoorBody.ReadAsync(call.Context.Request, call.Token);
        var (request, wire) = ChatCompletionReader.Read(body, call.User);
        call.Model = request.Model;
        if (wire.Stream)
        {
            var sink = new ChatChunkSink(call, wire.IncludeUsage);
            return await sink.RunAsync(() => router.ChatAsync(request, wire, sink, call.Token));
        }

        var answer = new AnswerBuffer(call);
        var result = await router.ChatAsync(request, wire, answer, call.Token);
        return new JsonBytes(answer.Body ?? ChatCompletionJson.Whole(call, answer, result).WrittenMemory);
    }
}
