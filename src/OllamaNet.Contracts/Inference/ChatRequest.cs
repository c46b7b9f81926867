using System.Text.Json;

namespace OllamaNet.Contracts.Inference;

/// <summary>One chat turn for an engine: a superset of what the engines can do. What the picked node cannot do is refused by name, never dropped.</summary>
public sealed record ChatRequest
{
    /// <summary>Public model name, such as <c>llama3.2:3b</c>.</summary>
    public required string Model { get; init; }

    /// <summary>Oldest first; a system message, if any, comes first.</summary>
    public required IReadOnlyList<ChatMessage> Messages { get; init; }

    public SamplingOptions Options { get; init; } = SamplingOptions.Default;

    public IReadOnlyList<ToolDefinition> Tools { get; init; } = [];

    public ToolChoice ToolChoice { get; init; } = ToolChoice.Auto;

    /// <summary>False: one tool call an answer at most. Null leaves it to the model.</summary>
    public bool? ParallelToolCalls { get; init; }

    /// <summary>How many alternatives to report for each token, 0 to 20; null reports no probabilities at all.</summary>
    public int? TopLogprobs { get; init; }

    /// <summary>Who asks: decides what may be used, whose turn it is and whose account pays.</summary>
    public required Caller Caller { get; init; }

    /// <summary>Requests with one key profit from the same node's prompt cache (the conversation's id).</summary>
    public string? AffinityKey { get; init; }

    /// <summary>Nodes that send data off the site are not picked.</summary>
    public bool LocalOnly { get; init; }

    /// <summary>
    /// The last message is an answer that broke off: what comes is the rest of it. Engines that can go on writing inside a message do;
    /// the others are told to, in a message after it.
    /// </summary>
    public bool Continue { get; init; }
}

public enum ChatRole { System, User, Assistant, Tool }

public sealed record ChatMessage(ChatRole Role, string Content)
{
    /// <summary>What the model thought before this assistant message; engines that take it back get it.</summary>
    public string? Thinking { get; init; }

    public IReadOnlyList<ImageContent> Images { get; init; } = [];

    public IReadOnlyList<ToolCall> ToolCalls { get; init; } = [];

    /// <summary>For <see cref="ChatRole.Tool"/>: the call that this message answers.</summary>
    public string? ToolCallId { get; init; }

    public string? ToolName { get; init; }
}

/// <param name="MediaType">Such as <c>image/png</c>.</param>
public sealed record ImageContent(string MediaType, ReadOnlyMemory<byte> Data);

/// <param name="Parameters">JSON Schema of the arguments.</param>
public sealed record ToolDefinition(string Name, string? Description, JsonElement Parameters);

public enum ToolChoiceKind { Auto, None, Required, Function }

/// <param name="Name">The function, for <see cref="ToolChoiceKind.Function"/>.</param>
public sealed record ToolChoice(ToolChoiceKind Kind, string? Name = null)
{
    public static ToolChoice Auto { get; } = new(ToolChoiceKind.Auto);
}

/// <param name="Arguments">A JSON object, as text.</param>
public sealed record ToolCall(string Id, string Name, string Arguments);
