using OllamaNet.Chat.Messages;
using OllamaNet.Contracts.Inference;

namespace OllamaNet.Chat.Context;

/// <summary>A prompt on its way: the branch, its counts, and where everything goes.</summary>
internal sealed class PromptDraft
{
    private const string Mark = "[…]";
    private const int TokensPerImage = 800;

    private readonly PromptOrder _order;
    private readonly PromptBudget _budget;
    private readonly List<(BranchMessage Stored, ChatMessage? Message)> _branch = [];
    private readonly ChatMessage? _question;
    private readonly BranchSummary? _summary;
    private readonly int _summaryEnd = -1;
    private readonly bool _hasPassages;
    private LayoutMessage[] _layout = [];
    private TextTokens _counts = new([], 0, 0, Exact: false);
    private LayoutNeeds _needs;

    public PromptDraft(PromptOrder order, StoredBranch branch, PromptBudget budget, PromptFiles files)
    {
        var sees = order.Model.Capabilities.HasFlag(ModelCapabilities.Vision);
        (_order, _budget, Branch, _hasPassages) = (order, budget, branch, branch.HasPassages);
        foreach (var stored in branch.Messages)
        {
            var message = stored.Parts is null || files.IsUnread(stored.Id) ? null : PromptText.Of(stored.Role, stored.Parts, files, sees);
            if (branch.Summaries.FirstOrDefault(s => s.UpToMessageId == stored.Id) is { } summary) (_summary, _summaryEnd) = (summary, _branch.Count);
            if (message is null || !PromptText.IsEmpty(message)) _branch.Add((stored, message));
            else if (_summaryEnd == _branch.Count) _summaryEnd--;
        }

        _question = order.Question is null ? null : PromptText.Of(MessageRole.User, order.Question, files, sees);
        Texts = [order.System?.Text ?? "", _question?.Content ?? "", _summary is null ? "" : PromptText.Summary(_summary.Text), Mark, .. _branch.Select(b => b.Message?.Content ?? "")];
    }

    public StoredBranch Branch { get; }

    /// <summary>What is to be counted.</summary>
    public IReadOnlyList<string> Texts { get; }

    public PromptLayout Layout { get; private set; } = null!;

    /// <summary>What was not read might have fit.</summary>
    public bool IsCutByReading => Layout.Start > 0 && _branch[Layout.Start - 1].Message is null;

    /// <summary>What was asked, without the contents of files.</summary>
    public string QuestionText => (_order.Question ?? LastQuestion()?.Stored.Parts) is { } parts ? PromptText.Of(MessageRole.User, parts).Content : "";

    /// <param name="counts">Of <see cref="Texts"/>.</param>
    public void Count(TextTokens counts)
    {
        _counts = counts;
        _layout = [.. _branch.Select((b, i) => new LayoutMessage(b.Stored.Role is MessageRole.User, b.Stored.Pinned, b.Message is not null, b.Message is { } m ? Tokens(counts.Counts[4 + i], m) : 0))];
        var system = counts.Counts[0] + (counts.Counts[0] > 0 ? counts.PerMessage : 0);
        var summary = counts.Counts[2] <= _budget.Summary ? counts.Counts[2] + (system > 0 ? 0 : counts.PerMessage) : 0;
        _needs = new(
            counts.PerPrompt + system + (_question is null ? 0 : Tokens(counts.Counts[1], _question)), counts.Counts[3] + counts.PerMessage,
            _summary is null ? 0 : summary, _summaryEnd, _hasPassages ? _budget.Passages : 0);
        Arrange();
    }

    public void LeaveOutPassages()
    {
        _needs = _needs with { Passages = 0 };
        Arrange();
    }

    /// <summary>The messages that do not go to the model themselves, newest first.</summary>
    public IEnumerable<Guid> Omitted() => _branch.Take(Layout.Start).Where(b => !b.Stored.Pinned).Select(b => b.Stored.Id).Reverse();

    public IReadOnlyList<ChatMessage> Messages(IReadOnlyList<FoundPassage> passages)
    {
        List<ChatMessage> messages = [];
        if (PromptText.System(_order.System?.Text, Layout.Summary ? _summary!.Text : null) is { Length: > 0 } system) messages.Add(new(ChatRole.System, system));
        foreach (var pinned in Layout.Pinned) AddPinned(messages, pinned);
        messages.AddRange(_branch.Skip(Layout.Start).Select(b => b.Message!));
        if (_question is not null) messages.Add(_question);
        if (passages.Count == 0) return messages;

        var at = messages.FindLastIndex(m => m.Role is ChatRole.User);
        messages[at] = messages[at] with { Content = PromptText.Passages(passages.Select(p => p.Text), messages[at].Content) };
        return messages;
    }

    public PromptReport Report(IReadOnlyList<FoundPassage> passages)
    {
        List<PromptPart> parts = [];
        var found = passages.Sum(p => p.Tokens);
        var pinned = Layout.Pinned.Count == 0 ? 0 : PinnedTokens();
        var summary = Layout.Summary ? _needs.Summary : 0;
        var system = _order.System is null ? 0 : _counts.Counts[0] + _counts.PerMessage;
        var total = Layout.Tokens - Layout.Passages + found;
        Add(_order.System?.OfFolder is true ? "folder" : "system", system, 1);
        Add("pinned", pinned, Layout.Pinned.Count);
        Add("summary", summary, 1);
        Add("passages", found, passages.Count);
        Add("messages", total - system - pinned - summary - found, _branch.Count - Layout.Start + (_question is null ? 0 : 1));

        var omitted = Layout.Start - Layout.Pinned.Count;
        var summarised = Layout.Summary ? _branch.Take(Math.Min(Layout.Start, _summaryEnd + 1)).Count(b => !b.Stored.Pinned) : 0;
        return new(_budget.ContextLength, _budget.Room, total, _counts.Exact, parts, omitted, summarised, Layout.Start < _branch.Count ? _branch[Layout.Start].Stored.Id : null, _summary);

        void Add(string kind, int tokens, int count)
        {
            if (tokens > 0) parts.Add(new(kind, tokens, count));
        }
    }

    public string WhyTooLong()
    {
        var tail = _branch.Skip(Layout.Start).Select((_, i) => _layout[Layout.Start + i].Tokens).Sum();
        var question = _question is null ? tail : Tokens(_counts.Counts[1], _question);
        var pinned = Layout.Pinned.Count == 0 ? 0 : PinnedTokens();
        var about = _counts.Exact ? "" : "about ";
        return $"The question has {about}{question} tokens" + (pinned > 0 ? $", pinned messages {about}{pinned}" : "") + (_order.System is null ? "" : $", the system prompt {about}{_counts.Counts[0]}")
            + $"; {_budget.Room} fit into the model's context of {_budget.ContextLength}, of which {_budget.Answer} are kept for the answer."
            + (pinned > 0 ? " Unpin a message, shorten the question, or choose a model with a longer context." : " Shorten the question, or choose a model with a longer context.");
    }

    private void Arrange() => Layout = PromptLayout.Of(_layout, Tail(), _needs, _budget.Room);

    private int Tail() => _question is not null || _order.OnlyMeasure ? _branch.Count : Math.Max(0, _branch.FindLastIndex(b => b.Stored.Role is MessageRole.User));

    private (BranchMessage Stored, ChatMessage? Message)? LastQuestion() => _branch.FindLast(b => b.Stored.Role is MessageRole.User && b.Message is not null);

    private int PinnedTokens()
    {
        var window = _layout.Skip(Layout.Start).Sum(m => m.Tokens);
        return Layout.Tokens - _needs.Fixed - window - (Layout.Summary ? _needs.Summary : 0) - Layout.Passages;
    }

    /// <summary>Roles take turns: what stands beside a pinned message is kept when it is short, else a mark.</summary>
    private void AddPinned(List<ChatMessage> messages, int pinned)
    {
        var (isQuestion, message) = (_layout[pinned].IsQuestion, _branch[pinned].Message!);
        var whole = PromptLayout.IsWhole(_layout, pinned);
        if (!isQuestion && !whole) messages.Add(PromptLayout.KeepsQuestion(_layout, pinned) ? _branch[pinned - 1].Message! : new(ChatRole.User, Mark));
        messages.Add(message);
        if (isQuestion && !whole) messages.Add(new(ChatRole.Assistant, Mark));
    }

    private int Tokens(int text, ChatMessage message) => text + _counts.PerMessage + (message.Images.Count * TokensPerImage);
}
