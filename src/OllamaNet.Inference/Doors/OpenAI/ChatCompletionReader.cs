using System.Text.Json;
using OllamaNet.Contracts.Inference;
using OllamaNet.Inference.Doors.Shared;
using OllamaNet.Inference.Engines;
using OllamaNet.Platform.Security;

namespace OllamaNet.Inference.Doors.OpenAI;

/// <summary>A request to <c>/v1/chat/completions</c>, understood, and as it came.</summary>
internal sealed record ChatCompletionQuestion(ChatRequest Request, WireRequest Wire);

/// <summary>
/// Understands the body of <c>/v1/chat/completions</c>. Fields that only another OpenAI-compatible server can honour are noted: the
/// request then goes to such a node as it came, or is refused by the field's name.
/// </summary>
internal static class ChatCompletionReader
{
    private const int MostTokens = int.MaxValue;

    public static ChatCompletionQuestion Read(DoorBody body, CurrentUser user)
    {
        var root = body.Root;
        var stream = root["stream"].BoolOrNull() ?? false;
        var request = new ChatRequest
        {
            Model = ModelOf(root),
            Messages = ChatMessageReader.Read(root["messages"]),
            Options = Sampling(root),
            Tools = ToolReader.Tools(root["tools"]),
            ToolChoice = ToolReader.Choice(root["tool_choice"]),
            ParallelToolCalls = root["parallel_tool_calls"].BoolOrNull(),
            TopLogprobs = Logprobs(root),
            Caller = user.ToCaller(CallProtocol.OpenAI),
            AffinityKey = Affinity.Of(user.Id, root["prompt_cache_key"].TextOrNull(), root["messages"].Value),
        };
        return new(request, new WireRequest(WireProtocol.OpenAIChat, body.Bytes, stream)
        {
            IncludeUsage = root["stream_options"]["include_usage"].BoolOrNull() ?? false,
            OnlyRelayed = RelayOnly.FirstOf(root),
        });
    }

    public static string ModelOf(JsonField root) => root["model"].Text() is { Length: > 0 } model ? model : throw root["model"].Wrong("the name of a model");

    /// <summary>What <c>/v1/completions</c> has too.</summary>
    public static SamplingOptions CommonSampling(JsonField root) => new()
    {
        Temperature = root["temperature"].NumberOrNull(0, 100),
        TopP = root["top_p"].NumberOrNull(0, 1),
        TopK = root["top_k"].IntegerOrNull(-1),
        MinP = root["min_p"].NumberOrNull(0, 1),
        NumPredict = root["max_tokens"].IntegerOrNull(1, MostTokens),
        Stop = root["stop"].Texts(64),
        Seed = Seed(root["seed"]),
        RepeatPenalty = root["repeat_penalty"].NumberOrNull(0, 100) ?? root["repetition_penalty"].NumberOrNull(0, 100),
        PresencePenalty = root["presence_penalty"].NumberOrNull(-100, 100),
        FrequencyPenalty = root["frequency_penalty"].NumberOrNull(-100, 100),
    };

    /// <summary>A format: <c>text</c>, <c>json_object</c> or <c>json_schema</c>, whose schema stands in <paramref name="schemaIn"/>.</summary>
    public static SamplingOptions WithFormat(SamplingOptions options, JsonField format, JsonField schemaIn)
    {
        if (!format.IsGiven) return options;
        switch (format["type"].Text())
        {
            case "text":
                return options;
            case "json_object":
                return options with { Json = true };
            case "json_schema":
                var schema = schemaIn["schema"];
                if (!schema.IsGiven) return options with { Json = true };
                return schema.IsObject ? options with { JsonSchema = schema.Value } : throw schema.Wrong("a JSON Schema");
            default:
                throw DoorException.Unsupported(format["type"].Path, $"'{format["type"].Path}' must be text, json_object or json_schema.");
        }
    }

    public static ThinkingLevel? Thinking(JsonField effort) => effort.TextOrNull() switch
    {
        null => null,
        "none" => ThinkingLevel.Off,
        "minimal" or "low" => ThinkingLevel.Low,
        "medium" => ThinkingLevel.Medium,
        "high" or "xhigh" or "max" => ThinkingLevel.High,
        _ => throw effort.Wrong("none, minimal, low, medium, high or xhigh"),
    };

    private static SamplingOptions Sampling(JsonField root)
    {
        var options = CommonSampling(root);
        return WithFormat(options, root["response_format"], root["response_format"]["json_schema"]) with
        {
            NumPredict = root["max_completion_tokens"].IntegerOrNull(1, MostTokens) ?? options.NumPredict,
            Thinking = Thinking(root["reasoning_effort"].IsGiven ? root["reasoning_effort"] : root["reasoning"]["effort"]),
        };
    }

    private static int? Logprobs(JsonField root)
    {
        var top = root["top_logprobs"].IntegerOrNull(0, 20);
        if (root["logprobs"].BoolOrNull() is true) return top ?? 0;
        return top is null or 0 ? null : throw new DoorException("top_logprobs", "'top_logprobs' needs 'logprobs' to be true.");
    }

    /// <summary>Clients send 64 bits; engines take 32.</summary>
    private static int? Seed(JsonField seed)
    {
        if (!seed.IsGiven) return null;
        return seed.Value.ValueKind is JsonValueKind.Number && seed.Value.TryGetInt64(out var number) ? unchecked((int)number) : throw seed.Wrong("a whole number");
    }
}
