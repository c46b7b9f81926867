using OllamaNet.Chat.Conversations;
using OllamaNet.Chat.Messages;
using OllamaNet.Chat.Presets;
using OllamaNet.Contracts.Inference;

namespace OllamaNet.Chat.Context;

/// <summary>What a prompt is to be made of.</summary>
/// <param name="Leaf">The message that the branch ends with; null for a new conversation.</param>
/// <param name="Question">New, after the leaf. Null: the branch's last question is answered, again or further.</param>
/// <param name="System">The system prompt, wherever it came from.</param>
internal sealed record PromptOrder(Guid Conversation, Guid Owner, Guid? Leaf, IReadOnlyList<MessagePart>? Question, ModelInfo Model, Caller Caller, SystemPrompt? System, SamplingOptions Options)
{
    public static PromptOrder Of(Turn turn, TurnSettings how, Caller caller) =>
        Of(turn.Conversation.Id, turn.Conversation.OwnerId, turn.History.Count == 0 ? null : turn.History[^1].Id, turn.Question, how, caller);

    public static PromptOrder Of(Guid conversation, Guid owner, Guid? leaf, IReadOnlyList<MessagePart>? question, TurnSettings how, Caller caller) => new(
        conversation, owner, leaf, question, how.Model, caller,
        how.SystemPrompt is { Length: > 0 } system ? new(system, how.PromptFrom is PromptOrigin.Folder) : null, how.Options.ToSampling());

    /// <summary>Only how full the window is, is wanted: the next question is still to come, and nothing is searched for it.</summary>
    public bool OnlyMeasure { get; init; }

    /// <summary>The branch itself, oldest first, where it is stored nowhere.</summary>
    public IReadOnlyList<BranchMessage>? Unstored { get; init; }
}

/// <param name="OfFolder">Inherited from a folder.</param>
internal sealed record SystemPrompt(string Text, bool OfFolder);

internal sealed record BuiltPrompt(ChatRequest Request, PromptReport Report, StoredBranch Branch);

/// <summary>What went into a prompt, and what did not.</summary>
/// <param name="Room">What of the context a prompt may take.</param>
/// <param name="Exact">Counted as the engine does; else an estimate.</param>
/// <param name="Omitted">Messages of the branch that do not go to the model themselves.</param>
/// <param name="Summarised">How many of them the summary stands for.</param>
/// <param name="WindowStart">The first of the newest messages that go to the model; null when there is none before the question.</param>
/// <param name="Summary">The newest of the branch, whether it was needed or not.</param>
internal sealed record PromptReport(
    int ContextLength, int Room, int Tokens, bool Exact, IReadOnlyList<PromptPart> Parts, int Omitted, int Summarised, Guid? WindowStart, BranchSummary? Summary);

/// <summary>The same in few words, for the beginning of a stream.</summary>
internal sealed record ContextFigures(int ContextLength, int PromptTokens, bool Exact, int SummarisedMessages, int PinnedMessages, int Passages, Guid? WindowStart)
{
    public static ContextFigures Of(PromptReport report) => new(
        report.ContextLength, report.Tokens, report.Exact, report.Summarised, report.Parts.FirstOrDefault(p => p.Kind == "pinned")?.Count ?? 0,
        report.Parts.FirstOrDefault(p => p.Kind == "passages")?.Count ?? 0, report.WindowStart);
}

/// <param name="Kind"><c>system</c>, <c>folder</c>, <c>pinned</c>, <c>summary</c>, <c>passages</c> or <c>messages</c>.</param>
/// <param name="Count">How many of them.</param>
public sealed record PromptPart(string Kind, int Tokens, int Count);

/// <summary>What must be in the prompt is longer than it may be. Nothing is cut: the person decides.</summary>
internal sealed class PromptTooLongException(string message) : Exception(message);
