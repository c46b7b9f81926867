using OllamaNet.Testing.Simulator;
using Xunit;

namespace OllamaNet.Inference.Tests.Faults;

/// <summary>Faults that show by waiting, through every API that streams; all at once, for the sake of time.</summary>
public sealed class SlowFaultTests(SlowFaultHost host) : IClassFixture<SlowFaultHost>
{
    public static TheoryData<string, string> Slow => Fault.Matrix(Fault.Slow);

    [Theory, MemberData(nameof(Slow))]
    public async Task Who_waits_in_vain_is_told_in_the_words_of_the_API(string name, string kind)
    {
        var fault = Fault.Of(name);
        var apis = Api.All.Where(a => a.Streams).ToList();
        foreach (var simulator in host.Of(kind)) simulator.Answer(fault.Answer);
        var before = host.CallsOf(kind);

        var seen = await Task.WhenAll(apis.Select(a => host.AskAsync(a, kind)));

        foreach (var (api, answer) in apis.Zip(seen))
        {
            if (fault.Breaks) api.AssertBrokenOff(answer);
            else api.AssertRefused(answer, fault.Status);
        }

        Assert.Equal(apis.Count * fault.Nodes, host.CallsOf(kind) - before);
        Assert.True(await host.IsIdleAsync(kind));
        Assert.Contains(host.LoadsOf(kind), l => l.ErrorRate > 0);
        await Task.WhenAll(host.Of(kind).SelectMany(s => s.Calls.TakeLast(1)).Select(c => c.Aborted.WaitAsync(TimeSpan.FromSeconds(5))));

        foreach (var simulator in host.Of(kind)) simulator.Answer("Hello world");
        await host.HealthyAsync(kind);
        foreach (var api in apis) api.AssertAnswered(await host.AskAsync(api, kind));
    }
}
