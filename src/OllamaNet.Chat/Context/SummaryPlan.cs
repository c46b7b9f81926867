using OllamaNet.Chat.Messages;

namespace OllamaNet.Chat.Context;

/// <param name="Text">Null: not read.</param>
internal sealed record SummaryMessage(Guid Id, MessageRole Role, string? Text, int Tokens);

/// <summary>What the summary is to take up next: so much that the conversation has room to grow again.</summary>
/// <param name="Before">The summary so far.</param>
/// <param name="Next">The messages after it, whole turns; none when there is room enough.</param>
/// <param name="NeedsMore">Some of them were not read.</param>
internal sealed record SummaryPlan(BranchSummary? Before, IReadOnlyList<SummaryMessage> Next, bool NeedsMore)
{
    /// <summary>The summary grows when what it does not tell takes more of the window than this…</summary>
    private const double Full = 0.75;

    /// <summary>…and then until it takes no more than this.</summary>
    private const double Left = 0.5;

    /// <summary>How much is read at once, of the window.</summary>
    private const double Step = 0.6;

    /// <param name="branch">Oldest first.</param>
    /// <param name="begun">It has taken up something already, and goes on until there is room.</param>
    public static SummaryPlan Of(IReadOnlyList<SummaryMessage> branch, IReadOnlyList<BranchSummary> summaries, int room, bool begun = false)
    {
        var end = branch.Count - 1;
        while (end >= 0 && !summaries.Any(s => s.UpToMessageId == branch[end].Id)) end--;
        var before = end < 0 ? null : summaries.First(s => s.UpToMessageId == branch[end].Id);

        var told = branch.Skip(end + 1).Sum(m => m.Tokens);
        var unread = branch.Skip(end + 1).Any(m => m.Text is null);
        if (!unread && told <= room * (begun ? Left : Full)) return new(before, [], NeedsMore: false);
        if (unread) return new(before, [], NeedsMore: true);

        var cut = end + 1;
        for (var left = told; cut < branch.Count && (left > room * Left || branch[cut].Role is not MessageRole.User); cut++) left -= branch[cut].Tokens;
        List<SummaryMessage> next = [];
        var taken = 0;
        for (var i = end + 1; i < cut; i++)
        {
            // Whole turns, one at least.
            if (branch[i].Role is MessageRole.User && next.Count > 0 && taken + branch[i].Tokens + (i + 1 < cut ? branch[i + 1].Tokens : 0) > room * Step) break;
            next.Add(branch[i]);
            taken += branch[i].Tokens;
        }

        return new(before, next, NeedsMore: false);
    }
}
