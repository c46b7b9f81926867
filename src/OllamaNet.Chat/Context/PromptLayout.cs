namespace OllamaNet.Chat.Context;

/// <summary>A message as the layout sees it. Tokens of one that is not read are not known.</summary>
internal readonly record struct LayoutMessage(bool IsQuestion, bool Pinned, bool IsRead, int Tokens);

/// <summary>What else wants room, in tokens.</summary>
/// <param name="Fixed">Always there: the system prompt, the new question, the template.</param>
/// <param name="Mark">What stands for the other side of a pinned message.</param>
/// <param name="SummaryEnd">Index of the last message that the summary stands for; -1 without one.</param>
internal readonly record struct LayoutNeeds(int Fixed, int Mark, int Summary = 0, int SummaryEnd = -1, int Passages = 0);

/// <summary>
/// Which messages of a branch go to the model: pinned ones, and the newest without a gap, whole turns at a time. What is older is told by the
/// summary and by passages, as far as there is room for them.
/// </summary>
/// <param name="Start">The first message of the window; the number of messages when there is none.</param>
/// <param name="Pinned">Pinned messages before the window, in order.</param>
/// <param name="Tokens">All of it, passages at their most.</param>
internal sealed record PromptLayout(int Start, IReadOnlyList<int> Pinned, bool Summary, int Passages, int Tokens, bool Fits)
{
    /// <summary>The other side of a pinned message is kept whole when it is no longer than this.</summary>
    public const int ShortTurn = 120;

    /// <summary>Below this share of the room, beginning the window where the summary ends would leave out too much.</summary>
    private const double Sticky = 0.4;

    /// <param name="branch">Oldest first.</param>
    /// <param name="tail">Index from which on messages must be there: the question that is answered again; the number of messages when the question is new.</param>
    public static PromptLayout Of(IReadOnlyList<LayoutMessage> branch, int tail, LayoutNeeds needs, int room)
    {
        var sums = Sums.Of(branch, needs.Mark);
        var bare = needs with { Summary = 0, Passages = 0, SummaryEnd = -1 };
        if (Longest(branch, sums, tail, bare, room) is { Start: 0 } whole) return whole;
        return Longest(branch, sums, tail, needs, room)
            ?? Longest(branch, sums, tail, needs with { Passages = 0 }, room)
            ?? Longest(branch, sums, tail, bare, room)
            ?? At(branch, sums, tail, bare) with { Fits = false };
    }

    /// <summary>Whether a pinned answer keeps its short question rather than a mark.</summary>
    public static bool KeepsQuestion(IReadOnlyList<LayoutMessage> branch, int pinned) =>
        !branch[pinned].IsQuestion && pinned > 0 && branch[pinned - 1] is { IsQuestion: true, Pinned: false, IsRead: true, Tokens: <= ShortTurn };

    /// <summary>Whether the other side of a pinned message is pinned itself.</summary>
    public static bool IsWhole(IReadOnlyList<LayoutMessage> branch, int pinned) => branch[pinned].IsQuestion
        ? pinned + 1 < branch.Count && branch[pinned + 1] is { IsQuestion: false, Pinned: true }
        : pinned > 0 && branch[pinned - 1] is { IsQuestion: true, Pinned: true };

    /// <summary>The longest window that fits; null when none does.</summary>
    private static PromptLayout? Longest(IReadOnlyList<LayoutMessage> branch, Sums sums, int tail, LayoutNeeds needs, int room)
    {
        int? longest = null, sticky = null;
        foreach (var start in Starts(branch, tail))
        {
            var tokens = sums.Tokens(start, needs);
            if (tokens <= room)
            {
                longest = start;
                if (start == needs.SummaryEnd + 1 && start > 0 && needs.Summary > 0 && tokens >= room * Sticky) sticky = start;
            }
            else if (sums.Window[start] > room) break;
        }

        // A window that begins where the summary ends moves in steps, and the engine knows its beginning from the question before.
        return longest is null ? null : At(branch, sums, longest is 0 ? 0 : sticky ?? longest.Value, needs);
    }

    /// <summary>Where a window may begin, newest first: at a question, so that no answer stands without one.</summary>
    private static IEnumerable<int> Starts(IReadOnlyList<LayoutMessage> branch, int tail)
    {
        yield return tail;
        for (var i = tail - 1; i >= 0 && branch[i].IsRead; i--)
        {
            if (i == 0 || branch[i].IsQuestion) yield return i;
        }
    }

    private static PromptLayout At(IReadOnlyList<LayoutMessage> branch, Sums sums, int start, LayoutNeeds needs) => new(
        start, [.. Enumerable.Range(0, start).Where(i => branch[i].Pinned)], start > 0 && needs.Summary > 0, start > 0 ? needs.Passages : 0, sums.Tokens(start, needs), Fits: true);

    /// <param name="Window">Tokens of the messages from an index on.</param>
    /// <param name="Pinned">Tokens of the pinned messages before an index, with what stands beside them.</param>
    private sealed record Sums(int[] Window, int[] Pinned)
    {
        public static Sums Of(IReadOnlyList<LayoutMessage> branch, int mark)
        {
            var (window, pinned) = (new int[branch.Count + 1], new int[branch.Count + 1]);
            for (var i = branch.Count - 1; i >= 0; i--) window[i] = window[i + 1] + branch[i].Tokens;
            for (var i = 0; i < branch.Count; i++) pinned[i + 1] = pinned[i] + (branch[i].Pinned ? branch[i].Tokens + Beside(branch, i, mark) : 0);
            return new(window, pinned);
        }

        public int Tokens(int start, LayoutNeeds needs) => needs.Fixed + Window[start] + Pinned[start] + (start > 0 ? needs.Summary + needs.Passages : 0);

        private static int Beside(IReadOnlyList<LayoutMessage> branch, int pinned, int mark) =>
            IsWhole(branch, pinned) ? 0 : KeepsQuestion(branch, pinned) ? branch[pinned - 1].Tokens : mark;
    }
}
