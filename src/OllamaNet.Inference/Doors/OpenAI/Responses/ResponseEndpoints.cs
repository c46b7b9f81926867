using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using OllamaNet.Contracts.Inference;
using OllamaNet.Inference.Doors.Shared;
using OllamaNet.Inference.Routing;
using OllamaNet.Platform.Http;

namespace OllamaNet.Inference.Doors.OpenAI.Responses;

internal static class ResponseEndpoints
{
    public static void MapResponses(this RouteGroupBuilder door)
    {
        var responses = door.MapGroup("/responses");
        responses.MapPost("/", CreateResponse)
            .WithSummary("Make a response, as OpenAI does")
            .WithDescription("Kept for `previous_response_id` unless `store` is false; kept responses are the caller's and are deleted after a time. Streams events when `stream` is true.")
            .WithBodyLimit(DoorBody.Limit).Accepts<JsonElement>(DoorResponse.Json).Produces<JsonElement>()
            .WithExample(OpenAIExamples.ResponseRequest, OpenAIExamples.ResponseAnswer);
        responses.MapGet("/{id}", GetResponse)
            .WithSummary("Get a kept response").WithDescription("As it was answered.").Produces<JsonElement>().WithExample(response: OpenAIExamples.ResponseAnswer);
        responses.MapGet("/{id}/input_items", ListResponseInputItems)
            .WithSummary("List what a kept response answered").WithDescription("The items of that turn; newest first unless `order` is asc.").Produces<JsonElement>().WithExample(response: OpenAIExamples.InputItems);
        responses.MapDelete("/{id}", DeleteResponse)
            .WithSummary("Delete a kept response").WithDescription("Those that follow on it can be read, but nothing can follow on them any more.").Produces<JsonElement>().WithExample(response: OpenAIExamples.ResponseDeleted);
    }

    /// <summary>A response in one piece.</summary>
    public static byte[] Whole(ResponseQuestion question, DoorCall call, IReadOnlyList<OutputItem> output, ChatResult result)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, ResponseEventSink.Writing)) ResponseJson.Write(json, question, call, output, result);
        return buffer.ToArray();
    }

    private static async Task<IResult> CreateResponse(DoorCall call, InferenceRouter router, StoredResponses stored)
    {
        using var body = await DoorBody.ReadAsync(call.Context.Request, call.Token);
        var previous = body.Root["previous_response_id"].TextOrNull();
        var chain = previous is null ? [] : await stored.ChainAsync(call.User.Id, previous, call.Token);
        var question = ResponseReader.Read(body.Root, chain, call.User);
        call.Model = question.Request.Model;
        if (question.Stream)
        {
            var sink = new ResponseEventSink(call, question);
            return await sink.RunAsync(async () =>
            {
                var end = await router.ChatAsync(question.Request, sink, call.Token);
                await KeepAsync(question, call, sink.Complete(end), stored);
                return end;
            });
        }

        var output = new ResponseOutput(call);
        var result = await router.ChatAsync(question.Request, output, call.Token);
        var whole = Whole(question, call, output.Items, result);
        await KeepAsync(question, call, whole, stored);
        return new JsonBytes(whole);
    }

    private static async Task<IResult> GetResponse(string id, DoorCall call, StoredResponses stored)
    {
        if (call.Context.Request.Query["stream"] == "true") throw DoorException.Unsupported("stream", "A kept response is not streamed again. Leave 'stream' out.");
        return await stored.FindAsync(call.User.Id, id, call.Token) is { } found ? new JsonBytes(Encoding.UTF8.GetBytes(found.Response)) : Problems.NotFound("response");
    }

    private static async Task<IResult> ListResponseInputItems(string id, DoorCall call, StoredResponses stored, string? order = null, string? after = null, int limit = 20)
    {
        if (limit is < 1 or > 100) return Problems.Invalid("limit", "Between 1 and 100.");
        if (await stored.FindAsync(call.User.Id, id, call.Token) is not { } found) return Problems.NotFound("response");
        return new JsonBytes(InputItems.Page(found.Input, newestFirst: order != "asc", after, limit));
    }

    private static async Task<IResult> DeleteResponse(string id, DoorCall call, StoredResponses stored) =>
        await stored.DeleteAsync(call.User.Id, id, call.Token)
            ? new JsonBytes(JsonSerializer.SerializeToUtf8Bytes(new DeletedResponse(id, "response", Deleted: true), ResponsesJson.Default.DeletedResponse))
            : Problems.NotFound("response");

    private static Task KeepAsync(ResponseQuestion question, DoorCall call, byte[] response, StoredResponses stored) => question.Store
        ? stored.KeepAsync(new()
        {
            Id = question.Id,
            OwnerId = call.User.Id,
            CreatedAt = call.Begun,
            PreviousId = question.PreviousId,
            Input = InputItems.ToJson(question.Root["input"]),
            Response = Encoding.UTF8.GetString(response),
        }, call.Token)
        : Task.CompletedTask;
}
