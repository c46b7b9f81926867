using FsCheck;
using FsCheck.Fluent;
using OllamaNet.Chat.Context;
using OllamaNet.Chat.Messages;
using OllamaNet.Contracts.Inference;

namespace OllamaNet.Chat.Tests.Context;

/// <summary>The smaller decisions of a prompt.</summary>
public sealed class PromptPieceTests
{
    private static readonly ModelInfo Model = new() { Name = "m", Capabilities = ModelCapabilities.Completion, ContextLength = 4096, Nodes = [] };

    [Theory]
    [InlineData(null, null, 4096, 3072)]
    [InlineData(2048, null, 2048, 1536)]
    [InlineData(null, 100, 4096, 3996)]
    [InlineData(null, 4000, 4096, 2048)]
    [InlineData(100_000, null, 4096, 3072)]
    public void The_budget_is_never_more_than_the_model_has(int? context, int? answer, int whole, int room)
    {
        var budget = PromptBudget.Of(new() { NumCtx = context, NumPredict = answer }, Model, usual: 8192);

        Assert.Equal((whole, room), (budget.ContextLength, budget.Room));
    }

    [Fact]
    public void Passages_hold_the_whole_text_in_order_and_none_is_long()
    {
        var texts = Gen.Elements("word ", "Sentence. ", "\n\n", "日本語。", "🙂", "x").ListOf(600).Select(string.Concat);
        Prop.ForAll(texts.ToArbitrary(), text =>
        {
            var passages = PassageSplitter.Split(text);
            var at = 0;
            return passages.All(p => p.Length <= PassageSplitter.Longest && (at = text.IndexOf(p, at, StringComparison.Ordinal)) >= 0 && !char.IsLowSurrogate(p[0]))
                && Letters(string.Concat(passages)) >= Letters(text) - 12;
        }).QuickCheckThrowOnFailure();

        static int Letters(string text) => text.Count(c => !char.IsWhiteSpace(c));
    }

    [Fact]
    public void The_summary_takes_up_whole_turns_and_leaves_half_a_window()
    {
        var branch = Turns(20, tokens: 100);

        var plan = SummaryPlan.Of(branch, [], room: 2000);

        Assert.False(plan.NeedsMore);
        Assert.Equal(branch[..12].Select(m => m.Id), plan.Next.Select(m => m.Id)); // a step of 60% of the window
        Assert.Null(plan.Before);
    }

    [Fact]
    public void It_goes_on_where_the_last_one_ended_and_rests_when_there_is_room()
    {
        var branch = Turns(20, tokens: 100);
        BranchSummary first = new(Guid.CreateVersion7(), branch[11].Id, "so far", Edited: false, null, default);

        var next = SummaryPlan.Of(branch, [first], room: 2000);
        var rested = SummaryPlan.Of(branch, [first, first with { UpToMessageId = next.Next[^1].Id }], room: 4000);

        Assert.Equal(branch[12].Id, next.Next[0].Id);
        Assert.Equal("so far", next.Before!.Text);
        Assert.Equal(MessageRole.Assistant, next.Next[^1].Role);
        Assert.Empty(rested.Next);
    }

    [Fact]
    public void Once_begun_it_goes_on_until_half_the_window_is_free()
    {
        var branch = Turns(7, tokens: 100); // 1,400 of 2,000: enough to rest, too much once begun

        Assert.Empty(SummaryPlan.Of(branch, [], room: 2000).Next);
        Assert.Equal(4, SummaryPlan.Of(branch, [], room: 2000, begun: true).Next.Count);
    }

    [Fact]
    public void What_was_not_read_is_asked_for()
    {
        List<SummaryMessage> branch = Turns(20, tokens: 100);
        branch[0] = branch[0] with { Text = null, Tokens = 0 };

        Assert.True(SummaryPlan.Of(branch, [], room: 2000).NeedsMore);
    }

    [Fact]
    public void Vectors_of_one_direction_are_alike_whatever_their_length()
    {
        var one = Similarity.Normalised([3, 4]);

        Assert.Equal(1, Similarity.Of(one, Similarity.Normalised([6, 8])), 0.0001);
        Assert.Equal(0, Similarity.Of(one, Similarity.Normalised([-4, 3])), 0.0001);
        Assert.Equal(-1, Similarity.Of(one, [1, 0, 0]));
        Assert.Equal([0f, 0f], Similarity.Normalised([0, 0]));
    }

    private static List<SummaryMessage> Turns(int turns, int tokens) =>
        [.. Enumerable.Range(0, turns * 2).Select(i => new SummaryMessage(Guid.CreateVersion7(), i % 2 == 0 ? MessageRole.User : MessageRole.Assistant, $"message {i}", tokens))];
}
