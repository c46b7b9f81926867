using System.Runtime.InteropServices;
using System.Text.Json;
using OllamaNet.Testing.Simulator;
using Xunit;

namespace OllamaNet.Inference.Tests.Doors.OpenAI;

public sealed class CompletionAndEmbeddingTests(DoorHost door) : IClassFixture<DoorHost>
{
    [Theory, InlineData(DoorHost.Native), InlineData(DoorHost.Same)]
    public async Task A_prompt_is_completed(string model)
    {
        var answer = await door.PostForJsonAsync("/v1/completions", new { model, prompt = "Hello", max_tokens = 5 });

        Assert.Equal("text_completion", answer.GetProperty("object").GetString());
        Assert.Equal("Hello world", answer.GetProperty("choices")[0].GetProperty("text").GetString());
        Assert.Equal(15, answer.GetProperty("usage").GetProperty("total_tokens").GetInt32());
    }

    [Theory, InlineData(DoorHost.Native), InlineData(DoorHost.Same)]
    public async Task A_completion_streams(string model)
    {
        var text = await door.PostForStreamAsync("/v1/completions", new { model, prompt = "Hello", stream = true, stream_options = new { include_usage = true } });

        var events = ChatCompletionStreamTests.Events(text);
        Assert.Equal("Hello world", string.Concat(events.SelectMany(e => e.GetProperty("choices").EnumerateArray()).Select(c => c.GetProperty("text").GetString())));
        Assert.Equal(15, events[^1].GetProperty("usage").GetProperty("total_tokens").GetInt32());
        Assert.EndsWith("data: [DONE]\n\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Several_prompts_make_several_choices()
    {
        var answer = await door.PostForJsonAsync("/v1/completions", new { model = DoorHost.Native, prompt = new[] { "One", "Two" } });

        Assert.Equal([0, 1], answer.GetProperty("choices").EnumerateArray().Select(c => c.GetProperty("index").GetInt32()));
        Assert.Equal(30, answer.GetProperty("usage").GetProperty("total_tokens").GetInt32());
    }

    [Theory]
    [InlineData("\"suffix\":\"x\"", "suffix"), InlineData("\"echo\":true", "echo"), InlineData("\"best_of\":2", "best_of"), InlineData("\"logprobs\":1", "logprobs"), InlineData("\"n\":3", "n")]
    public async Task What_only_another_server_can_complete_goes_to_one_or_is_refused(string member, string field)
    {
        using var refused = await door.PostRawAsync("/v1/completions", $$"""{"model":"{{DoorHost.Native}}","prompt":"x",{{member}}}""");
        using var relayed = await door.PostRawAsync("/v1/completions", $$"""{"model":"{{DoorHost.Same}}","prompt":"x",{{member}}}""");

        Assert.Equal(field, (await DoorHost.ErrorAsync(refused, 400)).GetProperty("param").GetString());
        Assert.True(relayed.IsSuccessStatusCode);
        Assert.True(door.OpenAI.Calls[^1].Body.TryGetProperty(field, out _));
    }

    [Theory, InlineData("native-embed:latest"), InlineData("same-embed:latest")]
    public async Task Vectors_come_as_numbers_or_as_base64(string model)
    {
        var numbers = await door.PostForJsonAsync("/v1/embeddings", new { model, input = new[] { "a", "b" }, dimensions = 3 });
        var packed = await door.PostForJsonAsync("/v1/embeddings", new { model, input = new[] { "a", "b" }, dimensions = 3, encoding_format = "base64" });

        Assert.Equal([[0, 0, 0], [1, 1, 1]], numbers.GetProperty("data").EnumerateArray().Select(d => d.GetProperty("embedding").EnumerateArray().Select(n => n.GetSingle()).ToArray()));
        Assert.Equal([[0, 0, 0], [1, 1, 1]], packed.GetProperty("data").EnumerateArray().Select(d => MemoryMarshal.Cast<byte, float>(d.GetProperty("embedding").GetBytesFromBase64()).ToArray()));
        Assert.Equal(10, numbers.GetProperty("usage").GetProperty("total_tokens").GetInt32());
        Assert.Equal(model, numbers.GetProperty("model").GetString());
    }

    [Fact]
    public async Task Tokens_go_to_nodes_that_take_them_and_are_refused_by_others()
    {
        var taken = await door.PostForJsonAsync("/v1/embeddings", new { model = "same-embed:latest", input = new int[][] { [1, 2], [3] } });
        using var refused = await door.PostAsync("/v1/embeddings", new { model = "native-embed:latest", input = new[] { 1, 2 } });

        Assert.Equal(2, taken.GetProperty("data").GetArrayLength());
        Assert.Equal("[[1,2],[3]]", door.OpenAI.Calls[^1].Body.GetProperty("input").GetRawText());
        Assert.Equal("input", (await DoorHost.ErrorAsync(refused, 400)).GetProperty("param").GetString());
    }

    [Theory]
    [InlineData("""{"model":"native:latest","input":"x"}""", "model"), InlineData("""{"model":"native-embed:latest"}""", "input"), InlineData("""{"model":"native-embed:latest","input":[]}""", "input")]
    [InlineData("""{"model":"native-embed:latest","input":"x","encoding_format":"hex"}""", "encoding_format"), InlineData("""{"model":"native-embed:latest","input":[[1],"x"]}""", "input[1]")]
    public async Task A_mistake_is_a_400_that_names_the_field(string body, string field)
    {
        using var response = await door.PostRawAsync("/v1/embeddings", body);

        Assert.Equal(field, (await DoorHost.ErrorAsync(response, 400)).GetProperty("param").GetString());
    }

    [Fact]
    public async Task Models_are_listed_and_found_by_name()
    {
        var list = JsonElement.Parse(await door.User.Client.GetStringAsync("/v1/models"));
        var one = JsonElement.Parse(await door.User.Client.GetStringAsync("/v1/models/native%3Alatest"));
        using var missing = await door.User.Client.GetAsync("/v1/models/hf.co%2Fsomeone/something:q4");

        Assert.Contains("renamed", list.GetProperty("data").EnumerateArray().Select(m => m.GetProperty("id").GetString()));
        Assert.Equal(("native:latest", "model"), (one.GetProperty("id").GetString(), one.GetProperty("object").GetString()));
        Assert.Equal("model_not_found", (await DoorHost.ErrorAsync(missing, 404)).GetProperty("code").GetString());
    }
}
