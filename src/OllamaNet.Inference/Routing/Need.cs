using OllamaNet.Contracts.Inference;

namespace OllamaNet.Inference.Routing;

/// <summary>What a request asks of a model, and the name of the request's field that asks it.</summary>
internal sealed record Need(ModelCapabilities Capability, string Parameter, string Sentence)
{
    private static readonly Need Chat = new(ModelCapabilities.Completion, "model", "cannot chat");
    private static readonly Need Images = new(ModelCapabilities.Vision, "images", "cannot look at images");
    private static readonly Need Thinking = new(ModelCapabilities.Thinking, "thinking", "cannot think before it answers");
    private static readonly Need Tools = new(ModelCapabilities.Tools, "tools", "cannot call tools");
    private static readonly Need Format = new(ModelCapabilities.JsonSchema, "format", "cannot keep to a JSON format");
    private static readonly Need Embedding = new(ModelCapabilities.Embedding, "model", "makes no embeddings");

    public static IReadOnlyList<Need> Of(ChatRequest request)
    {
        var needs = new List<Need>(4) { Chat };
        if (request.Messages.Any(m => m.Images.Count > 0)) needs.Add(Images);
        if (request.Options.Thinking is not (null or ThinkingLevel.Off)) needs.Add(Thinking);
        if (request.Tools.Count > 0) needs.Add(Tools);
        if (request.Options.Json || request.Options.JsonSchema is not null) needs.Add(Format);
        return needs;
    }

    public static IReadOnlyList<Need> OfEmbedding { get; } = [Embedding];
}
