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
        var places = await PlacesAsync(request.Model, request.Caller, cancellationToken);
        foreach (var (node, model) in places.Where(p => p.Node.State.Reachable))
        {
            if (await node.Engine.CountTokensAsync(request with { Model = model.Engine.Name }, cancellationToken) is { } exact) return new(exact, IsEstimate: false);
        }

        return new(estimates.Estimate(places[0].Model.Name, request), IsEstimate: true);
    }

    /// <exception cref="InferenceException">The caller may use no such model.</exception>
    public async Task<TextTokens> CountTextsAsync(string asked, IReadOnlyList<string> texts, Caller caller, CancellationToken cancellationToken)
    {
        var places = await PlacesAsync(asked, caller, cancellationToken);
        foreach (var (node, model) in places.Where(p => p.Node.State.Reachable))
        {
            try
            {
                if (await node.Engine.CountTextsAsync(model.Engine.Name, texts, cancellationToken) is { } exact) return exact;
            }
            catch (InferenceException)
            {
                // Whoever cannot count now may answer all the same; an estimate will do.
            }
        }

        return estimates.Estimate(places[0].Model.Name, texts);
    }

    /// <summary>The nodes that have the first of the models that the name stands for, reachable ones first; never none.</summary>
    private async Task<(Node Node, NodeModel Model)[]> PlacesAsync(string asked, Caller caller, CancellationToken cancellationToken)
    {
        await nodes.KnownAsync(FirstWait, cancellationToken);
        foreach (var name in directory.Resolve(asked, caller))
        {
            var places = nodes.All.Select(n => (Node: n, Model: n.Find(name))).Where(p => p.Model is not null).OrderByDescending(p => p.Node.State.Reachable).Select(p => (p.Node, p.Model!)).ToArray();
            if (places.Length > 0) return places;
        }

        throw new InferenceException(InferenceError.ModelNotFound, $"No node has the model {ModelNames.Shown(asked)}. Choose another one.");
    }
}
