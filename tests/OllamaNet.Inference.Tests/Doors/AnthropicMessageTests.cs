using System.Text.Json;
using OllamaNet.Testing;
using OllamaNet.Testing.Simulator;
using Xunit;

namespace OllamaNet.Inference.Tests.Doors;

public sealed class AnthropicMessageTests(ToolHost doors) : IClassFixture<ToolHost>
{
    private const string Question = """ "max_tokens":100,"messages":[{"role":"user","content":"Hi"}] """;

    [Fact]
    public async Task An_answer_in_one_piece()
    {
        doors.Ollama.AnswerNext(SimulatedAnswer.Words("Hello world") with { Thinking = ["Hm."], ToolCalls = [new("call_9f8e7d6c5b4a", "look", """{"at":"x"}""")] });

        var message = await doors.AskAsync("/v1/messages", $$"""{"model":"sim:latest",{{Question}} }""");

        Assert.StartsWith("msg_", message.GetProperty("id").GetString(), StringComparison.Ordinal);
        Assert.Equal(["thinking", "text", "tool_use"], message.GetProperty("content").EnumerateArray().Select(b => b.GetProperty("type").GetString()));
        Assert.Equal("""{"type":"tool_use","id":"call_9f8e7d6c5b4a","name":"look","input":{"at":"x"}}""", message.GetProperty("content")[2].GetRawText());
        Assert.Equal("tool_use", message.GetProperty("stop_reason").GetString());
        Assert.Equal(10, message.GetProperty("usage").GetProperty("input_tokens").GetInt32());
        Assert.Equal(5, message.GetProperty("usage").GetProperty("output_tokens").GetInt32());
    }

    [Theory]
    [InlineData("sim:latest"), InlineData(ToolHost.Remote)]
    public async Task Events_come_in_the_right_order(string model)
    {
        var engine = model == ToolHost.Remote ? doors.OpenAI : doors.Ollama;
        engine.AnswerNext(SimulatedAnswer.Words("Hello world") with { Thinking = ["Let", " me"], ToolCalls = [new("c1", "look", """{"at":"x"}"""), new("c2", "look", """{"at":"y"}""")] });

        var events = await EventsAsync($$"""{"model":"{{model}}","stream":true,{{Question}} }""");

        Assert.Equal(
            [
                "message_start", "ping",
                "content_block_start 0", "thinking_delta 0", "thinking_delta 0", "signature_delta 0", "content_block_stop 0",
                "content_block_start 1", "text_delta 1", "text_delta 1", "content_block_stop 1",
                "content_block_start 2", "input_json_delta 2", "content_block_stop 2",
                "content_block_start 3", "input_json_delta 3", "content_block_stop 3",
                "message_delta", "message_stop",
            ],
            events.Select(NameOf));
        Assert.Equal(model, events[0].GetProperty("message").GetProperty("model").GetString());
        Assert.Equal("Hello world", string.Concat(events.Where(e => NameOf(e) == "text_delta 1").Select(e => e.GetProperty("delta").GetProperty("text").GetString())));
        Assert.Equal("""{"at":"y"}""", events[^4].GetProperty("delta").GetProperty("partial_json").GetString());
        Assert.Equal("tool_use", events[^2].GetProperty("delta").GetProperty("stop_reason").GetString());
        Assert.Equal("""{"input_tokens":10,"output_tokens":5}""", events[^2].GetProperty("usage").GetRawText());
    }

    [Fact]
    public async Task The_conversation_reaches_an_Ollama_node_in_its_own_words()
    {
        await doors.AskAsync("/v1/messages", """
            {"model":"sim:latest","max_tokens":7,"temperature":0.5,"top_p":0.9,"top_k":3,"stop_sequences":["END"],"metadata":{"user_id":"u"},
             "system":[{"type":"text","text":"Be","cache_control":{"type":"ephemeral"}},{"type":"text","text":"short."}],"thinking":{"type":"enabled","budget_tokens":2000},
             "tools":[{"name":"look","description":"Looks.","input_schema":{"type":"object"}}],"tool_choice":{"type":"auto"},
             "messages":[{"role":"user","content":[{"type":"text","text":"What?"},{"type":"image","source":{"type":"base64","media_type":"image/png","data":"aGk="}}]},
              {"role":"assistant","content":[{"type":"thinking","thinking":"Hm","signature":"s"},{"type":"text","text":"I look."},{"type":"tool_use","id":"t1","name":"look","input":{"a":1}}]},
              {"role":"user","content":[{"type":"tool_result","tool_use_id":"t1","content":[{"type":"text","text":"A cat."}]},{"type":"text","text":"And?"}]}]}
            """);

        var sent = doors.Ollama.Calls[^1].Body;
        Assert.Equal(
            """[{"role":"system","content":"Be\n\nshort."},{"role":"user","content":"What?","images":["aGk="]},{"role":"assistant","content":"I look.","thinking":"Hm","tool_calls":[{"id":"t1","function":{"name":"look","arguments":{"a":1}}}]},{"role":"tool","content":"A cat.","tool_name":"look","tool_call_id":"t1"},{"role":"user","content":"And?"}]""",
            sent.GetProperty("messages").GetRawText());
        Assert.Equal("""{"num_ctx":8192,"num_predict":7,"temperature":0.5,"top_p":0.9,"top_k":3,"stop":["END"]}""", sent.GetProperty("options").GetRawText());
        Assert.Equal("low", sent.GetProperty("think").GetString());
    }

    [Theory]
    [InlineData("""{"type":"any"}""", "\"required\"")]
    [InlineData("""{"type":"none"}""", "\"none\"")]
    [InlineData("""{"type":"tool","name":"look"}""", """{"type":"function","function":{"name":"look"}}""")]
    public async Task A_choice_of_tools_reaches_an_OpenAI_node(string choice, string expected)
    {
        await doors.AskAsync("/v1/messages", $$$"""{"model":"remote-model","tools":[{"name":"look","input_schema":{"type":"object"}}],"tool_choice":{{{choice}}},{{{Question}}} }""");

        Assert.Equal(expected, doors.OpenAI.Calls[^1].Body.GetProperty("tool_choice").GetRawText());
    }

    [Theory]
    [InlineData("""{"type":"any"}"""), InlineData("""{"type":"tool","name":"look"}"""), InlineData("""{"type":"auto","disable_parallel_tool_use":true}""")]
    public async Task A_choice_that_an_Ollama_node_cannot_make_is_refused(string choice)
    {
        var (status, error) = await doors.FailAsync("/v1/messages", $$$"""{"model":"sim:latest","tools":[{"name":"look","input_schema":{"type":"object"}}],"tool_choice":{{{choice}}},{{{Question}}} }""");

        Assert.Equal(400, status);
        Assert.StartsWith("tool_choice", error.GetProperty("error").GetProperty("message").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_embedded_engine_says_which_stop_sequence_ended_the_answer()
    {
        var message = await doors.AskAsync("/v1/messages", """{"model":"ollamanet-demo","max_tokens":50,"temperature":0,"stop_sequences":[" = "],"messages":[{"role":"user","content":"What is 5 + 5?"}]}""");

        Assert.Equal("5 + 5", message.GetProperty("content")[0].GetProperty("text").GetString());
        Assert.Equal("stop_sequence", message.GetProperty("stop_reason").GetString());
        Assert.Equal(" = ", message.GetProperty("stop_sequence").GetString());
    }

    [Fact]
    public async Task A_limit_ends_the_answer_with_max_tokens()
    {
        var message = await doors.AskAsync("/v1/messages", """{"model":"ollamanet-demo","max_tokens":2,"messages":[{"role":"user","content":"What is 5 + 5?"}]}""");

        Assert.Equal("max_tokens", message.GetProperty("stop_reason").GetString());
        Assert.Equal(2, message.GetProperty("usage").GetProperty("output_tokens").GetInt32());
    }

    [Fact]
    public async Task A_schema_is_kept_to()
    {
        var message = await doors.AskAsync("/v1/messages", """
            {"model":"ollamanet-demo","max_tokens":200,"output_config":{"format":{"type":"json_schema","schema":{"type":"object","properties":{"a":{"type":"boolean"}},"required":["a"],"additionalProperties":false}}},"messages":[{"role":"user","content":"Hi"}]}
            """);

        Assert.Equal(["a"], JsonElement.Parse(message.GetProperty("content")[0].GetProperty("text").GetString()!).EnumerateObject().Select(m => m.Name));
    }

    [Theory]
    [InlineData("", "invalid_request_error")]
    [InlineData("[]", "invalid_request_error")]
    [InlineData("""{"model":"sim:latest","messages":[{"role":"user","content":"Hi"}]}""", "max_tokens")]
    [InlineData("""{"model":"sim:latest","max_tokens":0,"messages":[{"role":"user","content":"Hi"}]}""", "max_tokens")]
    [InlineData("""{"max_tokens":5,"messages":[{"role":"user","content":"Hi"}]}""", "model")]
    [InlineData("""{"model":"sim:latest","max_tokens":5}""", "messages")]
    [InlineData("""{"model":"sim:latest","max_tokens":5,"messages":[]}""", "messages")]
    [InlineData("""{"model":"sim:latest","max_tokens":5,"messages":[{"role":"user"}]}""", "messages[0].content")]
    [InlineData("""{"model":"sim:latest","max_tokens":5,"messages":[{"role":"user","content":[{"type":"image","source":{"type":"url","url":"http://169.254.169.254/"}}]}]}""", "messages[0].content[0].source")]
    [InlineData("""{"model":"sim:latest","max_tokens":5,"messages":[{"role":"user","content":[{"type":"video"}]}]}""", "messages[0].content[0].type")]
    [InlineData("""{"model":"sim:latest","max_tokens":5,"tools":[{"type":"web_search_20250305","name":"web_search"}],"messages":[{"role":"user","content":"Hi"}]}""", "tools[0].type")]
    [InlineData("""{"model":"sim:latest","max_tokens":5,"thinking":{"type":"sometimes"},"messages":[{"role":"user","content":"Hi"}]}""", "thinking.type")]
    [InlineData("""{"model":"sim:latest","max_tokens":5,"mcp_servers":[{"url":"http://x"}],"messages":[{"role":"user","content":"Hi"}]}""", "mcp_servers")]
    [InlineData("""{"model":"ollamanet-demo","max_tokens":5,"thinking":{"type":"enabled","budget_tokens":1024},"messages":[{"role":"user","content":"Hi"}]}""", "thinking")]
    [InlineData("""{"model":"remote-model","max_tokens":5,"top_k":5,"messages":[{"role":"user","content":"Hi"}]}""", "top_k")]
    public async Task What_is_wrong_is_named_in_Anthropics_form(string body, string named)
    {
        var (status, error) = await doors.FailAsync("/v1/messages", body);

        Assert.Equal(400, status);
        Assert.Equal("error", error.GetProperty("type").GetString());
        Assert.Equal("invalid_request_error", error.GetProperty("error").GetProperty("type").GetString());
        if (named != "invalid_request_error") Assert.Contains(named, error.GetProperty("error").GetProperty("message").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(404, "not_found_error"), InlineData(429, "rate_limit_error"), InlineData(500, "api_error")]
    public async Task Failures_of_the_engine_come_in_Anthropics_form(int upstream, string type)
    {
        doors.Ollama.AnswerFor("sim:latest", SimulatedAnswer.Failure(upstream));
        try
        {
            var (_, error) = await doors.FailAsync("/v1/messages", $$"""{"model":"sim:latest","stream":true,{{Question}} }""");

            Assert.Equal(type, error.GetProperty("error").GetProperty("type").GetString());
        }
        finally
        {
            doors.Ollama.AnswerFor("sim:latest", SimulatedAnswer.Words("Hello world"));
        }
    }

    [Fact]
    public async Task An_error_in_mid_stream_is_the_last_event()
    {
        doors.Ollama.AnswerNext(SimulatedAnswer.Words("one two three") with { Fault = SimulatedFault.Reset, FaultAfter = 2 });

        var events = await EventsAsync($$"""{"model":"sim:latest","stream":true,{{Question}} }""");

        Assert.Equal("error", events[^1].GetProperty("type").GetString());
        Assert.Equal("api_error", events[^1].GetProperty("error").GetProperty("type").GetString());
    }

    [Fact]
    public async Task Strangers_are_refused_in_Anthropics_form()
    {
        using var response = await ToolHost.PostAsync(doors.Host.Client, "/v1/messages", "{}");

        var error = JsonElement.Parse(await response.Content.ReadAsStringAsync());
        Assert.Equal("authentication_error", error.GetProperty("error").GetProperty("type").GetString());
    }

    [Fact]
    public async Task Tokens_are_counted_exactly_by_the_embedded_engine()
    {
        const string Prompt = """ "model":"ollamanet-demo","messages":[{"role":"user","content":"What is 5 + 5?"}] """;

        var count = await doors.AskAsync("/v1/messages/count_tokens", $$"""{ {{Prompt}} }""");
        var answer = await doors.AskAsync("/v1/messages", $$"""{"max_tokens":1,{{Prompt}} }""");

        Assert.Equal("""{"input_tokens":""" + answer.GetProperty("usage").GetProperty("input_tokens").GetRawText() + "}", count.GetRawText());
    }

    [Fact]
    public async Task Elsewhere_tokens_are_estimated_from_what_prompts_came_to()
    {
        var text = new string('a', 3990);
        doors.Ollama.AnswerNext(SimulatedAnswer.Words("ok") with { PromptTokens = 2000 });
        await doors.AskAsync("/v1/messages", $$"""{"model":"public-name:1b","max_tokens":5,"messages":[{"role":"user","content":"{{text}}"}]}""");

        using var response = await doors.PostAsync("/v1/messages/count_tokens", $$"""{"model":"public-name:1b","messages":[{"role":"user","content":"{{text}}"}]}""");
        var count = JsonElement.Parse(await response.Content.ReadAsStringAsync());

        Assert.Equal("true", Assert.Single(response.Headers.GetValues("x-ollamanet-estimate")));
        Assert.True(count.GetProperty("estimate").GetBoolean());
        Assert.InRange(count.GetProperty("input_tokens").GetInt32(), 1990, 2010);
    }

    private static string NameOf(JsonElement data)
    {
        var name = data.TryGetProperty("delta", out var delta) && delta.TryGetProperty("type", out var type) ? type.GetString() : data.GetProperty("type").GetString();
        return data.TryGetProperty("index", out var index) ? $"{name} {index.GetInt32()}" : name!;
    }

    private async Task<IReadOnlyList<JsonElement>> EventsAsync(string json)
    {
        using var response = await doors.PostAsync("/v1/messages", json);
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(response.IsSuccessStatusCode, text);
        Assert.Equal("text/event-stream", response.Content.Headers.ContentType?.MediaType);
        var events = new List<JsonElement>();
        foreach (var block in text.Split("\n\n", StringSplitOptions.RemoveEmptyEntries))
        {
            var lines = block.Split('\n');
            var data = JsonElement.Parse(lines[1]["data: ".Length..]);
            Assert.Equal($"event: {data.GetProperty("type").GetString()}", lines[0]);
            events.Add(data);
        }

        return events;
    }
}
