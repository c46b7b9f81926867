using Microsoft.Extensions.Logging;
using OllamaNet.Contracts.Inference;
using OllamaNet.Inference.Embedded;
using OllamaNet.Inference.Engines.OpenAI;
using OllamaNet.Inference.Nodes;

namespace OllamaNet.Inference.Engines;

/// <summary>The engine for each kind of node.</summary>
internal sealed class EngineFactory(EmbeddedOptions embedded, TimeProvider time, ILoggerFactory loggers)
{
    public IEngine Create(NodeOptions node, InferenceOptions options)
    {
        var connectTimeout = node.ConnectTimeout ?? options.ConnectTimeout;
        return node.Kind switch
        {
            NodeKind.Ollama => new OllamaEngine(node, node.NumCtx ?? options.NumCtx, NodeHttp.Create(node, node.Url!.AbsolutePath, connectTimeout)),
            NodeKind.OpenAI => new OpenAIEngine(node, NodeHttp.Create(node, node.Url!.AbsolutePath is "/" ? "/v1" : node.Url.AbsolutePath, connectTimeout), time),
            _ => new EmbeddedEngine(embedded, time, loggers.CreateLogger<EmbeddedEngine>()),
        };
    }
}
