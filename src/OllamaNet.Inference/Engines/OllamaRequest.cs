using System.Text.Json;
using OllamaNet.Contracts.Inference;
using OllamaNet.Ollama;

namespace OllamaNet.Inference.Engines;

/// <summary>Our request in Ollama's words.</summary>
internal static class OllamaRequest
{
    private static readonly JsonElement JsonFormat = JsonElement.Parse("\"json\"");

    /// <summary>The texts one after the other, for a model that is asked without its template.</summary>
    public static OllamaGenerateRequest RawFor(ChatRequest request, int numCtx)
    {
        if (request.Tools.Count > 0) throw Unsupported("tools");
        if (request.Messages.Any(m => m.Images.Count > 0)) throw Unsupported("images");
        if (request.TopLogprobs is not null) throw Unsupported("logprobs");
        if (request.Options.Thinking is not (null or ThinkingLevel.Off)) throw Unsupported("thinking");
        return new(request.Model, RawPrompt.Of(request.Messages), Options(request.Options, numCtx))
        {
            Format = request.Options.JsonSchema ?? (request.Options.Json ? JsonFormat : null),
            KeepAlive = KeepAlive(request.Options),
        };
    }

    public static OllamaChatRequest For(ChatRequest request, int numCtx)
    {
        // Its API has no such field; that the model calls no tool it can be held to by not telling of any.
        if (request.ToolChoice.Kind is ToolChoiceKind.Required or ToolChoiceKind.Function) throw Unsupported("toolChoice");
        if (request.Tools.Count > 0 && request.ParallelToolCalls is false) throw Unsupported("parallelToolCalls");
        var options = request.Options;
        var tools = request.ToolChoice.Kind is ToolChoiceKind.None ? [] : request.Tools;
        return new(request.Model, [.. request.Messages.Select(Message)], Options(options, numCtx))
        {
            Format = options.JsonSchema ?? (options.Json ? JsonFormat : null),
            // An answer that ends the messages is left open by Ollama's templates. What the model thinks belongs before an answer, not into it.
            Think = Think(request.Continue ? ThinkingLevel.Off : options.Thinking),
            KeepAlive = KeepAlive(options),
            Tools = tools.Count == 0 ? null : [.. tools.Select(t => new OllamaTool(new(t.Name, t.Description, t.Parameters)))],
            Logprobs = request.TopLogprobs is null ? null : true,
            TopLogprobs = request.TopLogprobs,
        };
    }

    private static long? KeepAlive(SamplingOptions options) => options.KeepAlive is { } time ? (long)time.TotalSeconds : null;

    private static OllamaOptions Options(SamplingOptions options, int numCtx) => new(options.NumCtx ?? numCtx)
    {
        NumPredict = options.NumPredict,
        Temperature = options.Temperature,
        TopP = options.TopP,
        TopK = options.TopK,
        MinP = options.MinP,
        Stop = options.Stop.Count == 0 ? null : options.Stop,
        Seed = options.Seed,
        RepeatPenalty = options.RepeatPenalty,
        PresencePenalty = options.PresencePenalty,
        FrequencyPenalty = options.FrequencyPenalty,
    };

    private static OllamaMessage Message(ChatMessage message) => new(RoleNames.Of(message.Role), message.Content)
    {
        Thinking = message.Thinking,
        Images = message.Images.Count == 0 ? null : [.. message.Images.Select(i => i.Data)],
        ToolCalls = message.ToolCalls.Count == 0 ? null : [.. message.ToolCalls.Select(c => new OllamaToolCall(c.Id, new(c.Name, Arguments(c))))],
        ToolName = message.ToolName,
        ToolCallId = message.ToolCallId,
    };

    private static JsonElement Arguments(ToolCall call)
    {
        try
        {
            return JsonElement.Parse(call.Arguments);
        }
        catch (JsonException e)
        {
            throw new InferenceException(InferenceError.Refused, $"The arguments of the tool call {call.Id} are not JSON.", e);
        }
    }

    private static InferenceException Unsupported(string parameter) =>
        new(InferenceError.Unsupported, $"The node that has this model does not know the option {parameter}. Leave it out.") { Parameter = parameter };

    private static JsonElement? Think(ThinkingLevel? level) => level switch
    {
        null => null,
        ThinkingLevel.Off => JsonElement.Parse("false"),
        ThinkingLevel.On => JsonElement.Parse("true"),
        ThinkingLevel.Low => JsonElement.Parse("\"low\""),
        ThinkingLevel.Medium => JsonElement.Parse("\"medium\""),
        _ => JsonElement.Parse("\"high\""),
    };
}

internal static class RoleNames
{
    public static string Of(ChatRole role) => role switch
    {
        ChatRole.System => "system",
        ChatRole.User => "user",
        ChatRole.Assistant => "assistant",
        _ => "tool",
    };
}
