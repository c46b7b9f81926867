using System.Text.Json;
using System.Text.Json.Serialization;

namespace OllamaNet.Ollama;

public sealed record OllamaVersion(string Version);

public sealed record OllamaTags(IReadOnlyList<OllamaModel>? Models);

public sealed record OllamaModel(string Name)
{
    public string? Digest { get; init; }

    public long? Size { get; init; }

    public OllamaDetails? Details { get; init; }

    /// <summary>Set for a model that runs elsewhere: the node only passes the prompt on.</summary>
    public string? RemoteHost { get; init; }
}

public sealed record OllamaDetails
{
    public string? Family { get; init; }

    public string? ParameterSize { get; init; }

    public string? QuantizationLevel { get; init; }
}

public sealed record OllamaShowRequest(string Model);

public sealed record OllamaShow
{
    public IReadOnlyList<string>? Capabilities { get; init; }

    public OllamaDetails? Details { get; init; }

    public JsonElement? ModelInfo { get; init; }

    /// <summary>The whole text of it.</summary>
    public string? License { get; init; }

    public string? Template { get; init; }

    /// <summary>A name and a value a line.</summary>
    public string? Parameters { get; init; }

    public JsonElement? ProjectorInfo { get; init; }
}

public sealed record OllamaRunning(IReadOnlyList<OllamaRunningModel>? Models);

public sealed record OllamaRunningModel(string Name)
{
    public long? SizeVram { get; init; }

    public int? ContextLength { get; init; }

    public DateTimeOffset? ExpiresAt { get; init; }
}

public sealed record OllamaChatRequest(string Model, IReadOnlyList<OllamaMessage> Messages, OllamaOptions Options)
{
    public bool Stream { get; init; } = true;

    /// <summary><c>"json"</c> or a JSON Schema.</summary>
    public JsonElement? Format { get; init; }

    /// <summary>True, false, or how hard.</summary>
    public JsonElement? Think { get; init; }

    public IReadOnlyList<OllamaTool>? Tools { get; init; }

    /// <summary>Seconds.</summary>
    public long? KeepAlive { get; init; }

    public bool? Logprobs { get; init; }

    public int? TopLogprobs { get; init; }
}

/// <summary>A prompt that goes to the model as it is.</summary>
public sealed record OllamaGenerateRequest(string Model, string Prompt, OllamaOptions Options)
{
    public bool Raw { get; init; } = true;

    public bool Stream { get; init; } = true;

    /// <inheritdoc cref="OllamaChatRequest.Format"/>
    public JsonElement? Format { get; init; }

    /// <summary>Seconds.</summary>
    public long? KeepAlive { get; init; }
}

public sealed record OllamaMessage(string Role, string Content)
{
    public string? Thinking { get; init; }

    public IReadOnlyList<ReadOnlyMemory<byte>>? Images { get; init; }

    public IReadOnlyList<OllamaToolCall>? ToolCalls { get; init; }

    public string? ToolName { get; init; }

    public string? ToolCallId { get; init; }
}

public sealed record OllamaTool(OllamaFunction Function)
{
    public string Type { get; init; } = "function";
}

public sealed record OllamaFunction(string Name, string? Description, JsonElement Parameters);

public sealed record OllamaToolCall(string? Id, OllamaCalledFunction Function);

public sealed record OllamaCalledFunction(string Name, JsonElement Arguments);

/// <summary>Sampling. <see cref="NumCtx"/> is required: a server left to its own default silently loses the beginning of long conversations.</summary>
public sealed record OllamaOptions(int NumCtx)
{
    public int? NumPredict { get; init; }

    public float? Temperature { get; init; }

    public float? TopP { get; init; }

    public int? TopK { get; init; }

    public float? MinP { get; init; }

    public IReadOnlyList<string>? Stop { get; init; }

    public int? Seed { get; init; }

    public float? RepeatPenalty { get; init; }

    public float? PresencePenalty { get; init; }

    public float? FrequencyPenalty { get; init; }
}

public sealed record OllamaEmbedRequest(string Model, IReadOnlyList<string> Input)
{
    public int? Dimensions { get; init; }

    /// <summary>False: a text that is too long is an error. Null leaves it to the server, which cuts it.</summary>
    public bool? Truncate { get; init; }
}

public sealed record OllamaEmbeddings(IReadOnlyList<float[]>? Embeddings, int? PromptEvalCount);

/// <summary>What the last line of a chat says. Durations are nanoseconds.</summary>
public sealed record OllamaChatEnd(string? DoneReason)
{
    public bool CalledTools { get; init; }

    public int? PromptEvalCount { get; init; }

    public int? EvalCount { get; init; }

    public long? TotalDuration { get; init; }

    public long? LoadDuration { get; init; }

    public long? PromptEvalDuration { get; init; }

    public long? EvalDuration { get; init; }

    internal static OllamaChatEnd Read(ReadOnlySpan<byte> line, bool calledTools)
    {
        var reader = new Utf8JsonReader(line);
        var end = JsonElement.ParseValue(ref reader);
        return new(end.TryGetProperty("done_reason", out var reason) && reason.ValueKind is JsonValueKind.String ? reason.GetString() : null)
        {
            CalledTools = calledTools,
            PromptEvalCount = (int?)Number(end, "prompt_eval_count"),
            EvalCount = (int?)Number(end, "eval_count"),
            TotalDuration = Number(end, "total_duration"),
            LoadDuration = Number(end, "load_duration"),
            PromptEvalDuration = Number(end, "prompt_eval_duration"),
            EvalDuration = Number(end, "eval_duration"),
        };
    }

    private static long? Number(JsonElement end, string name) =>
        end.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.Number && value.TryGetInt64(out var number) ? number : null;
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(OllamaVersion))]
[JsonSerializable(typeof(OllamaTags))]
[JsonSerializable(typeof(OllamaShowRequest))]
[JsonSerializable(typeof(OllamaShow))]
[JsonSerializable(typeof(OllamaRunning))]
[JsonSerializable(typeof(OllamaChatRequest))]
[JsonSerializable(typeof(OllamaGenerateRequest))]
[JsonSerializable(typeof(OllamaEmbedRequest))]
[JsonSerializable(typeof(OllamaEmbeddings))]
internal sealed partial class OllamaJson : JsonSerializerContext;
