using System.Text.Json;
using OllamaNet.Contracts.Inference;
using OllamaNet.Testing.Simulator;
using Xunit;

namespace OllamaNet.Inference.Tests.Engines;

public sealed class OllamaRequestTests
{
    [Fact]
    public async Task Every_option_is_sent_under_its_name()
    {
        var body = await SentAsync(new SamplingOptions
        {
            Temperature = 0.5f,
            TopP = 0.25f,
            TopK = 40,
            MinP = 0.125f,
            NumCtx = 2048,
            NumPredict = 100,
            Stop = ["END", "\n"],
            Seed = 7,
            RepeatPenalty = 1.5f,
            PresencePenalty = 0.5f,
            FrequencyPenalty = 0.75f,
            JsonSchema = JsonElement.Parse("""{"type":"object"}"""),
            Thinking = ThinkingLevel.High,
        });

        Assert.Equal(
            """{"num_ctx":2048,"num_predict":100,"temperature":0.5,"top_p":0.25,"top_k":40,"min_p":0.125,"stop":["END","\n"],"seed":7,"repeat_penalty":1.5,"presence_penalty":0.5,"frequency_penalty":0.75}""",
            body.GetProperty("options").GetRawText());
        Assert.Equal("""{"type":"object"}""", body.GetProperty("format").GetRawText());
        Assert.Equal("high", body.GetProperty("think").GetString());
        Assert.True(body.GetProperty("stream").GetBoolean());
    }

    [Fact]
    public async Task What_is_not_asked_for_is_not_sent_but_the_context_always_is()
    {
        var body = await SentAsync(SamplingOptions.Default);

        Assert.Equal("""{"num_ctx":8192}""", body.GetProperty("options").GetRawText());
        Assert.Equal(["model", "messages", "options", "stream"], body.EnumerateObject().Select(p => p.Name));
    }

    [Fact]
    public async Task The_default_context_is_no_longer_than_the_models_own()
    {
        await using var simulator = await EngineSimulator.StartAsync();
        simulator.Models = [new(EngineSimulator.Model) { ContextLength = 512 }];
        await using var fixture = await InferenceFixture.StartAsync(simulator, "ollama", ("NumCtx", "4096"));

        await fixture.AskAsync(new CollectingSink());

        Assert.Equal(512, simulator.Calls[0].Body.GetProperty("options").GetProperty("num_ctx").GetInt32());
    }

    [Theory, InlineData(ThinkingLevel.Off, "false"), InlineData(ThinkingLevel.On, "true"), InlineData(ThinkingLevel.Low, "\"low\""), InlineData(ThinkingLevel.Medium, "\"medium\"")]
    public async Task Thinking_is_a_switch_or_a_level(ThinkingLevel level, string sent) =>
        Assert.Equal(sent, (await SentAsync(new() { Thinking = level })).GetProperty("think").GetRawText());

    [Fact]
    public async Task A_broken_off_answer_ends_the_messages_and_nothing_is_thought_inside_it()
    {
        await using var simulator = await EngineSimulator.StartAsync();
        await using var fixture = await InferenceFixture.StartAsync(simulator, "ollama");

        await fixture.Inference.ChatAsync(
            InferenceFixture.Question() with { Messages = [new(ChatRole.User, "A tale"), new(ChatRole.Assistant, "Once upon")], Continue = true, Options = new() { Thinking = ThinkingLevel.High } }, new CollectingSink(), default);

        var body = Assert.Single(simulator.Calls).Body;
        Assert.Equal("Once upon", body.GetProperty("messages")[1].GetProperty("content").GetString());
        Assert.False(body.GetProperty("think").GetBoolean());
    }

    [Fact]
    public async Task Plain_JSON_is_a_format() =>
        Assert.Equal("json", (await SentAsync(new() { Json = true })).GetProperty("format").GetString());

    [Fact]
    public async Task A_conversation_keeps_images_thinking_and_tool_calls()
    {
        await using var simulator = await EngineSimulator.StartAsync();
        await using var fixture = await InferenceFixture.StartAsync(simulator, "ollama");

        await fixture.Inference.ChatAsync(Conversation.WithEverything, new CollectingSink(), CancellationToken.None);

        var messages = simulator.Calls[0].Body.GetProperty("messages");
        Assert.Equal(
            """
            [{"role":"system","content":"Be short."},{"role":"user","content":"What is it?","images":["iVBORw=="]},{"role":"assistant","content":"","thinking":"A tool helps.","tool_calls":[{"id":"call_1","function":{"name":"look","arguments":{"z":1,"a":2}}}]},{"role":"tool","content":"a cat","tool_name":"look","tool_call_id":"call_1"}]
            """,
            messages.GetRawText());
    }

    [Fact]
    public async Task Durations_are_the_engines_own()
    {
        await using var simulator = await EngineSimulator.StartAsync();
        await using var fixture = await InferenceFixture.StartAsync(simulator, "ollama");

        var result = await fixture.AskAsync(new CollectingSink());

        Assert.Equal(new Durations(TimeSpan.FromSeconds(3), TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(0.5), TimeSpan.FromSeconds(1.5)), result.Durations);
    }

    private static async Task<JsonElement> SentAsync(SamplingOptions options)
    {
        await using var simulator = await EngineSimulator.StartAsync();
        await using var fixture = await InferenceFixture.StartAsync(simulator, "ollama");
        await fixture.AskAsync(new CollectingSink(), options: options);
        return Assert.Single(simulator.Calls).Body;
    }
}
