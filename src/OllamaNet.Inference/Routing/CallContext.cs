using Microsoft.Extensions.Options;
using OllamaNet.Inference.Doors.Counting;
using OllamaNet.Inference.Models;
using OllamaNet.Inference.Nodes;
using OllamaNet.Inference.Routing.Cache;

namespace OllamaNet.Inference.Routing;

/// <summary>What every call needs while it is made.</summary>
internal sealed class CallContext(NodeSet nodes, ModelDirectory directory, AnswerCache cache, TokenEstimates estimates, IOptions<InferenceOptions> options, TimeProvider time)
{
    public NodeSet Nodes => nodes;

    public ModelDirectory Directory => directory;

    public AnswerCache Cache => cache;

    public TokenEstimates Estimates => estimates;

    public InferenceOptions Options => options.Value;

    public TimeProvider Time => time;
}
