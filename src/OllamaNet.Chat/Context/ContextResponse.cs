namespace OllamaNet.Chat.Context;

/// <summary>How full the model's window is before the next question.</summary>
/// <param name="Model">The model that would answer.</param>
/// <param name="ContextLength">The whole window, tokens.</param>
/// <param name="Room">What of it a prompt may take; the rest is kept for the answer.</param>
/// <param name="Exact">Counted as the engine does; else an estimate.</param>
/// <param name="OmittedMessages">Messages of the branch that do not go to the model themselves.</param>
/// <param name="SummarisedMessages">How many of those the summary stands for.</param>
/// <param name="WindowStart">The first of the newest messages that go to the model.</param>
/// <param name="Pinned">Pinned messages of this branch, oldest first.</param>
/// <param name="Summary">Of this branch, whether it is needed yet or not.</param>
public sealed record ContextResponse(
    string Model, int ContextLength, int Room, int PromptTokens, bool Exact, IReadOnlyList<PromptPart> Parts,
    int OmittedMessages, int SummarisedMessages, Guid? WindowStart, IReadOnlyList<PinnedMessage> Pinned, SummaryResponse? Summary)
{
    internal static ContextResponse Example { get; } = new(
        "llama3.2", 8192, 6144, 5210, false, [new("system", 48, 1), new("pinned", 96, 1), new("summary", 310, 1), new("messages", 4756, 22)],
        64, 64, new("0197a1c4-6a5f-7d2c-b0a9-1b6a4c1d9e02"), [new(new("0197a1c4-6a60-7b1a-8a3c-52d8e0c4aa01"), "assistant", "Lisbon is the capital of Portugal.")], SummaryResponse.Example);
}

/// <param name="Excerpt">Its beginning.</param>
public sealed record PinnedMessage(Guid Id, string Role, string Excerpt);

/// <param name="UpToMessageId">The last message it stands for.</param>
/// <param name="Edited">A person changed it: it is kept as it is, and only added to.</param>
/// <param name="Outdated">A message that it tells of was edited since. Only what a person wrote is kept then.</param>
public sealed record SummaryResponse(string Text, Guid UpToMessageId, bool Edited, string? Model, DateTimeOffset UpdatedAt, bool Outdated = false)
{
    internal static SummaryResponse Example { get; } = new("Ada plans a trip to Lisbon in May. She wants to travel by train.", new("0197a1c4-6a5f-7d2c-b0a9-1b6a4c1d9e01"), false, "llama3.2", new(2026, 11, 20, 9, 31, 0, TimeSpan.Zero));

    internal static SummaryResponse? Of(BranchSummary? summary, StoredBranch? branch = null) =>
        summary is null ? null : new(summary.Text, summary.UpToMessageId, summary.Edited, summary.Model, summary.UpdatedAt, branch?.IsOutdated(summary) is true);
}
