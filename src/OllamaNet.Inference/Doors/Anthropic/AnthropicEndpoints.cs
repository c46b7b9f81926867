using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using OllamaNet.Contracts.Inference;
using OllamaNet.Inference.Doors.Counting;
using OllamaNet.Inference.Doors.Shared;
using OllamaNet.Inference.Limits;
using OllamaNet.Inference.Routing;
using OllamaNet.Platform.Http;
using OllamaNet.Platform.Security;

namespace OllamaNet.Inference.Doors.Anthropic;

/// <summary>Anthropic's Messages API. The header <c>anthropic-version</c> may say what it likes.</summary>
internal static class AnthropicEndpoints
{
    private const string EstimateHeader = "x-ollamanet-estimate";

    private static JsonNode Example => JsonNode.Parse("""{"model":"llama3.2:3b","max_tokens":1024,"messages":[{"role":"user","content":"Why is the sky blue?"}]}""")!;

    private static JsonNode AnswerExample => JsonNode.Parse(
        """{"id":"msg_0199f3a200007000800000000000001a","type":"message","role":"assistant","model":"llama3.2:3b","content":[{"type":"text","text":"Because of Rayleigh scattering."}],"stop_reason":"end_turn","stop_sequence":null,"usage":{"input_tokens":11,"cache_creation_input_tokens":0,"cache_read_input_tokens":0,"output_tokens":18}}""")!;

    private static JsonNode CountExample => JsonNode.Parse("""{"input_tokens":11}""")!;

    public static void MapAnthropic(this IEndpointRouteBuilder routes)
    {
        var api = routes.MapGroup("/v1/messages").WithTags("Anthropic").WithErrorForm(ErrorForm.Anthropic).RequirePermission(Permissions.ModelsUse).WithCallLimits().AddEndpointFilter(AnthropicErrors.Filter);
        api.MapPost("/", AnthropicMessage).Accepts<JsonElement>(DoorResponse.Json, "*/*").WithBodyLimit(DoorBody.Limit)
            .WithSummary("Ask, as with Anthropic").WithDescription("Anthropic's `POST /v1/messages`. With `stream`, events; else one message.")
            .Produces<JsonElement>(StatusCodes.Status200OK, DoorResponse.Json, DoorResponse.EventStream).WithExample(Example, AnswerExample);
        api.MapPost("/count_tokens", AnthropicCount).Accepts<JsonElement>(DoorResponse.Json, "*/*").WithBodyLimit(DoorBody.Limit)
            .WithSummary("Count the tokens of a prompt, as with Anthropic")
            .WithDescription("Exact where the engine tokenises; else an estimate from what earlier prompts came to, marked by the header `x-ollamanet-estimate` and the field `estimate`.")
            .Produces<JsonElement>().WithExample(Example, CountExample);
    }

    private static async Task<IResult> AnthropicMessage(DoorCall call, InferenceRouter router, TokenEstimates estimates)
    {
        using var body = await DoorBody.ReadAsync(call.Context.Request, call.Token);
        var request = AnthropicRequest.Read(body.Root, call.User.ToCaller(CallProtocol.Anthropic));
        call.Model = request.Model;
        var estimate = estimates.Estimate(request.Model, request);
        if (body.Root["stream"].BoolOrNull() is true)
        {
            var stream = new AnthropicStream(call, estimate);
            return await stream.RunAsync(async () => Learn(await router.ChatAsync(request, stream, call.Token)));
        }

        var answer = new AnswerBuffer(call);
        var result = Learn(await router.ChatAsync(request, answer, call.Token));
        return TypedResults.Bytes(AnthropicAnswer.Whole(answer, result, call.Model, estimate), DoorResponse.Json);

        ChatResult Learn(ChatResult answered) => estimates.Observe(call.Model, request, answered);
    }

    private static async Task<IResult> AnthropicCount(DoorCall call, TokenCounter counter)
    {
        using var body = await DoorBody.ReadAsync(call.Context.Request, call.Token);
        var count = await counter.CountAsync(AnthropicRequest.Prompt(body.Root, call.User.ToCaller(CallProtocol.Anthropic)), call.Token);
        var answer = new JsonObject { ["input_tokens"] = count.Tokens };
        if (count.IsEstimate)
        {
            call.Context.Response.Headers[EstimateHeader] = "true";
            answer["estimate"] = true;
        }

        return TypedResults.Json(answer);
    }
}
