using System.Text;
using OllamaNet.Contracts.Inference;
using OllamaNet.Inference.Engines;
using OllamaNet.Inference.Engines.OpenAI;
using OllamaNet.Ollama;
using Xunit;

namespace OllamaNet.Inference.Tests.Streams;

/// <summary>What is passed on of a stream, however it is cut into reads.</summary>
public sealed class OpenAIRelayTests
{
    private const string Role = "data: {\"model\":\"m\",\"choices\":[{\"delta\":{\"role\":\"assistant\",\"content\":\"\"}}]}\n\n";
    private const string Text = "data: {\"id\":\"1\",\"model\":\"m\",\"choices\":[{\"delta\":{\"content\":\"a \\\"usage\\\" \\\"error\\\"\"},\"finish_reason\":null}],\"usage\":null}\n\n";
    private const string Finish = "data: {\"model\":\"m\",\"choices\":[{\"delta\":{},\"finish_reason\":\"stop\"}]}\n\n";
    private const string Usage = "data: {\"model\":\"m\",\"choices\":[],\"usage\":{\"prompt_tokens\":3,\"completion_tokens\":4}}\n\n";
    private const string Done = "data: [DONE]\n\n";

    [Theory, InlineData(1), InlineData(7), InlineData(100), InlineData(10_000)]
    public async Task Events_pass_as_they_came_whole_and_without_the_usage_nobody_asked_for(int read)
    {
        var (end, sink) = await RelayAsync(Role + ": comment\n\n" + Text + Text + Finish + Usage + Done, read);

        Assert.Equal(Role + ": comment\n\n" + Text + Text + Finish + Done, sink.Text);
        Assert.All(sink.Pieces, p => Assert.EndsWith("\n\n", p, StringComparison.Ordinal));
        Assert.Equal((3, 4, "stop"), (end.PromptTokens, end.AnswerTokens, end.FinishReason));
    }

    [Theory, InlineData(1), InlineData(9), InlineData(10_000)]
    public async Task The_models_name_is_replaced_and_nothing_else(int read)
    {
        var (_, sink) = await RelayAsync(Role + Text + Finish + Usage + Done, read, "ours", includeUsage: true);

        Assert.Equal((Role + Text + Finish + Usage + Done).Replace("\"model\":\"m\"", "\"model\":\"ours\"", StringComparison.Ordinal), sink.Text);
        Assert.All(sink.Pieces, p => Assert.EndsWith("\n\n", p, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Nothing_is_passed_on_before_there_is_something_of_an_answer()
    {
        var sink = new PieceSink();

        await Assert.ThrowsAsync<WireException>(() => RelayAsync(Role + "data: {\"error\":{\"message\":\"no\"}}\n\n", 10_000, sink: sink));

        Assert.Empty(sink.Pieces);
    }

    [Fact]
    public async Task What_came_before_an_error_is_passed_on()
    {
        var sink = new PieceSink();

        var failure = await Assert.ThrowsAsync<WireException>(() => RelayAsync(Role + Text + "data: {\"error\":\"out of memory\"}\n\n", 10_000, sink: sink));

        Assert.Equal(Role + Text, sink.Text);
        Assert.Equal((WireFailure.Reported, "out of memory"), (failure.Failure, failure.EngineText));
    }

    [Fact]
    public async Task A_server_that_ends_without_DONE_is_completed_and_one_without_a_finish_is_cut()
    {
        Assert.EndsWith(Finish + Done, (await RelayAsync(Text + Finish, 10_000)).Sink.Text, StringComparison.Ordinal);
        Assert.Equal(WireFailure.Cut, (await Assert.ThrowsAsync<WireException>(() => RelayAsync(Text, 10_000))).Failure);
        Assert.Equal(WireFailure.Cut, (await Assert.ThrowsAsync<WireException>(() => RelayAsync(Text + Done, 10_000))).Failure);
        Assert.Equal(WireFailure.Cut, (await Assert.ThrowsAsync<WireException>(() => RelayAsync(Text + Finish[..20], 10_000))).Failure);
    }

    [Theory, InlineData("<html>\n\n"), InlineData("data: {\"choices\":[}\n\n"), InlineData("data: {\"id\":1}\n\n"), InlineData("data: []\n\n"), InlineData("{\"choices\":[]}\n\n")]
    public async Task What_is_not_the_protocol_is_a_failure(string garbage) =>
        Assert.Equal(WireFailure.Garbage, (await Assert.ThrowsAsync<WireException>(() => RelayAsync(Text + garbage + Finish + Done, 10_000))).Failure);

    [Fact]
    public async Task An_event_that_does_not_end_is_a_failure() =>
        Assert.Equal(WireFailure.TooLong, (await Assert.ThrowsAsync<WireException>(() => RelayAsync("data: {\"choices\":\"" + new string('x', 20 * 1024 * 1024), 100_000))).Failure);

    [Theory, InlineData(null), InlineData("ours")]
    public async Task A_token_allocates_nothing(string? model)
    {
        const int Tokens = 20_000;
        var stream = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(Text, Tokens)) + Finish + Done);
        long allocated = 0;
        for (var i = 0; i < 4; i++)
        {
            var body = new CutStream(stream, Text.Length);
            using var relay = new OpenAIRelay(body, new CountingSink(), model is null ? null : Encoding.UTF8.GetBytes($"\"{model}\""), includeUsage: false);
            var before = GC.GetAllocatedBytesForCurrentThread();
            await relay.RunAsync(CancellationToken.None);
            allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        }

        Assert.InRange(allocated, 0, Tokens);
    }

    private static async Task<(OpenAIChatEnd End, PieceSink Sink)> RelayAsync(string stream, int read, string? model = null, bool includeUsage = false, PieceSink? sink = null)
    {
        sink ??= new();
        using var relay = new OpenAIRelay(new CutStream(Encoding.UTF8.GetBytes(stream), read), sink, model is null ? null : Encoding.UTF8.GetBytes($"\"{model}\""), includeUsage);
        return (await relay.RunAsync(CancellationToken.None), sink);
    }

    /// <summary>Gives this many bytes a read.</summary>
    private sealed class CutStream(byte[] bytes, int most) : MemoryStream(bytes)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => base.ReadAsync(buffer[..Math.Min(most, buffer.Length)], cancellationToken);
    }

    private sealed class CountingSink : IWireSink
    {
        public void Wire(ReadOnlySpan<byte> bytes)
        {
        }

        public void Started(string node, string model) => Assert.Fail("Engines do not say that.");

        public void Text(ReadOnlySpan<byte> utf8) => Assert.Fail("It is relayed.");

        public void Thinking(ReadOnlySpan<byte> utf8) => Assert.Fail("It is relayed.");

        public void ToolCall(ToolCall call) => Assert.Fail("It is relayed.");
    }

    private sealed class PieceSink : IWireSink
    {
        public List<string> Pieces { get; } = [];

        public string Text => string.Concat(Pieces);

        public void Wire(ReadOnlySpan<byte> bytes) => Pieces.Add(Encoding.UTF8.GetString(bytes));

        public void Started(string node, string model) => Assert.Fail("Engines do not say that.");

        void IAnswerSink.Text(ReadOnlySpan<byte> utf8) => Assert.Fail("It is relayed.");

        public void Thinking(ReadOnlySpan<byte> utf8) => Assert.Fail("It is relayed.");

        public void ToolCall(ToolCall call) => Assert.Fail("It is relayed.");
    }
}
