using FsCheck;
using FsCheck.Fluent;
using OllamaNet.Chat.Context;

namespace OllamaNet.Chat.Tests.Context;

/// <summary>Whatever the conversation, the system prompt, the pins and the room: what holds for every prompt.</summary>
public sealed class PromptLayoutTests
{
    [Fact]
    public void A_prompt_that_fits_is_never_over_its_room() => Holds((_, layout, room) => !layout.Fits || layout.Tokens <= room);

    [Fact]
    public void Tokens_are_what_is_in_it() => Holds((given, layout, _) => layout.Tokens == given.Needs.Fixed + given.Window(layout.Start) + given.Pinned(layout)
        + (layout.Summary ? given.Needs.Summary : 0) + layout.Passages);

    [Fact]
    public void The_window_goes_without_a_gap_to_the_newest_message() => Holds((given, layout, _) => layout.Start <= given.Tail && given.Branch.Skip(layout.Start).All(m => m.IsRead || !layout.Fits));

    [Fact]
    public void Every_pinned_message_is_there_once_and_in_order() => Holds((given, layout, _) =>
        layout.Pinned.SequenceEqual(Enumerable.Range(0, layout.Start).Where(i => given.Branch[i].Pinned)));

    [Fact]
    public void No_answer_stands_without_its_question() => Holds((given, layout, _) => layout.Start == 0 || layout.Start == given.Tail || given.Branch[layout.Start].IsQuestion);

    [Fact]
    public void What_fits_as_a_whole_goes_as_a_whole() => Holds((given, layout, room) =>
        given.Branch.Any(m => !m.IsRead) || given.Needs.Fixed + given.Window(0) > room || layout is { Start: 0, Summary: false, Passages: 0, Fits: true });

    [Fact]
    public void It_is_too_long_only_when_what_must_be_there_is() => Holds((given, layout, room) =>
        layout.Fits || given.Needs.Fixed + given.Window(given.Tail) + given.Pinned(layout) > room);

    [Fact]
    public void The_window_begins_where_the_summary_ends_when_that_leaves_enough()
    {
        LayoutMessage[] branch = [.. Enumerable.Range(0, 20).Select(i => new LayoutMessage(i % 2 == 0, Pinned: false, IsRead: true, 10))];

        var layout = PromptLayout.Of(branch, 20, new(Fixed: 10, Mark: 3, Summary: 20, SummaryEnd: 9), room: 180);

        Assert.Equal(10, layout.Start);
        Assert.True(layout.Summary);
    }

    [Fact]
    public void A_summary_that_tells_too_much_does_not_shorten_the_window()
    {
        LayoutMessage[] branch = [.. Enumerable.Range(0, 20).Select(i => new LayoutMessage(i % 2 == 0, Pinned: false, IsRead: true, 10))];

        var layout = PromptLayout.Of(branch, 20, new(Fixed: 10, Mark: 3, Summary: 20, SummaryEnd: 17), room: 180);

        Assert.Equal(6, layout.Start);
    }

    private static void Holds(Func<Given, PromptLayout, int, bool> property)
    {
        var prompts = from turns in Gen.Choose(0, 40)
                      from sizes in Gen.Choose(1, 400).ListOf(turns * 2)
                      from pins in Gen.Choose(0, 19).ListOf(turns * 2)
                      from unread in Gen.Choose(0, Math.Max(0, turns - 1))
                      from again in Gen.Elements(true, false)
                      from @fixed in Gen.Choose(1, 600)
                      from summary in Gen.Elements(0, 60, 300)
                      from end in Gen.Choose(0, Math.Max(0, turns - 1))
                      from passages in Gen.Elements(0, 200)
                      from room in Gen.Choose(50, 6000)
                      let branch = sizes.Select((size, i) => new LayoutMessage(i % 2 == 0, pins[i] == 0, i >= unread || pins[i] == 0, i >= unread || pins[i] == 0 ? size : 0)).ToArray()
                      let kept = again && turns > 0 ? branch[..^1] : branch
                      select (Given: new Given(kept, again && turns > 0 ? kept.Length - 1 : kept.Length, new(@fixed, 5, summary, summary > 0 && turns > 0 ? (end * 2) + 1 : -1, passages)), Room: room);
        Prop.ForAll(prompts.ToArbitrary(), p => property(p.Given, PromptLayout.Of(p.Given.Branch, p.Given.Tail, p.Given.Needs, p.Room), p.Room)).QuickCheckThrowOnFailure();
    }

    internal sealed record Given(LayoutMessage[] Branch, int Tail, LayoutNeeds Needs)
    {
        public int Window(int start) => Branch.Skip(start).Sum(m => m.Tokens);

        /// <summary>Counted by another way than the layout's: message by message, as they are written out.</summary>
        public int Pinned(PromptLayout layout)
        {
            var tokens = 0;
            foreach (var i in layout.Pinned)
            {
                tokens += Branch[i].Tokens;
                var other = Branch[i].IsQuestion ? i + 1 : i - 1;
                if (other >= 0 && other < Branch.Length && Branch[other].Pinned && Branch[other].IsQuestion != Branch[i].IsQuestion) continue;
                tokens += PromptLayout.KeepsQuestion(Branch, i) ? Branch[other].Tokens : Needs.Mark;
            }

            return tokens;
        }
    }
}
