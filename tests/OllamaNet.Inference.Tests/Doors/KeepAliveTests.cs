using Microsoft.Extensions.DependencyInjection;
using OllamaNet.Testing;
using OllamaNet.Testing.Simulator;
using Xunit;

namespace OllamaNet.Inference.Tests.Doors;

public sealed class KeepAliveTests
{
    [Fact]
    public async Task A_client_that_waits_is_told_so_until_the_first_token_and_an_error_after_that_comes_in_the_stream()
    {
        await using var engine = await EngineSimulator.StartAsync();
        await using var host = await TestHost.StartAsync(engine.AsNode(), builder => builder.Services.AddSingleton<TimeProvider>(new HastyTimers()));
        using var user = await host.SignUpAsync();
        engine.AnswerNext(new SimulatedAnswer("late") { Hold = true });
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/chat/completions");
        request.Content = new StringContent("""{"model":"sim","messages":[{"role":"user","content":"Hello"}],"stream":true}""", System.Text.Encoding.UTF8, "application/json");

        using var response = await user.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        using var lines = new StreamReader(await response.Content.ReadAsStreamAsync());
        var first = await lines.ReadLineAsync();
        engine.Release();
        var rest = await lines.ReadToEndAsync();

        Assert.Equal(": keep-alive", first);
        Assert.Contains("\"late\"", rest, StringComparison.Ordinal);
        Assert.EndsWith("data: [DONE]\n\n", rest, StringComparison.Ordinal);
    }

    /// <summary>Timers fire a hundred times sooner; the clock is right.</summary>
    private sealed class HastyTimers : TimeProvider
    {
        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => base.CreateTimer(callback, state, Sooner(dueTime), Sooner(period));

        private static TimeSpan Sooner(TimeSpan time) => time <= TimeSpan.FromSeconds(1) ? time : time / 100;
    }
}
