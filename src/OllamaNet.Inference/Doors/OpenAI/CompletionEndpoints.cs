using System.Buffers;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using OllamaNet.Contracts.Inference;
using OllamaNet.Inference.Doors.Shared;
using OllamaNet.Inference.Routing;
using OllamaNet.Platform.Http;

namespace OllamaNet.Inference.Doors.OpenAI;

internal static class CompletionEndpoints
{
    public static void MapCompletions(this RouteGroupBuilder door) => door.MapPost("/completions", CreateCompletion)
        .WithSummary("Complete a prompt, as OpenAI does")
        .WithDescription("`suffix`, `echo`, `best_of`, `logprobs` and prompts made of tokens go to nodes that speak this API, or are a 400.")
        .WithBodyLimit(DoorBody.Limit).Accepts<JsonElement>(DoorResponse.Json).Produces<JsonElement>()
        .WithExample(OpenAIExamples.CompletionRequest, OpenAIExamples.CompletionAnswer);

    private static async Task<IResult> CreateCompletion(DoorCall call, InferenceRouter router)
    {
        using var body = await DoorBody.ReadAsync(call.Context.Request, call.Token);
        var (requests, wire) = CompletionReader.Read(body, call.User);
        call.Model = requests[0].Model;
        if (wire.Stream)
        {
            var sink = new CompletionSink(call, wire.IncludeUsage);
            return await sink.RunAsync(() => router.ChatAsync(requests[0], wire, sink, call.Token));
        }

        var answers = new List<(AnswerBuffer Answer, ChatResult Result)>(requests.Count);
        foreach (var request in requests)
        {
            var answer = new AnswerBuffer(call);
            var result = await router.ChatAsync(request, wire, answer, call.Token);
            // A node that speaks this API has all prompts at once.
            if (answer.Body is { } whole) return new JsonBytes(whole);
            answers.Add((answer, result));
        }

        return new JsonBytes(Whole(call, answers).WrittenMemory);
    }

    private static ArrayBufferWriter<byte> Whole(DoorCall call, List<(AnswerBuffer Answer, ChatResult Result)> answers)
    {
        var output = new ArrayBufferWriter<byte>(1024);
        ChatCompletionJson.WriteHead(output, ResponseId.New("cmpl-"), "text_completion"u8, call);
        output.WriteBytes("\"choices\":["u8);
        foreach (var (index, (answer, result)) in answers.Index())
        {
            output.WriteBytes(index == 0 ? "{\"index\":"u8 : ",{\"index\":"u8);
            output.WriteNumber(index);
            output.WriteEscaped(",\"text\":\""u8, answer.AnswerText, "\",\"logprobs\":null,\"finish_reason\":"u8);
            output.WriteBytes(ChatCompletionJson.FinishOf(result.Finish));
            output.WriteBytes("}"u8);
        }

        output.WriteBytes("],\"usage\":"u8);
        ChatCompletionJson.WriteUsage(output, new(Sum(a => a.PromptTokens), Sum(a => a.AnswerTokens)));
        output.WriteBytes("}"u8);
        return output;

        int? Sum(Func<TokenUsage, int?> of) => answers.Any(a => of(a.Result.Usage) is not null) ? answers.Sum(a => of(a.Result.Usage) ?? 0) : null;
    }
}
