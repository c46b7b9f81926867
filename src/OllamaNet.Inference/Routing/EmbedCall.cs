using OllamaNet.Contracts.Inference;
using OllamaNet.Inference.Routing.Cache;
using OllamaNet.Inference.Telemetry;

namespace OllamaNet.Inference.Routing;

/// <summary>Vectors for texts. There is no first token, so its limit is the limit of the whole.</summary>
internal sealed class EmbedCall(EmbeddingRequest request, CallContext context) : ModelCall<EmbeddingResult>
{
    private CacheKey? _key;

    public override CallOperation Operation => CallOperation.Embeddings;

    public override int PromptEstimate => request.Inputs.Sum(i => 1 + (i.Length / 4)) + request.Tokens.Sum(t => t.Length);

    public override Task<EmbeddingResult?> FromCacheAsync(IReadOnlyList<Demand> demands, InferenceCall measured, CancellationToken cancellationToken)
    {
        if (context.Cache.Largest <= 0 || !context.Directory.SettingsOf(Caller.UserId).CacheEmbeddings) return Task.FromResult<EmbeddingResult?>(null);
        var key = CacheKey.Of(request, demands, context.Nodes);
        if (!context.Cache.TryGet<KeptVectors>(key, out var kept))
        {
            _key = key;
            return Task.FromResult<EmbeddingResult?>(null);
        }

        measured.Cached(kept.Model);
        return Task.FromResult<EmbeddingResult?>(kept.Result);
    }

    public override async Task<EmbeddingResult> TryOnAsync(Candidate candidate, InferenceCall measured, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(LimitsOf(candidate.Node.Options, context.Options).FirstToken);
        try
        {
            var result = await candidate.Node.Engine.EmbedAsync(request with { Model = candidate.Model.Engine.Name }, limit.Token);
            candidate.Node.Load.Answered(tokens: 0, TimeSpan.Zero);
            measured.Succeeded(new(result.PromptTokens, AnswerTokens: null), finish: null);
            result = result with { Node = candidate.Node.Name, Model = candidate.Model.Name };
            if (_key is { } key) context.Cache.Keep(key, new KeptVectors(candidate.Model.Name, result), result.Vectors.Sum(v => (long)v.Length * sizeof(float)));
            return result;
        }
        catch (Exception e) when (limit.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new AttemptFailed(TooSlow(candidate, started: false, e), started: false);
        }
        catch (InferenceException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw new AttemptFailed(e, started: false);
        }
    }
}

/// <param name="Model">The public name of the model that made them.</param>
internal sealed record KeptVectors(string Model, EmbeddingResult Result);
