using Microsoft.Extensions.Options;
using OllamaNet.Chat.Attachments;
using OllamaNet.Chat.Messages;
using OllamaNet.Contracts.Inference;

namespace OllamaNet.Chat.Context;

/// <summary>Makes the request to the model, within the model's context.</summary>
internal sealed class PromptBuilder(BranchReader branches, TokenCounting counting, PassageFinder finder, AttachmentReader reader, IOptions<ChatOptions> options)
{
    /// <summary>More bytes of stored text than most vocabularies have in a token, so that one reading nearly always fills the window.</summary>
    private const int BytesPerToken = 6;

    private const long LeastBytes = 32 * 1024;
    private const double Full = 0.9;

    /// <exception cref="PromptTooLongException">Even the question alone, with what must be there, does not fit.</exception>
    /// <exception cref="InferenceException">The caller may use no such model.</exception>
    public async Task<BuiltPrompt> BuildAsync(PromptOrder order, CancellationToken cancellationToken)
    {
        var budget = PromptBudget.Of(order.Options, order.Model, options.Value.ContextLength);
        var files = new PromptFiles(reader, order.Owner);
        var draft = await ReadAsync(order, budget, files, cancellationToken);
        if (!draft.Layout.Fits && !order.OnlyMeasure) throw new PromptTooLongException(draft.WhyTooLong());

        IReadOnlyList<FoundPassage> passages = [];
        if (draft.Layout.Passages > 0 && !order.OnlyMeasure)
        {
            passages = await finder.FindAsync(order, draft.Omitted(), draft.QuestionText, draft.Layout.Passages, cancellationToken);
            if (passages.Count == 0) draft.LeaveOutPassages();
        }

        return new(new()
        {
            Model = order.Model.Name,
            Messages = order.OnlyMeasure ? draft.Messages(passages) : await files.WithImagesAsync(draft.Messages(passages), cancellationToken),
            Caller = order.Caller,
            Options = order.Options with { NumCtx = order.Options.NumCtx ?? budget.ContextLength },
            AffinityKey = order.Conversation.ToString("N"),
        }, draft.Report(passages), draft.Branch);
    }

    /// <summary>Reads as much of the branch as there is room for: at first as much as that is likely to be, more if it was not.</summary>
    private async Task<PromptDraft> ReadAsync(PromptOrder order, PromptBudget budget, PromptFiles files, CancellationToken cancellationToken)
    {
        for (var bytes = Math.Max(LeastBytes, (long)budget.Room * BytesPerToken); ; bytes *= 4)
        {
            var branch = order.Unstored is { } unstored ? new([.. unstored], [], HasPassages: false)
                : order.Leaf is { } leaf ? await branches.ReadAsync(order.Conversation, order.Owner, leaf, bytes, cancellationToken)
                : new StoredBranch([], [], HasPassages: false);
            await files.ReadTextsAsync(order.Question, branch, bytes, cancellationToken);
            var draft = new PromptDraft(order, branch, budget, files);
            draft.Count(await counting.CountAsync(order.Model.Name, draft.Texts, order.Caller, cancellationToken));
            if (!draft.IsCutByReading || draft.Layout.Tokens > budget.Room * Full) return draft;
        }
    }
}
