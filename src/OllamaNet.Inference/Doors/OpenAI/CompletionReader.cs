using System.Text.Json;
using OllamaNet.Contracts.Inference;
using OllamaNet.Inference.Doors.Shared;
using OllamaNet.Inference.Engines;
using OllamaNet.Platform.Security;

namespace OllamaNet.Inference.Doors.OpenAI;

/// <summary>A request to <c>/v1/completions</c>: one chat of one message for each prompt, and as it came.</summary>
internal sealed record CompletionQuestion(IReadOnlyList<ChatRequest> Requests, WireRequest Wire);

/// <summary>Understands the body of <c>/v1/completions</c>. Translated, a prompt is what a user says: engines put it into their template.</summary>
internal static class CompletionReader
{
    private const int MostPrompts = 128;

    public static CompletionQuestion Read(DoorBody body, CurrentUser user)
    {
        var root = body.Root;
        var prompts = Prompts(root["prompt"]);
        var stream = root["stream"].BoolOrNull() ?? false;
        var request = new ChatRequest
        {
            Model = ChatCompletionReader.ModelOf(root),
            Messages = [],
            Options = ChatCompletionReader.CommonSampling(root),
            Caller = user.ToCaller(CallProtocol.OpenAI),
        };
        return new([.. (prompts ?? [""]).Select(p => request with { Messages = [new(ChatRole.User, p)] })], new WireRequest(WireProtocol.OpenAICompletion, body.Bytes, stream)
        {
            IncludeUsage = root["stream_options"]["include_usage"].BoolOrNull() ?? false,
            OnlyRelayed = OnlyRelayed(root) ?? (prompts is null || (stream && prompts.Count > 1) ? "prompt" : null),
        });
    }

    /// <summary>Null for tokens.</summary>
    private static IReadOnlyList<string>? Prompts(JsonField prompt)
    {
        if (prompt.IsList && prompt.Value.GetArrayLength() > 0 && prompt.Value[0].ValueKind is JsonValueKind.Number or JsonValueKind.Array) return null;
        var prompts = prompt.Texts(MostPrompts);
        return prompts.Count > 0 ? prompts : throw prompt.Wrong("a string or a list of strings");
    }

    private static string? OnlyRelayed(JsonField root)
    {
        if (root["n"].IntegerOrNull(1, 128) is > 1) return "n";
        if (root["best_of"].IntegerOrNull(1, 128) is > 1) return "best_of";
        if (root["echo"].BoolOrNull() is true) return "echo";
        if (root["suffix"].TextOrNull() is { Length: > 0 }) return "suffix";
        if (root["logprobs"].IsGiven) return "logprobs";
        return root["logit_bias"] is { IsObject: true } bias && bias.Value.EnumerateObject().Any() ? "logit_bias" : null;
    }
}
