using System.Net;
using System.Text;
using System.Text.Json;
using OllamaNet.Testing.Simulator;
using Xunit;

namespace OllamaNet.Inference.Tests.Doors;

public sealed class OllamaChatTests(ToolHost doors) : IClassFixture<ToolHost>
{
    private const string Model = EngineSimulator.Model;

    [Fact]
    public async Task Lines_of_an_Ollama_node_come_through_as_they_are()
    {
        doors.Ollama.AnswerNext(SimulatedAnswer.Words("one two"));
        using var response = await doors.PostAsync("/api/chat", """{"model":"sim:latest","messages":[{"role":"user","content":"Hi"}]}""");

        var text = await response.Content.ReadAsStringAsync();

        Assert.Equal("application/x-ndjson", response.Content.Headers.ContentType?.ToString());
        Assert.StartsWith("""{"model":"sim:latest","created_at":"2026-01-01T00:00:00Z","message":{"role":"assistant","content":"one"},"done":false}""" + "\n", text, StringComparison.Ordinal);
        Assert.EndsWith("""{"model":"sim:latest","message":{"role":"assistant","content":""},"done":true,"done_reason":"stop","total_duration":3000000000,"load_duration":1000000000,"prompt_eval_duration":500000000,"eval_duration":1500000000,"prompt_eval_count":10,"eval_count":5}""" + "\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_request_reaches_an_Ollama_node_as_it_came_but_for_the_window()
    {
        await doors.LinesAsync("/api/chat", """{"model":"sim","keep_alive":"10m","options":{"mirostat":2,"num_ctx":null},"messages":[{"role":"user","content":"Hi","extra":1}],"future":true}""");

        var sent = doors.Ollama.Calls[^1].Body;
        Assert.Equal("""{"model":"sim:latest","keep_alive":"10m","options":{"num_ctx":8192,"mirostat":2},"messages":[{"role":"user","content":"Hi","extra":1}],"future":true}""", sent.GetRawText());
    }

    [Fact]
    public async Task A_window_that_the_client_names_stays()
    {
        await doors.LinesAsync("/api/chat", """{"model":"sim:latest","options":{"num_ctx":1024},"messages":[{"role":"user","content":"Hi"}]}""");

        Assert.Equal("""{"num_ctx":1024}""", doors.Ollama.Calls[^1].Body.GetProperty("options").GetRawText());
    }

    [Fact]
    public async Task A_model_with_another_name_upstream_is_called_by_its_public_one_in_every_line()
    {
        var lines = await doors.LinesAsync("/api/chat", """{"model":"public-name:1b","messages":[{"role":"user","content":"Hi"}]}""");

        Assert.All(lines, line => Assert.Equal(ToolHost.Renamed, line.GetProperty("model").GetString()));
        Assert.Equal(ToolHost.Upstream, doors.Ollama.Calls[^1].Body.GetProperty("model").GetString());
    }

    [Fact]
    public async Task Without_streaming_the_lines_become_one_object()
    {
        doors.Ollama.AnswerNext(SimulatedAnswer.Words("Hello \"big\" world") with { Thinking = ["Let me ", "see."], ToolCalls = [new("c1", "look", """{"at":"x"}"""), new("c2", "look", "{}")] });

        var answer = await doors.AskAsync("/api/chat", """{"model":"sim:latest","stream":false,"messages":[{"role":"user","content":"Hi"}]}""");

        var message = answer.GetProperty("message");
        Assert.Equal("Hello \"big\" world", message.GetProperty("content").GetString());
        Assert.Equal("Let me see.", message.GetProperty("thinking").GetString());
        Assert.Equal(["c1", "c2"], message.GetProperty("tool_calls").EnumerateArray().Select(c => c.GetProperty("id").GetString()));
        Assert.True(answer.GetProperty("done").GetBoolean());
        Assert.Equal(10, answer.GetProperty("prompt_eval_count").GetInt32());
        Assert.True(doors.Ollama.Calls[^1].Body.GetProperty("stream").GetBoolean());
    }

    [Fact]
    public async Task An_OpenAI_node_answers_in_Ollamas_lines()
    {
        doors.OpenAI.AnswerNext(SimulatedAnswer.Words("Grüße an alle") with { Thinking = ["Hm"], ToolCalls = [new("call_a", "weather", """{"city":"Lisboa"}""")] });

        var lines = await doors.LinesAsync("/api/chat", """{"model":"remote-model","messages":[{"role":"user","content":"Hi"}],"tools":[{"type":"function","function":{"name":"weather","parameters":{"type":"object"}}}]}""");

        Assert.Equal("Grüße an alle", string.Concat(lines.Select(l => l.GetProperty("message").GetProperty("content").GetString())));
        Assert.Equal("Hm", lines[0].GetProperty("message").GetProperty("thinking").GetString());
        var call = lines[^2].GetProperty("message").GetProperty("tool_calls")[0];
        Assert.Equal("""{"id":"call_a","function":{"index":0,"name":"weather","arguments":{"city":"Lisboa"}}}""", call.GetRawText());
        Assert.Equal("stop", lines[^1].GetProperty("done_reason").GetString());
        Assert.Equal(5, lines[^1].GetProperty("eval_count").GetInt32());
        Assert.All(lines, line => Assert.Equal(ToolHost.Remote, line.GetProperty("model").GetString()));
    }

    [Fact]
    public async Task A_tool_result_without_an_id_is_linked_to_its_call_for_an_OpenAI_node()
    {
        await doors.LinesAsync("/api/chat", """
            {"model":"remote-model","messages":[{"role":"user","content":"Hi"},
            {"role":"assistant","content":"","tool_calls":[{"function":{"name":"a","arguments":{}}},{"function":{"name":"b","arguments":{}}}]},
            {"role":"tool","tool_name":"b","content":"B"},{"role":"tool","content":"A"}]}
            """);

        var messages = doors.OpenAI.Calls[^1].Body.GetProperty("messages");
        Assert.Equal("call_2", messages[2].GetProperty("tool_call_id").GetString());
        Assert.Equal("call_1", messages[3].GetProperty("tool_call_id").GetString());
    }

    [Fact]
    public async Task The_embedded_engine_answers_too()
    {
        var answer = await doors.AskAsync("/api/chat", """{"model":"ollamanet-demo","stream":false,"options":{"temperature":0},"messages":[{"role":"user","content":"What is 5 + 5?"}]}""");

        Assert.Equal("5 + 5 = 10.", answer.GetProperty("message").GetProperty("content").GetString());
        Assert.True(answer.GetProperty("eval_count").GetInt32() > 0);
    }

    [Theory]
    [InlineData("/api/chat", """{"model":"remote-model","options":{"mirostat":1},"messages":[{"role":"user","content":"Hi"}]}""", "options.mirostat")]
    [InlineData("/api/chat", """{"model":"remote-model","options":{"num_ctx":4096},"messages":[{"role":"user","content":"Hi"}]}""", "options.num_ctx")]
    [InlineData("/api/generate", """{"model":"ollamanet-demo","raw":true,"prompt":"Hi"}""", "raw")]
    [InlineData("/api/generate", """{"model":"ollamanet-demo","template":"{{ .Prompt }}","prompt":"Hi"}""", "template")]
    [InlineData("/api/generate", """{"model":"ollamanet-demo","context":[1,2],"prompt":"Hi"}""", "context")]
    [InlineData("/api/generate", """{"model":"ollamanet-demo","suffix":"end","prompt":"Hi"}""", "suffix")]
    [InlineData("/api/chat", """{"model":"ollamanet-demo","think":true,"messages":[{"role":"user","content":"Hi"}]}""", "think")]
    [InlineData("/api/chat", """{"model":"ollamanet-demo","messages":[{"role":"user","content":"Hi","images":["aGk="]}]}""", "images")]
    public async Task What_a_node_cannot_do_is_refused(string path, string body, string named)
    {
        var (status, error) = await doors.FailAsync(path, body);

        Assert.Equal(400, status);
        Assert.Equal(["error"], error.EnumerateObject().Select(m => m.Name));
        Assert.Contains(named.Split('.')[^1], error.GetProperty("error").GetString(), StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{")]
    [InlineData("""{"messages":[]}""")]
    [InlineData("""{"model":"sim:latest","Model":"other","messages":[]}""")]
    [InlineData("""{"model":"sim:latest","model":"other","messages":[]}""")]
    [InlineData("""{"model":"sim:latest","messages":{}}""")]
    [InlineData("""{"model":"sim:latest","messages":[1]}""")]
    [InlineData("""{"model":"sim:latest","messages":[{"role":"god","content":"x"}]}""")]
    [InlineData("""{"model":"sim:latest","messages":[{"role":"user","content":["x"]}]}""")]
    [InlineData("""{"model":"sim:latest","messages":[{"role":"user","images":["no base64!"]}]}""")]
    [InlineData("""{"model":"sim:latest","messages":[{"role":"user","content":"x"}],"options":[]}""")]
    [InlineData("""{"model":"sim:latest","messages":[{"role":"user","content":"x"}],"stream":"yes"}""")]
    [InlineData("""{"model":"sim:latest","messages":[{"role":"user","content":"x"}],"format":"xml"}""")]
    [InlineData("""{"model":"sim:latest","messages":[{"role":"user","content":"\ud800"}]}""")]
    public async Task A_body_that_makes_no_sense_is_a_400_in_Ollamas_form(string body)
    {
        var (status, error) = await doors.FailAsync("/api/chat", body);

        Assert.Equal(400, status);
        Assert.NotEmpty(error.GetProperty("error").GetString()!);
    }

    [Fact]
    public async Task A_body_of_any_type_is_read_as_JSON()
    {
        using var content = new StringContent("""{"model":"sim:latest","stream":false,"messages":[{"role":"user","content":"Hi"}]}""", Encoding.UTF8, "application/x-www-form-urlencoded");

        using var response = await doors.User.Client.PostAsync(new Uri("/api/chat", UriKind.Relative), content);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Fact]
    public async Task An_unknown_model_is_a_404()
    {
        var (status, error) = await doors.FailAsync("/api/chat", """{"model":"nobody:1b","messages":[{"role":"user","content":"Hi"}]}""");

        Assert.Equal(404, status);
        Assert.Contains("nobody:1b", error.GetProperty("error").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_error_in_mid_stream_is_the_last_line()
    {
        doors.Ollama.AnswerNext(SimulatedAnswer.Words("one two three") with { Fault = SimulatedFault.ErrorLine, FaultAfter = 2 });

        var lines = await doors.LinesAsync("/api/chat", """{"model":"sim:latest","messages":[{"role":"user","content":"Hi"}]}""");

        Assert.Equal(3, lines.Count);
        Assert.Equal(["error"], lines[^1].EnumerateObject().Select(m => m.Name));
    }

    [Theory]
    [InlineData(Model)]
    [InlineData(ToolHost.Remote)]
    public async Task A_client_that_leaves_stops_the_engine(string model)
    {
        var engine = model == Model ? doors.Ollama : doors.OpenAI;
        engine.AnswerNext(SimulatedAnswer.Words("one two three four") with { Hold = true, FaultAfter = 2 });
        using var leaving = new CancellationTokenSource();
        using var response = await doors.PostAsync("/api/chat", $$"""{"model":"{{model}}","messages":[{"role":"user","content":"Hi"}]}""");
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync());
        Assert.NotNull(await reader.ReadLineAsync());
        var reading = reader.ReadToEndAsync(leaving.Token);

        await leaving.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reading);
        await engine.Calls[^1].Aborted.WaitAsync(TimeSpan.FromSeconds(10));
    }

    [Fact]
    public async Task Nothing_to_say_only_loads_the_model()
    {
        var answer = await doors.AskAsync("/api/generate", """{"model":"ollamanet-demo","stream":false}""");
        var lines = await doors.LinesAsync("/api/chat", """{"model":"ollamanet-demo","messages":[]}""");
        var (status, _) = await doors.FailAsync("/api/chat", """{"model":"nobody","messages":[]}""");

        Assert.Equal("load", answer.GetProperty("done_reason").GetString());
        Assert.Equal("", answer.GetProperty("response").GetString());
        Assert.Equal("load", Assert.Single(lines).GetProperty("done_reason").GetString());
        Assert.Equal(404, status);
    }

    [Fact]
    public async Task Administrators_learn_which_node_answered_and_nobody_else()
    {
        const string Body = """{"model":"sim:latest","messages":[{"role":"user","content":"Hi"}]}""";
        using var forAdmin = await ToolHost.PostAsync(doors.Admin.Client, "/api/chat", Body);
        using var forUser = await doors.PostAsync("/api/chat", Body);

        Assert.Equal("an-ollama", Assert.Single(forAdmin.Headers.GetValues("x-ollamanet-node")));
        Assert.False(forUser.Headers.Contains("x-ollamanet-node"));
    }

    [Fact]
    public async Task A_schema_reaches_the_node_in_its_own_form()
    {
        await doors.LinesAsync("/api/chat", """{"model":"remote-model","format":{"type":"object"},"messages":[{"role":"user","content":"Hi"}]}""");

        Assert.Equal("object", doors.OpenAI.Calls[^1].Body.GetProperty("response_format").GetProperty("json_schema").GetProperty("schema").GetProperty("type").GetString());
        Assert.Equal(JsonValueKind.Object, doors.OpenAI.Calls[^1].Body.ValueKind);
    }
}
