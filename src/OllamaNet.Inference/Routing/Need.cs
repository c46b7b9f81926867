using OllamaNet.Contracts.Inference;
using OllamaNet.Inference.Nodes;

namespace OllamaNet.Inference.Routing;

/// <summary>What a request asks of a model or of the engine that runs it, and the name of the request's field that asks it.</summary>
/// <param name="Capability">Of the model; none where it is a matter of the engine alone.</param>
/// <param name="Engines">The kinds of engine that can do it; null: all.</param>
internal sealed record Need(ModelCapabilities Capability, string Parameter, string Sentence, NodeKind[]? Engines = null)
{
    private static readonly Need Chat = new(ModelCapabilities.Completion, "model", "cannot chat");
    private static readonly Need Images = new(ModelCapabilities.Vision, "images", "cannot look at images");
    private static readonly Need Thinking = new(ModelCapabilities.Thinking, "thinking", "cannot think before it answers");
    private static readonly Need Tools = new(ModelCapabilities.Tools, "tools", "cannot call tools");
    private static readonly Need Format = new(ModelCapabilities.JsonSchema, "format", "cannot keep to a JSON format");
    private static readonly Need Embedding = new(ModelCapabilities.Embedding, "model", "makes no embeddings");

    // Ollama's API has no such fields; the embedded engine calls no tools.
    private static readonly Need ForcedTools = new(ModelCapabilities.None, "toolChoice", "cannot be made to call a tool where it runs", [NodeKind.OpenAI]);
    private static readonly Need OneTool = new(ModelCapabilities.None, "parallelToolCalls", "cannot be kept to one tool call where it runs", [NodeKind.OpenAI]);
    private static readonly Need Logprobs = new(ModelCapabilities.None, "logprobs", "gives no probabilities where it runs", [NodeKind.OpenAI, NodeKind.Ollama]);

    // A server that speaks OpenAI's chats puts its own template around whatever it is sent.
    private static readonly Need Raw = new(ModelCapabilities.None, "raw", "cannot be asked without its chat template where it runs", [NodeKind.Ollama, NodeKind.Embedded]);

    private static readonly Need FixedWindow = new(ModelCapabilities.None, "numCtx", "has a context window that cannot be set where it runs", [NodeKind.Ollama, NodeKind.Embedded]);
    private static readonly Need SmallerWindow = new(ModelCapabilities.None, "numCtx", "has a smaller context window where it runs");

    /// <summary>Tokens that must fit into the context, where it is fixed.</summary>
    private int? Window { get; init; }

    public static IReadOnlyList<Need> OfEmbedding { get; } = [Embedding];

    private static IReadOnlyList<Need> OfPlainChat { get; } = [Chat];

    public static IReadOnlyList<Need> Of(ChatRequest request)
    {
        List<Need>? more = null;
        if (HasImages(request.Messages)) Add(Images);
        if (request.Options.Thinking is not (null or ThinkingLevel.Off)) Add(Thinking);
        // A model that is told not to call tools need not be able to.
        if (request.Tools.Count > 0 && request.ToolChoice.Kind is not ToolChoiceKind.None) Add(Tools);
        if (request.ToolChoice.Kind is ToolChoiceKind.Required or ToolChoiceKind.Function) Add(ForcedTools);
        if (request.ParallelToolCalls is false && request.Tools.Count > 0 && request.ToolChoice.Kind is not ToolChoiceKind.None) Add(OneTool);
        if (request.TopLogprobs is not null) Add(Logprobs);
        if (request.Options.Raw) Add(Raw);
        if (request.Options.Json || request.Options.JsonSchema is not null) Add(Format);
        // Our own chat fits its prompt into the window it names; other clients want the window itself.
        if (request.Options.NumCtx is { } window) Add(request.Caller.Protocol is CallProtocol.Chat ? SmallerWindow with { Window = window } : FixedWindow);
        return more ?? OfPlainChat;

        void Add(Need need) => (more ??= [Chat]).Add(need);
    }

    public bool IsMetBy(Node node, NodeModel model) =>
        (model.Engine.Capabilities & Capability) == Capability && (Engines is null || Array.IndexOf(Engines, node.Options.Kind) >= 0)
        && (Window is null || node.Options.Kind is not NodeKind.OpenAI || model.Engine.ContextLength is not { } longest || Window <= longest);

    private static bool HasImages(IReadOnlyList<ChatMessage> messages)
    {
        for (var i = 0; i < messages.Count; i++)
        {
            if (messages[i].Images.Count > 0) return true;
        }

        return false;
    }
}
