using Microsoft.AspNetCore.Http;
using OllamaNet.Inference.Doors.Shared;
using OllamaNet.Inference.Engines;
using OllamaNet.Inference.Nodes;

namespace OllamaNet.Inference.Doors.Ollama;

/// <summary>The node whose models an administrator changes. An Ollama's API knows one machine only, so the request must say which.</summary>
internal static class OllamaNode
{
    private const string Parameter = "node";

    /// <exception cref="DoorException">It does not, and there are several; or there is none of that name.</exception>
    public static (Node Node, IModelStore Store) Of(HttpRequest request, NodeSet nodes)
    {
        var named = request.Query[Parameter].ToString() is { Length: > 0 } query ? query : request.Headers[DoorResponse.NodeHeader].ToString();
        var stores = nodes.All.Where(n => n.Engine is IModelStore && (n.IsListed || n.Name == named)).ToArray();
        var node = named.Length > 0 ? Array.Find(stores, n => n.Name == named) : stores.Length == 1 ? stores[0] : null;
        if (node?.Engine is IModelStore store) return (node, store);

        var names = stores.Length == 0 ? "There is no Ollama node." : $"The Ollama nodes are: {string.Join(", ", stores.Select(n => n.Name))}.";
        throw new DoorException(Parameter, named.Length > 0
            ? $"'{Parameter}': there is no such Ollama node. {names}"
            : $"'{Parameter}' is required: say which node is meant, as ?{Parameter}= or in the header {DoorResponse.NodeHeader}. {names}");
    }
}
