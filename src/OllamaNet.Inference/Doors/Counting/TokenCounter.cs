using OllamaNet.Contracts.Inference;
using OllamaNet.Inference.Models;
using OllamaNet.Inference.Nodes;

namespace OllamaNet.Inference.Doors.Counting;

internal sealed record TokenCount(int Tokens, bool IsEstimate);

/// <summary>Counts the tokens of a prompt without asking it.</summary>
internal sealed class TokenCounter(NodeSet nodes, ModelDirectory directory, TokenEstimates estimates)
{
    private static readonly TimeSpan FirstWait = TimeSpan.FromSeconds(5);

    /// <exception cref="InferenceException">The caller may use no such model; or the engine cannot take such a prompt.</exception>
    public async Task<TokenCount> CountAsync(ChatRequest request, CancellationToken cancellationToken)
    {
        await nodes.KnownAsync(FirstWait, cancellationToken);
        foreach (var name in directory.Resolve(request.Model, request.Caller))
        {
            var places = nodes.All.Select(n => (Node: n, Model: n.Find(name))).Where(p => p.Model is not null).OrderByDescending(p => p.Node.State.Reachable).ToArray();
            if (places.Length == 0) continue;
            foreach (var (node, model) in places.Where(p => p.Node.State.Reachable))
            {
                if (await node.Engine.CountTokensAsync(request with { Model = model!.Engine.Name }, cancellationToken) is { } exact) return new(exact, IsEstimate: false);
            }

            return new(estimates.Estimate(places[0].Model!.Name, request), IsEstimate: true);
        }

        throw new InferenceException(InferenceError.ModelNotFound, $"No node has the model {ModelNames.Shown(request.Model)}. Choose another one.");
    }
}
