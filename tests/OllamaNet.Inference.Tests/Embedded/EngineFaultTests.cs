using System.Diagnostics;
using OllamaNet.Contracts.Inference;
using OllamaNet.Inference.Embedded;
using Xunit;
using static OllamaNet.Inference.Tests.Embedded.EngineFixture;

namespace OllamaNet.Inference.Tests.Embedded;

public sealed class EngineFaultTests(EngineFixture fixture) : IClassFixture<EngineFixture>
{
    [Fact]
    public async Task A_killed_engine_cuts_its_answers_and_comes_back()
    {
        var answer = new AnswerCollector(a =>
        {
            if (a.Parts == 5) Kill(fixture.Engine.ProcessId(Noise)!.Value);
        });

        var error = await Assert.ThrowsAsync<InferenceException>(() => fixture.Engine.ChatAsync(AskForever(), answer, CancellationToken.None));

        Assert.Equal(InferenceError.Cut, error.Error);
        var again = new AnswerCollector();
        await fixture.Engine.ChatAsync(Ask("hello", new SamplingOptions { NumPredict = 8 }, Noise), again, CancellationToken.None);
        Assert.NotEmpty(again.Text);
    }

    [Fact]
    public async Task A_killed_engine_leaves_other_models_alone()
    {
        await fixture.Engine.ChatAsync(Ask("hello"), new AnswerCollector(), CancellationToken.None);
        await fixture.Engine.ChatAsync(Ask("hello", new SamplingOptions { NumPredict = 2 }, Noise), new AnswerCollector(), CancellationToken.None);
        var demo = fixture.Engine.ProcessId(Demo);

        Kill(fixture.Engine.ProcessId(Noise)!.Value);
        await fixture.Engine.ChatAsync(Ask("hello"), new AnswerCollector(), CancellationToken.None);

        Assert.Equal(demo, fixture.Engine.ProcessId(Demo));
    }

    [Fact]
    public async Task The_demo_model_is_warm_again_after_a_crash_without_a_question()
    {
        await fixture.Engine.ChatAsync(Ask("hello"), new AnswerCollector(), CancellationToken.None);
        var before = fixture.Engine.ProcessId(Demo)!.Value;

        Kill(before);

        await Until(() => fixture.Engine.ProcessId(Demo) is { } now && now != before);
    }

    [Fact]
    public async Task A_stopped_engine_is_ended_when_it_is_silent_for_too_long()
    {
        await using var engine = Create(new EmbeddedOptions { ModelsDirectory = fixture.Folder, DemoModel = "", ContextLength = LongContext, SilenceLimit = TimeSpan.FromSeconds(5) });
        var answer = new AnswerCollector(a =>
        {
            if (a.Parts == 1) Signal(engine.ProcessId(Noise)!.Value, "STOP");
        });

        var error = await Assert.ThrowsAsync<InferenceException>(() => engine.ChatAsync(AskForever(), answer, CancellationToken.None));

        Assert.Equal(InferenceError.Timeout, error.Error);
        await engine.ChatAsync(Ask("hello", new SamplingOptions { NumPredict = 2 }, Noise), new AnswerCollector(), CancellationToken.None);
    }

    [Fact]
    public async Task A_caller_that_fails_does_not_disturb_the_others()
    {
        var broken = new AnswerCollector(_ => throw new InvalidOperationException("full"));

        var both = (Broken: fixture.Engine.ChatAsync(Ask("hello"), broken, CancellationToken.None), Whole: fixture.Engine.ChatAsync(Ask("How do I sign up?"), new AnswerCollector(), CancellationToken.None));

        await Assert.ThrowsAsync<InvalidOperationException>(() => both.Broken);
        Assert.Equal(FinishReason.Stop, (await both.Whole).Finish);
    }

    [Fact]
    public async Task More_requests_than_may_wait_are_refused_as_busy()
    {
        await using var engine = Create(new EmbeddedOptions { ModelsDirectory = fixture.Folder, DemoModel = "", Parallel = 1, QueueLength = 2 });
        using var cancel = new CancellationTokenSource();

        var running = Enumerable.Range(0, 12).Select(_ => engine.ChatAsync(AskForever(), new AnswerCollector(), cancel.Token)).ToList();
        await Until(() => running.Any(run => run.IsFaulted));
        await cancel.CancelAsync();
        var errors = await Task.WhenAll(running.Select(run => Record.ExceptionAsync(() => run).AsTask()));

        Assert.InRange(errors.Count(e => e is InferenceException), 1, 9);
        Assert.All(errors.OfType<InferenceException>(), e => Assert.True(e is { Error: InferenceError.Busy, RetryAfter.Ticks: > 0 }));
    }

    [Fact]
    public async Task The_least_recently_used_model_makes_room_for_another()
    {
        RandomModel.Write(Path.Combine(fixture.Folder, "other.gguf"), seed: 2);
        await using var engine = Create(new EmbeddedOptions { ModelsDirectory = fixture.Folder, DemoModel = "", MemoryBudget = 150L << 20 });

        await engine.ChatAsync(Ask("a", new SamplingOptions { NumPredict = 2 }, Noise), new AnswerCollector(), CancellationToken.None);
        await engine.ChatAsync(Ask("a", new SamplingOptions { NumPredict = 2 }, "other"), new AnswerCollector(), CancellationToken.None);

        Assert.Null(engine.ProcessId(Noise));
        Assert.NotNull(engine.ProcessId("other"));
    }

    [Fact]
    public async Task A_model_in_use_is_not_unloaded_for_another()
    {
        RandomModel.Write(Path.Combine(fixture.Folder, "third.gguf"), seed: 3);
        await using var engine = Create(new EmbeddedOptions { ModelsDirectory = fixture.Folder, DemoModel = "", MemoryBudget = 150L << 20 });
        using var cancel = new CancellationTokenSource();
        using var hold = new ManualResetEventSlim();
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var running = engine.ChatAsync(AskForever(), new AnswerCollector(_ =>
        {
            started.TrySetResult();
            hold.Wait(TimeSpan.FromMinutes(1));
        }), cancel.Token);
        await started.Task;

        var error = await Record.ExceptionAsync(() => engine.ChatAsync(Ask("a", model: "third"), new AnswerCollector(), CancellationToken.None));

        hold.Set();
        Assert.Equal(InferenceError.Busy, Assert.IsType<InferenceException>(error).Error);
        await cancel.CancelAsync();
        await Record.ExceptionAsync(() => running);
    }

    [Fact]
    public async Task The_engine_process_ends_with_the_engine()
    {
        var engine = Create(new EmbeddedOptions { ModelsDirectory = fixture.Folder, DemoModel = "" });
        await engine.ChatAsync(Ask("a", new SamplingOptions { NumPredict = 2 }, Noise), new AnswerCollector(), CancellationToken.None);
        using var process = Process.GetProcessById(engine.ProcessId(Noise)!.Value);

        await engine.DisposeAsync();

        Assert.True(process.HasExited);
    }

    private static void Kill(int processId)
    {
        using var process = Process.GetProcessById(processId);
        process.Kill();
    }

    private static void Signal(int processId, string signal)
    {
        using var kill = Process.Start("kill", [$"-{signal}", $"{processId}"]);
        kill.WaitForExit();
    }

    private static async Task Until(Func<bool> condition)
    {
        var limit = Stopwatch.StartNew();
        while (!condition())
        {
            Assert.True(limit.Elapsed < TimeSpan.FromSeconds(60), "It did not happen.");
            await Task.Delay(20);
        }
    }
}
