using OllamaNet.Contracts.Inference;
using OllamaNet.Inference.Telemetry;

namespace OllamaNet.Inference.Routing;

/// <summary>Vectors for texts. There is no first token, so its limit is the limit of the whole.</summary>
internal sealed class EmbedCall(EmbeddingRequest request, InferenceOptions options) : ModelCall<EmbeddingResult>
{
    public override CallOperation Operation => CallOperation.Embeddings;

    public override int PromptEstimate => request.Inputs.Sum(i => 1 + (i.Length / 4));

    public override async Task<EmbeddingResult> TryOnAsync(Candidate candidate, InferenceCall measured, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(LimitsOf(candidate.Node.Options, options).FirstToken);
        try
        {
            var result = await candidate.Node.Engine.EmbedAsync(request with { Model = candidate.Model.Engine.Name }, limit.Token);
            candidate.Node.Load.Answered(tokens: 0, TimeSpan.Zero);
            measured.Succeeded(new(result.PromptTokens, AnswerTokens: null), finish: null);
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
