using OllamaNet.Contracts.Inference;
using OllamaNet.Inference.Engines;
using OllamaNet.Inference.Routing.Cache;
using OllamaNet.Inference.Telemetry;

namespace OllamaNet.Inference.Routing;

/// <summary>A chat turn. A node that speaks the client's protocol gets the request as it came.</summary>
internal sealed class ChatCall(ChatRequest request, WireRequest? wire, IAnswerSink sink, CallContext context) : ModelCall<ChatResult>
{
    private CacheKey? _key;
    private KeepingSink? _keeping;

    public override CallOperation Operation => CallOperation.Chat;

    /// <summary>A token for every four letters, and some for each picture and tool.</summary>
    public override int PromptEstimate =>
        request.Messages.Sum(m => 4 + ((m.Content.Length + (m.Thinking?.Length ?? 0)) / 4) + (m.Images.Count * 500)) + (request.Tools.Count * 100);

    public override async Task<ChatResult?> FromCacheAsync(IReadOnlyList<Demand> demands, InferenceCall measured, CancellationToken cancellationToken)
    {
        // What is drawn by lot is another answer each time.
        if (request.Options.Temperature is not 0 || context.Cache.Largest <= 0 || !context.Directory.SettingsOf(Caller.UserId).CacheAnswers) return null;
        var key = CacheKey.Of(request, wire, demands, context.Nodes);
        if (!context.Cache.TryGet<KeptAnswer>(key, out var kept))
        {
            (_key, _keeping) = (key, new(sink, context.Cache.Largest));
            return null;
        }

        measured.Cached(kept.Model);
        return await kept.ReplayAsync(sink, cancellationToken);
    }

    public override async Task<ChatResult> TryOnAsync(Candidate candidate, InferenceCall measured, CancellationToken cancellationToken)
    {
        using var relay = new AnswerRelay(_keeping ?? sink, candidate, LimitsFor(candidate), context.Time, cancellationToken);
        try
        {
            var result = await AskAsync(candidate, relay);
            relay.Finish();
            candidate.Node.Load.Answered(result.Usage.AnswerTokens ?? relay.Tokens, result.Durations.Answer ?? relay.Answering);
            measured.Succeeded(result.Usage, result.Finish);
            if (request.Caller.Protocol is CallProtocol.Chat) context.Estimates.Observe(candidate.Model.Name, request, result);
            if (_key is { } key) context.Cache.Keep(key, _keeping!.Of(result), _keeping.Bytes);
            return result;
        }
        catch (Exception e) when (relay.TimedOut && !cancellationToken.IsCancellationRequested)
        {
            throw new AttemptFailed(TooSlow(candidate, relay.Started, e), relay.Started);
        }
        catch (InferenceException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw new AttemptFailed(e, relay.Started);
        }
        finally
        {
            if (relay.FirstToken is { } first) measured.Began(first, relay.Tokens);
        }
    }

    /// <summary>An answer that is relayed in one piece has no first token, so only the limit of the whole counts.</summary>
    private TimeLimits LimitsFor(Candidate candidate)
    {
        var limits = LimitsOf(candidate.Node.Options, context.Options);
        return wire is { Stream: false } && candidate.Node.Engine.Speaks(wire.Protocol) ? limits with { FirstToken = limits.Total } : limits;
    }

    private Task<ChatResult> AskAsync(Candidate candidate, AnswerRelay relay)
    {
        var (engine, upstream) = (candidate.Node.Engine, request with { Model = candidate.Model.Engine.Name });
        if (wire is null || !engine.Speaks(wire.Protocol))
            return wire?.OnlyRelayed is null ? engine.ChatAsync(upstream, relay, relay.Token) : throw wire.Refusal();
        return engine.RelayAsync(wire with { Model = candidate.Model.Name }, upstream, relay, relay.Token);
    }
}
