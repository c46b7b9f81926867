using OllamaNet.Contracts.Inference;
using OllamaNet.Inference.Embedded.Grammar;
using OllamaNet.Inference.Embedded.Models;
using OllamaNet.Inference.Embedded.Protocol;
using OllamaNet.Inference.Engines;

namespace OllamaNet.Inference.Embedded;

/// <summary>Turns a request into what an engine process takes; refuses by name what it cannot do.</summary>
internal static class ChatPlan
{
    public static ChatCommand For(ChatRequest request, ModelFile model)
    {
        Refuse(model.Header!.EmbedsOnly, "model", $"{model.Name} makes vectors only; choose a model that can chat.");
        Refuse(request.Tools.Count > 0 || request.Messages.Any(m => m.Role == ChatRole.Tool || m.ToolCalls.Count > 0), "tools", "The embedded engine calls no tools; choose a model of an Ollama node.");
        Refuse(request.ToolChoice.Kind is ToolChoiceKind.Required or ToolChoiceKind.Function, "toolChoice", "The embedded engine calls no tools; choose a model of an Ollama node.");
        Refuse(request.TopLogprobs is not null, "topLogprobs", "The embedded engine reports no probabilities; leave them out.");
        Refuse(request.Messages.Any(m => m.Images.Count > 0), "images", "The embedded engine sees no images; choose a model with vision.");
        Refuse(request.TopLogprobs is not null, "logprobs", "The embedded engine does not report probabilities; leave logprobs out or choose another model.");
        Refuse(request.Options.Thinking is not (null or ThinkingLevel.Off), "thinking", "The embedded engine does not think aloud; turn thinking off or choose another model.");

        var options = request.Options;
        return new ChatCommand
        {
            Messages = options.Raw ? [new("user", RawPrompt.Of(request.Messages))] : [.. request.Messages.Select(m => new ChatTurn(RoleName(m.Role), m.Content))],
            Raw = options.Raw,
            Continue = request.Continue && request.Messages[^1].Role is ChatRole.Assistant,
            Context = options.NumCtx ?? 0,
            AnswerLimit = Math.Max(0, options.NumPredict ?? 0),
            Stop = options.Stop,
            Sampling = Sampling(options, model.Demo),
        };
    }

    private static SamplingPlan Sampling(SamplingOptions options, bool demo) => new()
    {
        // The demo model knows a few hundred sentences: what is less probable is wrong more often than new.
        Temperature = options.Temperature ?? (demo ? 0.3f : 0.8f),
        TopK = options.TopK ?? 40,
        TopP = options.TopP ?? 0.9f,
        MinP = options.MinP ?? 0.05f,
        Seed = options.Seed is { } seed ? unchecked((uint)seed) : (uint)Random.Shared.NextInt64(uint.MaxValue),
        RepeatPenalty = options.RepeatPenalty ?? 1,
        PresencePenalty = options.PresencePenalty ?? 0,
        FrequencyPenalty = options.FrequencyPenalty ?? 0,
        Grammar = options.JsonSchema is { } schema ? JsonSchemaGrammar.From(schema) : options.Json ? JsonSchemaGrammar.AnyObject : null,
    };

    private static string RoleName(ChatRole role) => role switch { ChatRole.System => "system", ChatRole.Assistant => "assistant", _ => "user" };

    private static void Refuse(bool condition, string parameter, string message)
    {
        if (condition) throw new InferenceException(InferenceError.Unsupported, message) { Parameter = parameter };
    }
}
