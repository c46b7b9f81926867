using System.Diagnostics;
using OllamaNet.Contracts.Inference;
using OllamaNet.Inference.Routing;

namespace OllamaNet.Inference.Telemetry;

/// <summary>One call, over all its attempts: a span, and what is counted at its end.</summary>
internal sealed class InferenceCall : IDisposable
{
    private readonly InferenceTelemetry _telemetry;
    private readonly TimeProvider _time;
    private readonly Activity? _activity;
    private readonly long _begun;
    private readonly string _operation;
    private string? _error;
    private Candidate? _candidate;

    public InferenceCall(InferenceTelemetry telemetry, TimeProvider time, string operation, Activity? activity)
    {
        (_telemetry, _time, _operation, _activity) = (telemetry, time, operation, activity);
        _begun = time.GetTimestamp();
        _telemetry.Running.Add(1);
    }

    public void TriedOn(Candidate candidate)
    {
        _candidate = candidate;
        if (_activity is null) return;
        _activity.DisplayName = $"{_operation} {candidate.Model.Name}";
        _activity.SetTag("ollamanet.node", candidate.Node.Name);
        foreach (var (key, value) in Tags()) _activity.SetTag(key, value);
    }

    public void Succeeded(TokenUsage usage, FinishReason? finish, TimeSpan? firstToken)
    {
        if (usage.PromptTokens is { } prompt) _telemetry.Tokens.Record(prompt, [.. Tags(), new("gen_ai.token.type", "input")]);
        if (usage.AnswerTokens is { } answer) _telemetry.Tokens.Record(answer, [.. Tags(), new("gen_ai.token.type", "output")]);
        if (firstToken is { } first) _telemetry.FirstToken.Record(first.TotalSeconds, [.. Tags()]);
        _activity?.SetTag("gen_ai.usage.input_tokens", usage.PromptTokens);
        _activity?.SetTag("gen_ai.usage.output_tokens", usage.AnswerTokens);
        if (finish is { } reason) _activity?.SetTag("gen_ai.response.finish_reasons", new[] { reason.ToString() });
    }

    public void Failed(string error)
    {
        _error = error;
        _activity?.SetStatus(ActivityStatusCode.Error);
        _activity?.SetTag("error.type", error);
    }

    public void Dispose()
    {
        _telemetry.Running.Add(-1);
        _telemetry.Duration.Record(_time.GetElapsedTime(_begun).TotalSeconds, _error is null ? [.. Tags()] : [.. Tags(), new("error.type", _error)]);
        _activity?.Dispose();
    }

    /// <summary>A model that no node has is not named: callers could make as many series as they like.</summary>
    private IEnumerable<KeyValuePair<string, object?>> Tags()
    {
        yield return new("gen_ai.operation.name", _operation);
        if (_candidate is null) yield break;
        yield return new("gen_ai.request.model", _candidate.Model.Name);
        yield return new("gen_ai.provider.name", _candidate.Node.Options.Kind switch { NodeKind.Ollama => "ollama", NodeKind.OpenAI => "openai", _ => "ollamanet" });
    }
}
