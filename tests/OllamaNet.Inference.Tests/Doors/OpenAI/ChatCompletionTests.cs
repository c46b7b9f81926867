using System.Text.Json;
using OllamaNet.Testing.Simulator;
using Xunit;

namespace OllamaNet.Inference.Tests.Doors.OpenAI;

public sealed class ChatCompletionTests(DoorHost door) : IClassFixture<DoorHost>
{
    private const string Path = "/v1/chat/completions";

    [Theory, InlineData(DoorHost.Native), InlineData(DoorHost.Same), InlineData(DoorHost.Renamed)]
    public async Task An_answer_in_one_piece_has_text_finish_and_usage(string model)
    {
        door.EngineOf(model).AnswerNext(new SimulatedAnswer("He said", " \"ö\"\n") { FinishReason = "length" });

        var answer = await door.PostForJsonAsync(Path, new { model, messages = ChatCompletionStreamTests.Hello });

        Assert.Equal("chat.completion", answer.GetProperty("object").GetString());
        Assert.Equal(model, answer.GetProperty("model").GetString());
        var choice = answer.GetProperty("choices").EnumerateArray().Single();
        Assert.Equal("He said \"ö\"\n", choice.GetProperty("message").GetProperty("content").GetString());
        Assert.Equal("length", choice.GetProperty("finish_reason").GetString());
        Assert.Equal(15, answer.GetProperty("usage").GetProperty("total_tokens").GetInt32());
    }

    [Theory, InlineData(DoorHost.Native), InlineData(DoorHost.Same)]
    public async Task Tool_calls_go_there_and_back(string model)
    {
        var engine = door.EngineOf(model);
        engine.AnswerNext(new SimulatedAnswer { Thinking = ["hm"], ToolCalls = [new("c1", "add", """{"a":1}""")] });

        var answer = await door.PostForJsonAsync(Path, new
        {
            model,
            messages = new object[]
            {
                new { role = "developer", content = "Be brief." },
                new { role = "user", content = new[] { new { type = "text", text = "Hel" }, new { type = "text", text = "lo" } } },
                new { role = "assistant", content = (string?)null, tool_calls = new[] { new { id = "c0", type = "function", function = new { name = "add", arguments = """{"a":0}""" } } } },
                new { role = "tool", tool_call_id = "c0", content = "0" },
            },
            tools = ChatCompletionStreamTests.Tools,
            reasoning_effort = "high",
        });

        var message = answer.GetProperty("choices")[0].GetProperty("message");
        Assert.Equal("hm", message.GetProperty("reasoning_content").GetString());
        var call = message.GetProperty("tool_calls").EnumerateArray().Single();
        Assert.Equal(("c1", "function", "add", """{"a":1}"""), (call.GetProperty("id").GetString(), call.GetProperty("type").GetString(), call.GetProperty("function").GetProperty("name").GetString(), call.GetProperty("function").GetProperty("arguments").GetString()));
        Assert.Equal("tool_calls", answer.GetProperty("choices")[0].GetProperty("finish_reason").GetString());
        if (model != DoorHost.Native) return;

        var sent = engine.Calls[^1].Body;
        Assert.Equal(["system", "user", "assistant", "tool"], sent.GetProperty("messages").EnumerateArray().Select(m => m.GetProperty("role").GetString()));
        Assert.Equal("Hello", sent.GetProperty("messages")[1].GetProperty("content").GetString());
        Assert.Equal("add", sent.GetProperty("messages")[3].GetProperty("tool_name").GetString());
        Assert.Equal("high", sent.GetProperty("think").GetString());
        Assert.True(sent.GetProperty("options").GetProperty("num_ctx").GetInt32() > 0);
    }

    [Fact]
    public async Task Options_reach_Ollama_in_its_own_words()
    {
        var schema = new { type = "object", properties = new { a = new { type = "integer" } } };
        await door.PostForJsonAsync(Path, new
        {
            model = DoorHost.Native,
            messages = new object[] { new { role = "user", content = new object[] { new { type = "text", text = "What?" }, new { type = "image_url", image_url = new { url = "data:image/png;base64,iVBORw==" } } } } },
            temperature = 0.5,
            top_p = 0.9,
            max_completion_tokens = 9,
            stop = "x",
            seed = 7,
            presence_penalty = 1,
            frequency_penalty = -1,
            response_format = new { type = "json_schema", json_schema = new { name = "a", strict = true, schema } },
            logprobs = true,
            top_logprobs = 2,
            user = "someone",
            metadata = new { a = "b" },
            n = 1,
        });

        var sent = door.Ollama.Calls[^1].Body;
        Assert.Equal("""{"num_ctx":8192,"num_predict":9,"temperature":0.5,"top_p":0.9,"stop":["x"],"seed":7,"presence_penalty":1,"frequency_penalty":-1}""", sent.GetProperty("options").GetRawText());
        Assert.Equal(JsonSerializer.Serialize(schema), sent.GetProperty("format").GetRawText());
        Assert.Equal("iVBORw==", sent.GetProperty("messages")[0].GetProperty("images")[0].GetString());
        Assert.True(sent.GetProperty("logprobs").GetBoolean());
        Assert.Equal(2, sent.GetProperty("top_logprobs").GetInt32());
    }

    [Theory]
    [InlineData("n", "2"), InlineData("logit_bias", """{"5":1}"""), InlineData("store", "true"), InlineData("modalities", """["text","audio"]"""), InlineData("service_tier", "\"flex\""), InlineData("prediction", "{}")]
    [InlineData("chat_template_kwargs", "{}"), InlineData("verbosity", "\"low\"")]
    public async Task What_only_another_server_of_this_kind_can_do_goes_to_one_or_is_refused_by_name(string field, string value)
    {
        var rest = $$""" "messages":[{"role":"user","content":"Hello"}],"{{field}}":{{value}}}""";

        using var refused = await door.PostRawAsync(Path, $$"""{"model":"{{DoorHost.Native}}",{{rest}}""");
        using var relayed = await door.PostRawAsync(Path, $$"""{"model":"{{DoorHost.Same}}",{{rest}}""");

        var error = await DoorHost.ErrorAsync(refused, 400);
        Assert.Equal((field, "unsupported"), (error.GetProperty("param").GetString(), error.GetProperty("code").GetString()));
        Assert.True(relayed.IsSuccessStatusCode);
        Assert.Equal(value, door.OpenAI.Calls[^1].Body.GetProperty(field).GetRawText());
    }

    [Theory]
    [InlineData("tool_choice", "\"required\""), InlineData("tool_choice", """{"type":"function","function":{"name":"add"}}"""), InlineData("parallel_tool_calls", "false")]
    public async Task What_Ollama_cannot_do_with_tools_is_refused_by_name(string field, string value)
    {
        using var refused = await door.PostRawAsync(Path, $$"""{"model":"{{DoorHost.Native}}","messages":[{"role":"user","content":"Hello"}],"tools":{{JsonSerializer.Serialize(ChatCompletionStreamTests.Tools)}},"{{field}}":{{value}}}""");

        var error = await DoorHost.ErrorAsync(refused, 400);
        Assert.Equal((field, "unsupported"), (error.GetProperty("param").GetString(), error.GetProperty("code").GetString()));
    }

    [Fact]
    public async Task Tool_choice_none_keeps_the_tools_from_Ollama()
    {
        await door.PostForJsonAsync(Path, new { model = DoorHost.Native, messages = ChatCompletionStreamTests.Hello, tools = ChatCompletionStreamTests.Tools, tool_choice = "none" });

        Assert.False(door.Ollama.Calls[^1].Body.TryGetProperty("tools", out _));
    }

    [Theory]
    [InlineData("""{"model":"native-plain:latest","messages":[{"role":"user","content":"x"}],"reasoning_effort":"low"}""", "reasoning_effort")]
    [InlineData("""{"model":"native-plain:latest","messages":[{"role":"user","content":"x"}],"tools":[{"type":"function","function":{"name":"f"}}]}""", "tools")]
    [InlineData("""{"model":"native-plain:latest","messages":[{"role":"user","content":[{"type":"image_url","image_url":{"url":"data:image/png;base64,iVBORw=="}}]}]}""", "messages")]
    [InlineData("""{"model":"native:latest","messages":[{"role":"user","content":[{"type":"image_url","image_url":{"url":"http://127.0.0.1/x.png"}}]}]}""", "messages[0].content[0].image_url.url")]
    [InlineData("""{"model":"same:latest","messages":[{"role":"user","content":[{"type":"image_url","image_url":{"url":"https://example.org/x.png"}}]}]}""", "messages[0].content[0].image_url.url")]
    [InlineData("""{"model":"native:latest","messages":[{"role":"user","content":"x"}],"response_format":{"type":"grammar"}}""", "response_format.type")]
    [InlineData("""{"model":"native:latest","messages":[]}""", "messages")]
    [InlineData("""{"model":"native:latest"}""", "messages")]
    [InlineData("""{"messages":[{"role":"user","content":"x"}]}""", "model")]
    [InlineData("""{"model":5,"messages":[{"role":"user","content":"x"}]}""", "model")]
    [InlineData("""{"model":"native:latest","messages":[{"role":"king","content":"x"}]}""", "messages[0].role")]
    [InlineData("""{"model":"native:latest","messages":[{"role":"user","content":5}]}""", "messages[0].content")]
    [InlineData("""{"model":"native:latest","messages":[{"role":"user","content":"\ud800"}]}""", "messages[0].content")]
    [InlineData("""{"model":"native:latest","messages":[{"role":"user","content":"x"}],"temperature":"hot"}""", "temperature")]
    [InlineData("""{"model":"native:latest","messages":[{"role":"user","content":"x"}],"max_tokens":0}""", "max_tokens")]
    [InlineData("""{"model":"native:latest","messages":[{"role":"user","content":"x"}],"top_logprobs":3}""", "top_logprobs")]
    [InlineData("""{"model":"native:latest","messages":[{"role":"user","content":"x"}],"tools":[{"type":"function","function":{}}]}""", "tools[0].function.name")]
    [InlineData("""{"model":"native:latest","Model":"other","messages":[{"role":"user","content":"x"}]}""", "Model")]
    public async Task A_mistake_is_a_400_that_names_the_field(string body, string field)
    {
        using var response = await door.PostRawAsync(Path, body);

        var error = await DoorHost.ErrorAsync(response, 400);
        Assert.Equal(field, error.GetProperty("param").GetString());
        Assert.Equal("invalid_request_error", error.GetProperty("type").GetString());
    }

    [Theory]
    [InlineData(""), InlineData("[]"), InlineData("{"), InlineData("""{"model":"a","model":"b"}"""), InlineData("null"), InlineData("""{"model":"a",}""")]
    public async Task What_is_not_one_JSON_object_is_a_400(string body)
    {
        using var response = await door.PostRawAsync(Path, body);

        Assert.Equal("invalid_json", (await DoorHost.ErrorAsync(response, 400)).GetProperty("code").GetString());
    }

    [Fact]
    public async Task A_model_that_is_not_there_is_a_404()
    {
        using var response = await door.PostAsync(Path, new { model = "gpt-4o", messages = ChatCompletionStreamTests.Hello, stream = true });

        Assert.Equal("model_not_found", (await DoorHost.ErrorAsync(response, 404)).GetProperty("code").GetString());
    }

    [Fact]
    public async Task A_body_beyond_the_limit_is_a_413()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, Path) { Content = new ByteArrayContent(new byte[33 * 1024 * 1024]) };
        request.Headers.ExpectContinue = true;
        using var response = await door.User.Client.SendAsync(request);

        await DoorHost.ErrorAsync(response, 413);
    }

    [Fact]
    public async Task Strangers_get_a_401_in_this_form()
    {
        using var response = await door.Host.Client.PostAsync(Path, new StringContent("{}"));

        var error = await DoorHost.ErrorAsync(response, 401);
        Assert.Equal(("authentication_error", "invalid_api_key"), (error.GetProperty("type").GetString(), error.GetProperty("code").GetString()));
    }

    [Theory, InlineData(SimulatedFault.Garbage), InlineData(SimulatedFault.ErrorLine)]
    public async Task What_a_node_sends_in_place_of_an_answer_is_not_passed_on(SimulatedFault fault)
    {
        door.OpenAI.AnswerNext(new SimulatedAnswer("x") { Fault = fault });

        using var response = await door.PostAsync(Path, new { model = DoorHost.Same, messages = ChatCompletionStreamTests.Hello });

        Assert.Equal("engine_failed", (await DoorHost.ErrorAsync(response, 502)).GetProperty("code").GetString());
    }
}
