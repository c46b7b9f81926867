using Microsoft.Extensions.Options;
using OllamaNet.Contracts.Inference;
using OllamaNet.Inference.Engines;

namespace OllamaNet.Inference.Nodes.Admin;

/// <summary>Asks a node that is not registered what it is and what it has.</summary>
internal sealed class NodeTester(EngineFactory engines, IOptions<InferenceOptions> options)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    public async Task<NodeTestResult> TestAsync(TestNodeRequest request, CancellationToken cancellationToken)
    {
        var node = new NodeOptions { Name = "at this address", Kind = request.Kind, Url = string.IsNullOrEmpty(request.Url) ? null : new Uri(request.Url), ApiKey = request.ApiKey };
        await using var engine = engines.Create(node, options.Value);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Patience);
        try
        {
            var found = await engine.ProbeAsync(limit.Token);
            var models = found.Models.OrderBy(m => m.Name, StringComparer.Ordinal).Select(m => NodeResponse.Served(m.Name, m.Name, m.Loaded, m.Capabilities));
            return new(Reachable: true, found.Version, found.Warning, [.. models], found.Problem);
        }
        catch (InferenceException e)
        {
            return Failed(e.Message);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return Failed("It does not say what it has in time.");
        }
    }

    private static NodeTestResult Failed(string error) => new(Reachable: false, Version: null, Warning: null, [], error);
}
