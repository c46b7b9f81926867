using System.Diagnostics;
using OllamaNet.Contracts.Inference;
using OllamaNet.Inference.Embedded;
using OllamaNet.Inference.Embedded.Protocol;
using OllamaNet.Inference.Embedded.Supervision;
using OllamaNet.Inference.Engines;
using Xunit;
using static OllamaNet.Inference.Tests.Embedded.EngineFixture;

namespace OllamaNet.Inference.Tests.Embedded;

public sealed class EngineProcessTests(EngineFixture fixture) : IClassFixture<EngineFixture>
{
    [Fact]
    public async Task An_engine_gets_none_of_the_secrets_of_the_environment()
    {
        Environment.SetEnvironmentVariable("OLLAMANET_Auth__SomeSecret", "do not tell");
        Environment.SetEnvironmentVariable("GGML_BACKEND_PATH", "/nowhere/evil.so");
        await using var engine = Create(new EmbeddedOptions { ModelsDirectory = fixture.Folder, DemoModel = "" });
        await engine.ChatAsync(Ask("a", new SamplingOptions { NumPredict = 2 }, Noise), new AnswerCollector(), CancellationToken.None);

        var environment = await File.ReadAllTextAsync($"/proc/{engine.ProcessId(Noise)}/environ");

        Assert.DoesNotContain("do not tell", environment, StringComparison.Ordinal);
        Assert.DoesNotContain("GGML_BACKEND_PATH", environment, StringComparison.Ordinal);
        Assert.Contains("GGML_NO_BACKTRACE=1", environment, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_control_c_on_the_terminal_leaves_the_decision_to_the_program()
    {
        await fixture.Engine.ChatAsync(Ask("hello"), new AnswerCollector(), CancellationToken.None);
        var before = fixture.Engine.ProcessId(Demo)!.Value;

        foreach (var signal in (string[])["INT", "HUP"])
        {
            using var kill = Process.Start("kill", [$"-{signal}", $"{before}"]);
            await kill.WaitForExitAsync();
        }
        await fixture.Engine.ChatAsync(Ask("hello"), new AnswerCollector(), CancellationToken.None);

        Assert.Equal(before, fixture.Engine.ProcessId(Demo));
    }

    [Fact]
    public async Task The_command_is_not_for_people()
    {
        Assert.Equal(2, await EmbeddedEngineHost.RunAsync(["engine"]));
        Assert.Equal(2, await EmbeddedEngineHost.RunAsync(["engine", "libraries", "model", "4096", "8", "64", "many"]));
    }

    [Fact]
    public async Task A_program_that_cannot_be_started_is_said_and_tried_again_later()
    {
        await using var engine = Create(new EmbeddedOptions { ModelsDirectory = fixture.Folder, DemoModel = "", Program = "/nowhere/ollamanet" });

        var first = await Assert.ThrowsAsync<InferenceException>(() => engine.ChatAsync(Ask("a", model: Noise), new AnswerCollector(), CancellationToken.None));
        var second = await Assert.ThrowsAsync<InferenceException>(() => engine.ChatAsync(Ask("a", model: Noise), new AnswerCollector(), CancellationToken.None));

        Assert.Equal(InferenceError.Unavailable, first.Error);
        Assert.True(second is { Error: InferenceError.Unavailable, RetryAfter.TotalSeconds: > 30 });
    }

    [Fact]
    public async Task What_is_not_the_protocol_fails_the_call()
    {
        var script = await WriteScriptAsync("chatter.sh", "echo Hello, I am no engine and this is no frame\nsleep 5\n");
        await using var engine = Create(new EmbeddedOptions { ModelsDirectory = fixture.Folder, DemoModel = "", Program = script });

        var error = await Assert.ThrowsAsync<InferenceException>(() => engine.ChatAsync(Ask("a", model: Noise), new AnswerCollector(), CancellationToken.None));

        Assert.Equal(InferenceError.Unavailable, error.Error);
        Assert.Contains("noise.gguf", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_model_that_is_not_ready_in_time_is_given_up()
    {
        var script = await WriteScriptAsync("sleeper.sh", "exec sleep 60\n");
        await using var engine = Create(new EmbeddedOptions { ModelsDirectory = fixture.Folder, DemoModel = "", Program = script, LoadLimit = TimeSpan.FromMilliseconds(300) });

        var error = await Assert.ThrowsAsync<InferenceException>(() => engine.ChatAsync(Ask("a", model: Noise), new AnswerCollector(), CancellationToken.None));

        Assert.Contains("not ready in time", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_long_computation_is_a_sign_of_life_until_the_call_is_over()
    {
        var sink = new LivingSink();
        var call = new EngineCall(sink);

        call.Alive();
        call.Deliver(FrameKind.Error, """{"Error":2,"Message":"no"}"""u8);
        call.Alive();

        Assert.Equal(1, sink.Signs);
        Assert.True(call.Done.IsFaulted);
    }

    [Fact]
    public void Frames_survive_any_cut_of_the_stream()
    {
        var frames = new FrameBuffer();
        for (var i = 0; i < 50; i++) frames.Add(FrameKind.Text, i, new byte[i * 700]);
        using var stream = new DrippingStream(frames.Written.ToArray());
        var reader = new FrameReader(stream);

        for (var i = 0; i < 50; i++)
        {
            Assert.True(reader.TryRead(out var kind, out var request, out var content));
            Assert.Equal((FrameKind.Text, i, i * 700), (kind, request, content.Length));
        }
        Assert.False(reader.TryRead(out _, out _, out _));
    }

    private async Task<string> WriteScriptAsync(string name, string body)
    {
        var path = Path.Combine(fixture.Folder, name);
        await File.WriteAllTextAsync(path, $"#!/bin/sh\n{body}");
        using var chmod = Process.Start("chmod", ["+x", path]);
        await chmod.WaitForExitAsync();
        return path;
    }

    private sealed class LivingSink : IAnswerSink, ISignsOfLife
    {
        public int Signs { get; private set; }

        public void Alive() => Signs++;

        public void Started(string node, string model)
        {
        }

        public void Text(ReadOnlySpan<byte> utf8)
        {
        }

        public void Thinking(ReadOnlySpan<byte> utf8)
        {
        }

        public void ToolCall(ToolCall call)
        {
        }
    }

    /// <summary>Gives a few bytes at a time, as pipes do.</summary>
    private sealed class DrippingStream(byte[] content) : MemoryStream(content)
    {
        private readonly Random random = new(1);

        public override int Read(byte[] buffer, int offset, int count) => base.Read(buffer, offset, Math.Min(count, random.Next(1, 900)));
    }
}
