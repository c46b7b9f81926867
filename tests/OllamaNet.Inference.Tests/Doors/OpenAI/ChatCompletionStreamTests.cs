using System.Text.Json;
using System.Text.RegularExpressions;
using OllamaNet.Testing.Simulator;
using Xunit;

namespace OllamaNet.Inference.Tests.Doors.OpenAI;

public sealed partial class ChatCompletionStreamTests(DoorHost door) : IClassFixture<DoorHost>
{
    private const string Path = "/v1/chat/completions";

    [Fact]
    public async Task A_translated_stream_is_as_OpenAI_sends_it_byte_for_byte()
    {
        door.Ollama.AnswerNext(new SimulatedAnswer("He said", " \"ö\"\n", "<b>") { AnswerTokens = 3 });

        var text = await door.PostForStreamAsync(Path, Question(DoorHost.Native));

        const string Head = """data: {"id":"ID","object":"chat.completion.chunk","created":0,"model":"native:latest","system_fingerprint":null,"choices":[{"index":0,"delta":""";
        Assert.Equal(
            Head + """{"role":"assistant","content":""},"logprobs":null,"finish_reason":null}]}""" + "\n\n"
            + Head + """{"content":"He said"},"logprobs":null,"finish_reason":null}]}""" + "\n\n"
            + Head + """{"content":" \"ö\"\n"},"logprobs":null,"finish_reason":null}]}""" + "\n\n"
            + Head + """{"content":"<b>"},"logprobs":null,"finish_reason":null}]}""" + "\n\n"
            + Head + """{},"logprobs":null,"finish_reason":"stop"}]}""" + "\n\n"
            + "data: [DONE]\n\n",
            Masked(text));
    }

    [Fact]
    public async Task Usage_comes_in_a_chunk_of_its_own_when_it_is_asked_for()
    {
        door.Ollama.AnswerNext(new SimulatedAnswer("Hi") { PromptTokens = 7, AnswerTokens = 3 });

        var events = Events(await door.PostForStreamAsync(Path, new { model = DoorHost.Native, messages = Hello, stream = true, stream_options = new { include_usage = true } }));

        Assert.All(events[..^1], e => Assert.Equal(JsonValueKind.Null, e.GetProperty("usage").ValueKind));
        Assert.Equal(0, events[^1].GetProperty("choices").GetArrayLength());
        Assert.Equal("""{"prompt_tokens":7,"completion_tokens":3,"total_tokens":10}""", events[^1].GetProperty("usage").GetRawText());
        Assert.Single(events.Select(e => e.GetProperty("id").GetString()).Distinct());
    }

    [Fact]
    public async Task A_relayed_stream_comes_as_the_node_sent_it_but_for_the_usage_nobody_asked_for()
    {
        door.OpenAI.AnswerNext(new SimulatedAnswer("Hel", "lo ö"));

        var text = await door.PostForStreamAsync(Path, Question(DoorHost.Same));

        const string Head = """data: {"id":"sim","object":"chat.completion.chunk","created":1,"model":"same:latest","choices":[{"index":0,"delta":""";
        Assert.Equal(
            Head + """{"content":"Hel"},"finish_reason":null}]}""" + "\n\n" + Head + """{"content":"lo \u00F6"},"finish_reason":null}]}""" + "\n\n"
            + Head + """{},"finish_reason":"stop"}]}""" + "\n\ndata: [DONE]\n\n",
            text);
        Assert.True(door.OpenAI.Calls[^1].Body.GetProperty("stream_options").GetProperty("include_usage").GetBoolean());
    }

    [Fact]
    public async Task A_relayed_stream_has_its_usage_when_it_is_asked_for()
    {
        var text = await door.PostForStreamAsync(Path, new { model = DoorHost.Same, messages = Hello, stream = true, stream_options = new { include_usage = true } });

        Assert.EndsWith("""data: {"id":"sim","object":"chat.completion.chunk","model":"same:latest","choices":[],"usage":{"prompt_tokens":10,"completion_tokens":5,"total_tokens":15}}""" + "\n\ndata: [DONE]\n\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_relayed_request_goes_as_it_came_under_the_nodes_own_name_and_comes_back_under_ours()
    {
        var text = await door.PostForStreamAsync(Path, new { messages = Hello, made_up = new[] { 1 }, model = DoorHost.Renamed, stream = true, top_k = 3 });

        var sent = door.OpenAI.Calls[^1].Body;
        Assert.Equal("""{"stream_options":{"include_usage":true},"messages":[{"role":"user","content":"Hello"}],"made_up":[1],"model":"upstream:latest","stream":true,"top_k":3}""", sent.GetRawText());
        var events = Events(text);
        Assert.All(events, e => Assert.Equal("renamed", e.GetProperty("model").GetString()));
        Assert.Equal("Hello world", Text(events));
        Assert.EndsWith("data: [DONE]\n\n", text, StringComparison.Ordinal);
    }

    [Theory, InlineData(DoorHost.Native), InlineData(DoorHost.Same)]
    public async Task Thinking_and_tool_calls_stream_under_the_names_that_clients_know(string model)
    {
        door.EngineOf(model).AnswerNext(new SimulatedAnswer { Thinking = ["hm", "…"], ToolCalls = [new("c1", "add", """{"a":1}"""), new("c2", "add", """{"a":2}""")] });

        var events = Events(await door.PostForStreamAsync(Path, new { model, messages = Hello, stream = true, tools = Tools, reasoning_effort = "low" }));

        var deltas = events.SelectMany(e => e.GetProperty("choices").EnumerateArray()).Select(c => c.GetProperty("delta")).ToArray();
        Assert.Equal("hm…", string.Concat(deltas.Select(d => d.TryGetProperty("reasoning_content", out var thought) ? thought.GetString() : "")));
        var pieces = deltas.Where(d => d.TryGetProperty("tool_calls", out _)).SelectMany(d => d.GetProperty("tool_calls").EnumerateArray()).GroupBy(c => c.GetProperty("index").GetInt32()).ToArray();
        Assert.Equal(["""{"a":1}""", """{"a":2}"""], pieces.Select(p => string.Concat(p.Select(c => c.GetProperty("function").GetProperty("arguments").GetString()))));
        Assert.Equal("tool_calls", events.SelectMany(e => e.GetProperty("choices").EnumerateArray()).Select(c => c.GetProperty("finish_reason").GetString()).Single(f => f is not null));
    }

    [Theory]
    [InlineData(DoorHost.Native, SimulatedFault.ErrorLine), InlineData(DoorHost.Same, SimulatedFault.ErrorLine), InlineData(DoorHost.Native, SimulatedFault.Reset), InlineData(DoorHost.Same, SimulatedFault.Reset)]
    [InlineData(DoorHost.Native, SimulatedFault.Garbage), InlineData(DoorHost.Same, SimulatedFault.Garbage), InlineData(DoorHost.Native, SimulatedFault.EarlyEnd), InlineData(DoorHost.Same, SimulatedFault.EarlyEnd)]
    [InlineData(DoorHost.Same, SimulatedFault.HalfLine)]
    public async Task An_error_after_the_first_token_ends_the_stream_without_DONE(string model, SimulatedFault fault)
    {
        door.EngineOf(model).AnswerNext(new SimulatedAnswer("one", " two") { Fault = fault, FaultAfter = 1 });

        var text = await door.PostForStreamAsync(Path, Question(model));

        Assert.Contains("\"one\"", text, StringComparison.Ordinal);
        Assert.DoesNotContain("[DONE]", text, StringComparison.Ordinal);
        var last = Events(text)[^1].GetProperty("error");
        Assert.Equal("server_error", last.GetProperty("type").GetString());
        Assert.StartsWith("engine_", last.GetProperty("code").GetString(), StringComparison.Ordinal);
    }

    [Theory, InlineData(DoorHost.Native), InlineData(DoorHost.Same)]
    public async Task An_error_before_the_first_token_has_its_status(string model)
    {
        door.EngineOf(model).AnswerNext(SimulatedAnswer.Failure(503, retryAfter: 7));

        using var response = await door.PostAsync(Path, Question(model));

        var error = await DoorHost.ErrorAsync(response, 429);
        Assert.Equal("rate_limit_error", error.GetProperty("type").GetString());
        Assert.Equal(TimeSpan.FromSeconds(7), response.Headers.RetryAfter?.Delta);
    }

    [Theory, InlineData(DoorHost.Native), InlineData(DoorHost.Same)]
    public async Task A_client_that_leaves_stops_the_engine(string model)
    {
        var engine = door.EngineOf(model);
        engine.AnswerNext(new SimulatedAnswer("one", " two") { Hold = true, FaultAfter = 1 });
        using var leaving = new CancellationTokenSource();

        using (var response = await door.PostAsync(Path, Question(model), cancellationToken: leaving.Token))
        {
            await using var stream = await response.Content.ReadAsStreamAsync();
            Assert.True(await stream.ReadAsync(new byte[100]) > 0);
            await leaving.CancelAsync();
        }

        await engine.Calls[^1].Aborted.WaitAsync(TimeSpan.FromSeconds(10));
    }

    [Theory, InlineData(DoorHost.Native), InlineData(DoorHost.Same)]
    public async Task A_client_that_leaves_before_the_first_token_stops_the_engine(string model)
    {
        var engine = door.EngineOf(model);
        var calls = engine.Calls.Count;
        engine.AnswerNext(new SimulatedAnswer("one") { Hold = true });
        using var leaving = new CancellationTokenSource();

        var asking = door.PostAsync(Path, Question(model), cancellationToken: leaving.Token);
        while (engine.Calls.Count == calls) await Task.Delay(10);
        await leaving.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asking);
        await engine.Calls[^1].Aborted.WaitAsync(TimeSpan.FromSeconds(10));
    }

    [Fact]
    public async Task Administrators_are_told_which_node_answered_and_nobody_else()
    {
        using var toAdmin = await door.PostAsync(Path, Question(DoorHost.Native), door.Admin);
        using var toUser = await door.PostAsync(Path, Question(DoorHost.Native));

        Assert.Equal("native-node", toAdmin.Headers.GetValues("x-ollamanet-node").Single());
        Assert.False(toUser.Headers.Contains("x-ollamanet-node"));
    }

    internal static readonly object[] Hello = [new { role = "user", content = "Hello" }];

    internal static readonly object[] Tools =
        [new { type = "function", function = new { name = "add", description = "Adds.", parameters = new { type = "object", properties = new { a = new { type = "integer" } } } } }];

    internal static JsonElement[] Events(string stream) =>
        [.. stream.Split("\n\n", StringSplitOptions.RemoveEmptyEntries).Where(e => e.StartsWith("data: {", StringComparison.Ordinal)).Select(e => JsonElement.Parse(e["data: ".Length..]))];

    internal static string Text(JsonElement[] events) =>
        string.Concat(events.SelectMany(e => e.GetProperty("choices").EnumerateArray()).Select(c => c.GetProperty("delta").TryGetProperty("content", out var text) ? text.GetString() : ""));

    private static object Question(string model) => new { model, messages = Hello, stream = true };

    private static string Masked(string stream) => Created().Replace(Id().Replace(stream, "\"id\":\"ID\""), "\"created\":0");

    [GeneratedRegex("\"id\":\"chatcmpl-[0-9a-f]{32}\"", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Id();

    [GeneratedRegex("\"created\":1[0-9]{9}", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Created();
}
