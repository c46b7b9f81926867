using System.Text.Json;
using OllamaNet.Contracts.Inference;
using OllamaNet.Inference.Engines.OpenAI;
using OllamaNet.Testing.Simulator;
using Xunit;

namespace OllamaNet.Inference.Tests.Engines;

public sealed class OpenAIRequestTests
{
    private static readonly SamplingOptions Common = new()
    {
        Temperature = 0.5f,
        TopP = 0.25f,
        NumPredict = 100,
        Stop = ["END"],
        Seed = 7,
        PresencePenalty = 0.5f,
        FrequencyPenalty = 0.75f,
    };

    [Theory, InlineData("generic", "max_tokens"), InlineData("openai", "max_completion_tokens"), InlineData("vllm", "max_tokens"), InlineData("llamacpp", "max_tokens")]
    public async Task The_common_options_are_sent_to_every_server(string dialect, string limit)
    {
        var body = await SentAsync(dialect, Common);

        Assert.Equal(
            $$"""{"temperature":0.5,"top_p":0.25,"presence_penalty":0.5,"frequency_penalty":0.75,"seed":7,"{{limit}}":100,"stop":["END"]}""",
            Without(body, "model", "stream", "stream_options", "messages"));
        Assert.True(body.GetProperty("stream_options").GetProperty("include_usage").GetBoolean());
    }

    [Theory, InlineData("vllm", """{"top_k":40,"min_p":0.125,"repetition_penalty":1.5}"""), InlineData("llamacpp", """{"top_k":40,"min_p":0.125,"repeat_penalty":1.5}""")]
    public async Task Servers_of_open_models_get_their_own_options(string dialect, string sent) =>
        Assert.Equal(sent, Without(await SentAsync(dialect, new() { TopK = 40, MinP = 0.125f, RepeatPenalty = 1.5f }), "model", "stream", "stream_options", "messages"));

    public static TheoryData<string, string, SamplingOptions> Impossible => new()
    {
        { "generic", "topK", new() { TopK = 40 } },
        { "generic", "minP", new() { MinP = 0.1f } },
        { "openai", "repeatPenalty", new() { RepeatPenalty = 1.1f } },
        { "generic", "thinking", new() { Thinking = ThinkingLevel.Off } },
    };

    [Theory, MemberData(nameof(Impossible))]
    public async Task What_a_server_has_no_field_for_is_refused_by_name(string dialect, string parameter, SamplingOptions options)
    {
        await using var simulator = await EngineSimulator.StartAsync();
        await using var fixture = await InferenceFixture.StartAsync(simulator, "openai", ("Dialect", dialect));

        var failure = await fixture.FailAsync(new CollectingSink(), options: options);

        Assert.Equal(InferenceError.Unsupported, failure.Error);
        Assert.Equal(parameter, failure.Parameter);
        Assert.Empty(simulator.Calls);
    }

    [Theory, InlineData("generic", ThinkingLevel.High, """{"reasoning_effort":"high"}"""), InlineData("openai", ThinkingLevel.Off, """{"reasoning_effort":"none"}""")]
    [InlineData("vllm", ThinkingLevel.Off, """{"chat_template_kwargs":{"enable_thinking":false}}"""), InlineData("llamacpp", ThinkingLevel.Low, """{"chat_template_kwargs":{"enable_thinking":true,"reasoning_effort":"low"}}""")]
    public async Task Thinking_is_asked_for_in_the_servers_way(string dialect, ThinkingLevel level, string sent)
    {
        await using var simulator = await EngineSimulator.StartAsync();
        await using var fixture = await InferenceFixture.StartAsync(simulator, "openai", ("Dialect", dialect), ("Capabilities:0", "completion"), ("Capabilities:1", "thinking"));

        await fixture.AskAsync(new CollectingSink(), options: new() { Thinking = level });

        Assert.Equal(sent, Without(Assert.Single(simulator.Calls).Body, "model", "stream", "stream_options", "messages"));
    }

    [Theory, InlineData("generic", """{"type":"json_schema","json_schema":{"name":"answer","schema":{"type":"object"}}}"""), InlineData("openai", """{"type":"json_schema","json_schema":{"name":"answer","strict":true,"schema":{"type":"object"}}}""")]
    public async Task A_schema_is_a_response_format(string dialect, string sent) =>
        Assert.Equal(sent, (await SentAsync(dialect, new() { JsonSchema = JsonElement.Parse("""{"type":"object"}""") })).GetProperty("response_format").GetRawText());

    [Fact]
    public async Task Plain_JSON_is_a_response_format() =>
        Assert.Equal("""{"type":"json_object"}""", (await SentAsync("generic", new() { Json = true })).GetProperty("response_format").GetRawText());

    [Theory, InlineData(OpenAIDialect.Generic, ""), InlineData(OpenAIDialect.LlamaCpp, "\"reasoning_content\":\"A tool helps.\",")]
    public void A_conversation_keeps_images_and_tool_calls(object dialect, string thinking)
    {
        var body = JsonElement.Parse(OpenAIRequest.For(Conversation.WithEverything, (OpenAIDialect)dialect).Span);

        Assert.Equal(
            $$$"""
            [{"role":"system","content":"Be short."},{"role":"user","content":[{"type":"text","text":"What is it?"},{"type":"image_url","image_url":{"url":"data:image/png;base64,iVBORw=="}}]},{"role":"assistant","content":"",{{{thinking}}}"tool_calls":[{"id":"call_1","type":"function","function":{"name":"look","arguments":"{\u0022z\u0022:1,\u0022a\u0022:2}"}}]},{"role":"tool","content":"a cat","tool_call_id":"call_1"}]
            """,
            body.GetProperty("messages").GetRawText());
    }

    [Theory, InlineData(OpenAIDialect.Vllm, ""","continue_final_message":true,"add_generation_prompt":false,"chat_template_kwargs":{"enable_thinking":false}"""), InlineData(OpenAIDialect.LlamaCpp, ""","chat_template_kwargs":{"enable_thinking":false}""")]
    public void A_broken_off_answer_is_left_open_where_the_server_can(object dialect, string sent)
    {
        var body = JsonElement.Parse(OpenAIRequest.For(BrokenOff, (OpenAIDialect)dialect).Span);

        Assert.Equal("{" + sent[1..] + "}", Without(body, "model", "stream", "stream_options", "messages"));
        Assert.Equal("Once upon", body.GetProperty("messages")[1].GetProperty("content").GetString());
    }

    [Theory, InlineData(OpenAIDialect.Generic), InlineData(OpenAIDialect.OpenAI)]
    public void Elsewhere_a_message_asks_for_the_rest_of_a_broken_off_answer(object dialect)
    {
        var messages = JsonElement.Parse(OpenAIRequest.For(BrokenOff, (OpenAIDialect)dialect).Span).GetProperty("messages");

        Assert.Equal(3, messages.GetArrayLength());
        Assert.Equal("assistant", messages[1].GetProperty("role").GetString());
        Assert.Equal("user", messages[2].GetProperty("role").GetString());
        Assert.Contains("Go on from exactly where it stops", messages[2].GetProperty("content").GetString(), StringComparison.Ordinal);
    }

    private static ChatRequest BrokenOff => InferenceFixture.Question() with { Messages = [new(ChatRole.User, "A tale, please"), new(ChatRole.Assistant, "Once upon")], Continue = true };

    [Fact]
    public async Task The_key_goes_along_and_a_path_in_the_address_is_kept()
    {
        await using var simulator = await EngineSimulator.StartAsync();
        await using var fixture = await InferenceFixture.StartAsync(simulator, "openai", ("ApiKey", "sk-secret"), ("Url", new Uri(simulator.Url, "/v1/").ToString()));

        await fixture.AskAsync(new CollectingSink());

        Assert.All(simulator.Requests, r => Assert.Equal("Bearer sk-secret", r.Headers["Authorization"]));
        Assert.Equal("/v1/chat/completions", Assert.Single(simulator.Calls).Path);
    }

    private static async Task<JsonElement> SentAsync(string dialect, SamplingOptions options)
    {
        await using var simulator = await EngineSimulator.StartAsync();
        await using var fixture = await InferenceFixture.StartAsync(simulator, "openai", ("Dialect", dialect));
        await fixture.AskAsync(new CollectingSink(), options: options);
        return Assert.Single(simulator.Calls).Body;
    }

    private static string Without(JsonElement body, params string[] names) =>
        "{" + string.Join(',', body.EnumerateObject().Where(p => !names.Contains(p.Name, StringComparer.Ordinal)).Select(p => p.ToString())) + "}";
}
