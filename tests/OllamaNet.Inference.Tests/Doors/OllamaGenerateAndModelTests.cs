using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using OllamaNet.Testing.Simulator;
using Xunit;

namespace OllamaNet.Inference.Tests.Doors;

public sealed class OllamaGenerateAndModelTests(ToolHost doors) : IClassFixture<ToolHost>
{
    [Fact]
    public async Task Generate_comes_through_from_an_Ollama_node_with_its_context()
    {
        doors.Ollama.AnswerNext(SimulatedAnswer.Words("one two"));

        var answer = await doors.AskAsync("/api/generate", """{"model":"public-name:1b","prompt":"Hi","raw":true,"stream":false,"context":[9]}""");

        Assert.Equal("one two", answer.GetProperty("response").GetString());
        Assert.Equal("[1,2,3]", answer.GetProperty("context").GetRawText());
        Assert.Equal(ToolHost.Renamed, answer.GetProperty("model").GetString());
        var sent = doors.Ollama.Calls[^1];
        Assert.Equal("/api/generate", sent.Path);
        Assert.True(sent.Body.GetProperty("raw").GetBoolean());
    }

    [Fact]
    public async Task Generate_is_translated_for_other_nodes()
    {
        doors.OpenAI.AnswerNext(SimulatedAnswer.Words("one two"));

        var lines = await doors.LinesAsync("/api/generate", """{"model":"remote-model","prompt":"Hi","system":"Be short."}""");

        Assert.Equal("one two", string.Concat(lines.Select(l => l.GetProperty("response").GetString())));
        var messages = doors.OpenAI.Calls[^1].Body.GetProperty("messages");
        Assert.Equal(["system", "user"], messages.EnumerateArray().Select(m => m.GetProperty("role").GetString()));
    }

    [Theory]
    [InlineData("an-ollama"), InlineData("embedded")]
    public async Task Loading_an_empty_prompt_on_an_Ollama_node_is_passed_on(string node)
    {
        var model = node == "embedded" ? ToolHost.Demo : EngineSimulator.Model;

        await doors.LinesAsync("/api/generate", $$"""{"model":"{{model}}"}""");

        Assert.Equal(node != "embedded", doors.Ollama.Calls.Any(c => c.Path == "/api/generate" && !c.Body.TryGetProperty("prompt", out _)) && node != "embedded");
    }

    [Fact]
    public async Task Tags_list_the_models_of_all_nodes()
    {
        var tags = await doors.User.Client.GetFromJsonAsync<JsonElement>("/api/tags");

        var models = tags.GetProperty("models").EnumerateArray().ToArray();
        Assert.Equal([ToolHost.Demo, ToolHost.Renamed, ToolHost.Remote, EngineSimulator.EmbeddingModel, EngineSimulator.Model], models.Select(m => m.GetProperty("name").GetString()).Select(n => n!.Replace(":latest", n.StartsWith("ollamanet", StringComparison.Ordinal) ? "" : ":latest", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
        Assert.All(models, m => Assert.Equal(64, m.GetProperty("digest").GetString()!.Length));
    }

    [Theory]
    [InlineData("HEAD", "/api/version"), InlineData("GET", "/api/version"), InlineData("HEAD", "/api/tags"), InlineData("GET", "/api/ps")]
    public async Task What_tools_look_at_first_is_there(string method, string path)
    {
        using var message = new HttpRequestMessage(new HttpMethod(method), path);
        using var response = await doors.User.Client.SendAsync(message);
        using var stranger = new HttpRequestMessage(new HttpMethod(method), path);
        using var refused = await doors.Host.Client.SendAsync(stranger);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
    }

    [Theory]
    [InlineData("""{"model":"sim"}"""), InlineData("""{"name":"sim:latest"}""")]
    public async Task Show_describes_a_model(string body)
    {
        var shown = await doors.AskAsync("/api/show", body);

        Assert.Equal(["completion", "tools", "vision", "thinking"], shown.GetProperty("capabilities").EnumerateArray().Select(c => c.GetString()));
        Assert.Equal(8192, shown.GetProperty("model_info").GetProperty("sim.context_length").GetInt32());
    }

    [Fact]
    public async Task Show_of_an_unknown_model_is_a_404_in_Ollamas_words()
    {
        var (status, error) = await doors.FailAsync("/api/show", """{"model":"nobody"}""");

        Assert.Equal(404, status);
        Assert.Equal("""{"error":"model 'nobody' not found"}""", error.GetRawText());
    }

    [Fact]
    public async Task Embed_makes_a_vector_for_each_text()
    {
        var answer = await doors.AskAsync("/api/embed", """{"model":"sim-embed","input":["a","b"],"dimensions":3,"truncate":false}""");
        var old = await doors.AskAsync("/api/embeddings", """{"model":"ollamanet-demo","prompt":"a"}""");

        Assert.Equal("[[0,0,0],[1,1,1]]", answer.GetProperty("embeddings").GetRawText());
        Assert.False(doors.Ollama.Calls.Last(c => c.Path == "/api/embed").Body.GetProperty("truncate").GetBoolean());
        Assert.True(old.GetProperty("embedding").GetArrayLength() > 8);
    }

    [Theory]
    [InlineData("""{"model":"sim-embed"}""", 200)]
    [InlineData("""{"model":"sim-embed","input":{"a":1}}""", 400)]
    [InlineData("""{"model":"sim:latest","input":"a"}""", 400)]
    [InlineData("""{"model":"nobody","input":"a"}""", 404)]
    [InlineData("""{"input":"a"}""", 400)]
    public async Task Embed_says_what_is_wrong(string body, int expected)
    {
        using var response = await doors.PostAsync("/api/embed", body);

        Assert.Equal(expected, (int)response.StatusCode);
    }
}
