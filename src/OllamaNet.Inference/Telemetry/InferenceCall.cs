using System.Diagnostics;
using OllamaNet.Contracts.Inference;
using OllamaNet.Inference.Routing;

namespace OllamaNet.Inference.Telemetry;

/// <summary>One call while it runs, over all its attempts: a span, what is counted at its end, and the record of it.</summary>
internal sealed class InferenceCall
{
    private readonly InferenceTelemetry _telemetry;
    private readonly TimeProvider _time;
    private readonly Activity? _activity;
    private readonly long _begun;
    private readonly DateTimeOffset _begunAt;
    private readonly CallOperation _operation;
    private readonly Caller _caller;
    private readonly string _asked;
    private readonly int _promptEstimate;
    private Candidate? _candidate;
    private TokenUsage _usage = new(null, null);
    private TimeSpan? _firstToken;
    private TimeSpan _waited;
    private int _attempts;
    private int _seen;
    private bool _cached;
    private string? _cachedModel;

    /// <param name="promptEstimate">Tokens that a node reads for it, roughly.</param>
    public InferenceCall(InferenceTelemetry telemetry, TimeProvider time, CallOperation operation, Caller caller, string asked, int promptEstimate, Activity? activity)
    {
        (_telemetry, _time, _operation, _activity) = (telemetry, time, operation, activity);
        (_caller, _asked, _promptEstimate) = (caller, asked, promptEstimate);
        (_begun, _begunAt) = (time.GetTimestamp(), time.GetUtcNow());
        _telemetry.Running.Add(1);
    }

    public void Waited(TimeSpan time) => _waited += time;

    public void TriedOn(Candidate candidate)
    {
        _candidate = candidate;
        _attempts++;
        if (_activity is null) return;
        _activity.DisplayName = $"{InferenceTelemetry.NameOf(_operation)} {candidate.Model.Name}";
        _activity.SetTag("ollamanet.node", candidate.Node.Name);
        foreach (var (key, value) in Tags()) _activity.SetTag(key, value);
    }

    /// <summary>The caller has seen so much of an answer.</summary>
    /// <param name="firstToken">From the attempt's beginning.</param>
    public void Began(TimeSpan firstToken, int tokens)
    {
        if (_firstToken is null) _telemetry.FirstToken.Record(firstToken.TotalSeconds, [.. Tags()]);
        _firstToken = firstToken;
        _seen = tokens;
    }

    /// <summary>No node was asked: the caller's own cache knew it.</summary>
    public void Cached(string model)
    {
        (_cached, _cachedModel) = (true, model);
        _telemetry.CacheHits.Add(1, InferenceTelemetry.Model(model));
        _activity?.SetTag("ollamanet.cached", true);
    }

    public void Succeeded(TokenUsage usage, FinishReason? finish)
    {
        _usage = usage;
        if (usage.PromptTokens is { } prompt) _telemetry.Tokens.Record(prompt, [.. Tags(), new("gen_ai.token.type", "input")]);
        if (usage.AnswerTokens is { } answer) _telemetry.Tokens.Record(answer, [.. Tags(), new("gen_ai.token.type", "output")]);
        _activity?.SetTag("gen_ai.usage.input_tokens", usage.PromptTokens);
        _activity?.SetTag("gen_ai.usage.output_tokens", usage.AnswerTokens);
        if (finish is { } reason) _activity?.SetTag("gen_ai.response.finish_reasons", new[] { reason.ToString() });
    }

    /// <summary>Ends it; once.</summary>
    /// <param name="failure">What the caller is told; null when the answer is complete.</param>
    public CallRecord End(Exception? failure)
    {
        var duration = _time.GetElapsedTime(_begun);
        var error = failure switch { null => null, InferenceException known => known.Error.ToString(), OperationCanceledException => "cancelled", _ => failure.GetType().Name };
        if (error is not null)
        {
            _activity?.SetStatus(ActivityStatusCode.Error);
            _activity?.SetTag("error.type", error);
        }

        _telemetry.Running.Add(-1);
        _telemetry.Duration.Record(duration.TotalSeconds, error is null ? [.. Tags()] : [.. Tags(), new("error.type", error)]);
        _activity?.Dispose();

        // What a node read and wrote costs, whether or not the caller stayed to the end.
        var worked = !_cached && (failure is null || _seen > 0);
        return new()
        {
            Operation = _operation,
            Caller = _caller,
            Asked = _asked,
            Model = _candidate?.Model.Name ?? _cachedModel,
            Cached = _cached,
            Node = _candidate?.Node.Name,
            BegunAt = _begunAt,
            Duration = duration,
            Waited = _waited,
            FirstToken = _firstToken,
            PromptTokens = _usage.PromptTokens ?? (worked ? _promptEstimate : 0),
            AnswerTokens = _usage.AnswerTokens ?? _seen,
            Estimated = worked && (_usage.PromptTokens is null || (_usage.AnswerTokens is null && _operation is CallOperation.Chat)),
            Attempts = _attempts,
            Outcome = failure switch
            {
                null => CallOutcome.Succeeded,
                OperationCanceledException => CallOutcome.Cancelled,
                _ => _seen > 0 ? CallOutcome.Broken : CallOutcome.Failed,
            },
            Error = (failure as InferenceException)?.Error,
        };
    }

    /// <summary>A model that no node has is not named: callers could make as many series as they like.</summary>
    private IEnumerable<KeyValuePair<string, object?>> Tags()
    {
        yield return new("gen_ai.operation.name", InferenceTelemetry.NameOf(_operation));
        if (_candidate is null) yield break;
        yield return new("gen_ai.request.model", _candidate.Model.Name);
        yield return new("gen_ai.provider.name", _candidate.Node.Options.Kind switch { NodeKind.Ollama => "ollama", NodeKind.OpenAI => "openai", _ => "ollamanet" });
    }
}
