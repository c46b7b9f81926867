using OllamaNet.Inference.Nodes;
using OllamaNet.Testing.Simulator;
using Xunit;

namespace OllamaNet.Inference.Tests.Faults;

/// <summary>Every fault of every kind of node, through every API.</summary>
public sealed class FaultMatrixTests(QuickFaultHost host) : IClassFixture<QuickFaultHost>
{
    public static TheoryData<string, string> Quick => Fault.Matrix(Fault.Quick);

    [Theory, MemberData(nameof(Quick))]
    public async Task A_fault_is_told_in_the_words_of_the_API_and_leaves_nothing_behind(string name, string kind)
    {
        var fault = Fault.Of(name);
        foreach (var api in Api.All.Where(a => !a.Embeds || !fault.Breaks)) await CheckAsync(api, fault, kind);
    }

    [Theory, InlineData("ollama"), InlineData("openai")]
    public async Task Nodes_that_refuse_connections_are_told_of_and_used_again_when_they_are_back(string kind)
    {
        foreach (var simulator in host.Of(kind)) await simulator.StopListeningAsync();
        try
        {
            foreach (var api in Api.All.Where(a => a.Form is not Form.Own)) api.AssertRefused(await host.AskAsync(api, kind), 503);
            Assert.All(host.LoadsOf(kind), l => Assert.NotEqual(BreakerState.Closed, l.Breaker));
            Assert.True(await host.IsIdleAsync(kind));
        }
        finally
        {
            foreach (var simulator in host.Of(kind)) await simulator.ListenAgainAsync();
        }

        await host.HealthyAsync(kind);
        await AnsweredAsync(kind);
    }

    private async Task CheckAsync(Api api, Fault fault, string kind)
    {
        foreach (var simulator in host.Of(kind)) simulator.Answer(fault.Answer);
        await host.HealthyAsync(kind);
        var before = host.CallsOf(kind);
        var errors = host.LoadsOf(kind).Select(l => l.ErrorRate).ToList();

        var seen = await host.AskAsync(api, kind);

        // What comes in one piece is nobody's before it is whole.
        var breaks = fault.Breaks && api.Streams;
        if (breaks) api.AssertBrokenOff(seen);
        else api.AssertRefused(seen, fault.Status);
        var asked = host.CallsOf(kind) - before;
        if (!fault.Breaks || api.Streams) Assert.True(asked == fault.Nodes, $"{api}, {fault.Name}: {asked} nodes were asked: {seen.Body}");
        Assert.True(await host.IsIdleAsync(kind), $"{api}, {fault.Name}: a place was not given back");
        Assert.Equal(fault.Counts ? Math.Min(asked, 2) : 0, host.LoadsOf(kind).Zip(errors).Count(n => n.First.ErrorRate > n.Second));

        foreach (var simulator in host.Of(kind)) simulator.Answer("Hello world");
        api.AssertAnswered(await host.AskAsync(api, kind));
        Assert.True(await host.IsIdleAsync(kind));
    }

    private async Task AnsweredAsync(string kind)
    {
        foreach (var simulator in host.Of(kind)) simulator.Answer("Hello world");
        foreach (var api in Api.All) api.AssertAnswered(await host.AskAsync(api, kind));
    }
}
