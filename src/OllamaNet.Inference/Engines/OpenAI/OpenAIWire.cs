using System.Text.Json;
using System.Text.Json.Serialization;

namespace OllamaNet.Inference.Engines.OpenAI;

internal sealed record OpenAIModels(IReadOnlyList<OpenAIModel>? Data);

/// <summary>An entry of <c>/v1/models</c>: the id is all that everyone sends, the rest is what some servers add.</summary>
internal sealed record OpenAIModel(string Id)
{
    /// <summary>vLLM.</summary>
    public int? MaxModelLen { get; init; }

    /// <summary>OpenRouter and others.</summary>
    public int? ContextLength { get; init; }

    /// <summary>llama.cpp's server.</summary>
    public JsonElement? Meta { get; init; }

    /// <summary>llama.cpp's server with many models: <c>{value}</c>, <c>loaded</c> for those in memory.</summary>
    public JsonElement? Status { get; init; }

    /// <summary>OpenRouter: what goes in.</summary>
    public JsonElement? Architecture { get; init; }

    /// <summary>OpenRouter: what it can be asked for.</summary>
    public JsonElement? SupportedParameters { get; init; }
}

internal sealed record OpenAIEmbedRequest(string Model, IReadOnlyList<string> Input)
{
    public int? Dimensions { get; init; }

    public string EncodingFormat { get; init; } = "float";
}

internal sealed record OpenAITokenRequest(string Model, IReadOnlyList<int[]> Input)
{
    public int? Dimensions { get; init; }

    public string EncodingFormat { get; init; } = "float";
}

internal sealed record OpenAIEmbeddings(IReadOnlyList<OpenAIVector>? Data, OpenAIUsage? Usage);

internal sealed record OpenAIVector(int Index, float[] Embedding);

/// <summary>In vLLM's form a text is <c>prompt</c>, in llama.cpp's <c>content</c>.</summary>
internal sealed record TokenizeRequest
{
    public required string Model { get; init; }

    public string? Prompt { get; init; }

    public bool? AddSpecialTokens { get; init; }

    public string? Content { get; init; }

    public bool? AddSpecial { get; init; }

    public IReadOnlyList<TokenizeMessage>? Messages { get; init; }
}

internal sealed record TokenizeMessage(string Role, string Content);

/// <param name="Count">vLLM.</param>
/// <param name="Prompt">Of llama.cpp's <c>/apply-template</c>.</param>
internal sealed record TokenizeAnswer(int? Count, JsonElement? Tokens, string? Prompt);

internal sealed record OpenAIUsage(int? PromptTokens);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(OpenAIModels))]
[JsonSerializable(typeof(OpenAIEmbedRequest))]
[JsonSerializable(typeof(OpenAITokenRequest))]
[JsonSerializable(typeof(OpenAIEmbeddings))]
[JsonSerializable(typeof(TokenizeRequest))]
[JsonSerializable(typeof(TokenizeAnswer))]
internal sealed partial class OpenAIJson : JsonSerializerContext;
