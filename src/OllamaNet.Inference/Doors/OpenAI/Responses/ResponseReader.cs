using System.Text.Json;
using OllamaNet.Contracts.Inference;
using OllamaNet.Inference.Doors.Shared;
using OllamaNet.Platform.Security;

namespace OllamaNet.Inference.Doors.OpenAI.Responses;

/// <summary>A request to <c>/v1/responses</c>, understood.</summary>
internal sealed record ResponseQuestion(JsonField Root, ChatRequest Request)
{
    public string Id { get; } = ResponseId.New("resp_");

    public bool Stream { get; } = Root["stream"].BoolOrNull() ?? false;

    public bool Store { get; } = Root["store"].BoolOrNull() ?? true;

    public string? PreviousId { get; } = Root["previous_response_id"].TextOrNull();
}

internal static class ResponseReader
{
    private static readonly string[] Unknown = ["conversation", "prompt", "max_tool_calls", "context_management"];

    /// <param name="chain">The responses that this one follows on, oldest first.</param>
    public static ResponseQuestion Read(JsonField root, IReadOnlyList<StoredResponse> chain, CurrentUser user)
    {
        Refuse(root);
        var input = new InputItemReader();
        // Instructions are of one turn only.
        if (root["instructions"].TextOrNull() is { Length: > 0 } instructions) input.System(instructions);
        foreach (var turn in chain)
        {
            input.Read(new JsonField(JsonElement.Parse(turn.Input)));
            input.Read(new JsonField(JsonElement.Parse(turn.Response))["output"]);
        }

        var now = root["input"];
        if (!now.IsText && !now.IsList) throw now.Wrong("a string or a list of items");
        input.Read(now);
        if (input.Messages.Count == 0) throw now.Wrong("a list of items that is not empty");
        return new(root, new ChatRequest
        {
            Model = ChatCompletionReader.ModelOf(root),
            Messages = input.Messages,
            Options = Sampling(root),
            Tools = ToolReader.Tools(root["tools"]),
            ToolChoice = ToolReader.Choice(root["tool_choice"]),
            ParallelToolCalls = root["parallel_tool_calls"].BoolOrNull() is false && root["tools"].IsGiven ? false : null,
            TopLogprobs = root["top_logprobs"].IntegerOrNull(0, 20) is > 0 and var top ? top : null,
            Caller = user.ToCaller(CallProtocol.OpenAI),
            AffinityKey = Affinity.Of(user.Id, root["prompt_cache_key"].TextOrNull() ?? (chain.Count > 0 ? chain[0].Id : null), now.Value),
        });
    }

    private static SamplingOptions Sampling(JsonField root) => ChatCompletionReader.WithFormat(
        new()
        {
            Temperature = root["temperature"].NumberOrNull(0, 100),
            TopP = root["top_p"].NumberOrNull(0, 1),
            NumPredict = root["max_output_tokens"].IntegerOrNull(1),
            Thinking = ChatCompletionReader.Thinking(root["reasoning"]["effort"]),
        }, root["text"]["format"], root["text"]["format"]);

    private static void Refuse(JsonField root)
    {
        foreach (var name in Unknown)
        {
            if (root[name].IsGiven) throw No(root[name]);
        }

        if (root["background"].BoolOrNull() is true) throw No(root["background"]);
        if (root["truncation"].TextOrNull() is not (null or "disabled")) throw No(root["truncation"]);
        if (root["text"]["verbosity"].TextOrNull() is not (null or "medium")) throw No(root["text"]["verbosity"]);
        if (root["service_tier"].TextOrNull() is not (null or "auto" or "default")) throw No(root["service_tier"]);
        if (root["tools"].IsGiven && root["tools"].Items().FirstOrDefault(t => !t["type"].Is("function"u8)) is { IsGiven: true } tool) throw No(tool);
        if (root["tool_choice"] is { IsObject: true } choice && !choice["type"].Is("function"u8)) throw No(choice);
    }

    private static DoorException No(JsonField field) => DoorException.Unsupported(field.Path, $"'{field.Path}' is not known here with this value. Leave it out.");
}
