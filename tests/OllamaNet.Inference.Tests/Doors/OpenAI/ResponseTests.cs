using System.Net;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using OllamaNet.Inference.Doors.OpenAI.Responses;
using OllamaNet.Testing.Simulator;
using Xunit;

namespace OllamaNet.Inference.Tests.Doors.OpenAI;

public sealed class ResponseTests(DoorHost door) : IClassFixture<DoorHost>
{
    private const string Path = "/v1/responses";

    [Theory, InlineData(DoorHost.Native), InlineData(DoorHost.Same)]
    public async Task A_response_has_its_output_as_items(string model)
    {
        door.EngineOf(model).AnswerNext(new SimulatedAnswer("Hello", " world") { Thinking = ["hm"], ToolCalls = [new("c1", "add", """{"a":1}""")] });

        var answer = await door.PostForJsonAsync(Path, new
        {
            model,
            instructions = "Be brief.",
            input = "Hello",
            reasoning = new { effort = "low" },
            tools = new[] { new { type = "function", name = "add", parameters = new { type = "object" }, strict = true } },
            metadata = new { a = "b" },
        });

        Assert.Equal(("response", "completed", model), (answer.GetProperty("object").GetString(), answer.GetProperty("status").GetString(), answer.GetProperty("model").GetString()));
        var output = answer.GetProperty("output").EnumerateArray().ToArray();
        Assert.Equal(["reasoning", "message", "function_call"], output.Select(i => i.GetProperty("type").GetString()));
        Assert.Equal("hm", output[0].GetProperty("summary")[0].GetProperty("text").GetString());
        Assert.Equal("Hello world", output[1].GetProperty("content")[0].GetProperty("text").GetString());
        Assert.Equal(("c1", "add", """{"a":1}"""), (output[2].GetProperty("call_id").GetString(), output[2].GetProperty("name").GetString(), output[2].GetProperty("arguments").GetString()));
        Assert.Equal(15, answer.GetProperty("usage").GetProperty("total_tokens").GetInt32());
        Assert.Equal("b", answer.GetProperty("metadata").GetProperty("a").GetString());
        Assert.Equal(["system", "user"], Roles(door.EngineOf(model)));
    }

    [Fact]
    public async Task A_stream_announces_fills_and_closes_each_item_in_OpenAIs_order()
    {
        door.Ollama.AnswerNext(new SimulatedAnswer("Hello", " \"w\"") { Thinking = ["hm"], ToolCalls = [new("c1", "add", "{}")] });

        var text = await door.PostForStreamAsync(Path, new { model = DoorHost.Native, input = "Hello", stream = true, reasoning = new { effort = "high" }, tools = new[] { new { type = "function", name = "add" } } });

        var events = ChatCompletionStreamTests.Events(string.Join("\n\n", text.Split('\n').Where(l => l.StartsWith("data: ", StringComparison.Ordinal))));
        Assert.Equal(text.Split('\n').Where(l => l.StartsWith("event: ", StringComparison.Ordinal)).Select(l => l["event: ".Length..]), events.Select(e => e.GetProperty("type").GetString()));
        Assert.Equal(
            [
                "created", "in_progress",
                "output_item.added", "reasoning_summary_part.added", "reasoning_summary_text.delta", "reasoning_summary_text.done", "reasoning_summary_part.done", "output_item.done",
                "output_item.added", "content_part.added", "output_text.delta", "output_text.delta", "output_text.done", "content_part.done", "output_item.done",
                "output_item.added", "function_call_arguments.delta", "function_call_arguments.done", "output_item.done",
                "completed",
            ],
            events.Select(e => e.GetProperty("type").GetString()!["response.".Length..]));
        Assert.Equal(Enumerable.Range(0, events.Length), events.Select(e => e.GetProperty("sequence_number").GetInt32()));
        Assert.Equal(" \"w\"", events[11].GetProperty("delta").GetString());
        Assert.Equal("Hello \"w\"", events[12].GetProperty("text").GetString());
        Assert.Equal([0, 1, 2], events.Where(e => e.GetProperty("type").GetString() == "response.output_item.done").Select(e => e.GetProperty("output_index").GetInt32()));
        Assert.Equal(3, events[^1].GetProperty("response").GetProperty("output").GetArrayLength());
        Assert.Single(events.Where(e => e.TryGetProperty("response", out _)).Select(e => e.GetProperty("response").GetProperty("id").GetString()).Distinct());
    }

    [Fact]
    public async Task A_stream_that_breaks_ends_with_a_failed_response()
    {
        door.Ollama.AnswerNext(new SimulatedAnswer("one", " two") { Fault = SimulatedFault.ErrorLine, FaultAfter = 1 });

        var text = await door.PostForStreamAsync(Path, new { model = DoorHost.Native, input = "Hello", stream = true });

        var last = JsonElement.Parse(text.TrimEnd().Split("data: ")[^1]);
        Assert.Equal("response.failed", last.GetProperty("type").GetString());
        Assert.Equal("engine_failed", last.GetProperty("response").GetProperty("error").GetProperty("code").GetString());
        Assert.Equal("failed", last.GetProperty("response").GetProperty("status").GetString());
    }

    [Fact]
    public async Task An_answer_that_was_cut_by_its_limit_is_incomplete()
    {
        door.Ollama.AnswerNext(new SimulatedAnswer("one") { FinishReason = "length" });

        var answer = await door.PostForJsonAsync(Path, new { model = DoorHost.Native, input = "Hello", max_output_tokens = 1 });

        Assert.Equal("incomplete", answer.GetProperty("status").GetString());
        Assert.Equal("max_output_tokens", answer.GetProperty("incomplete_details").GetProperty("reason").GetString());
    }

    [Theory, InlineData(true), InlineData(false)]
    public async Task A_response_follows_on_a_kept_one(bool stream)
    {
        door.Ollama.AnswerNext(new SimulatedAnswer { ToolCalls = [new("c1", "add", """{"a":1}""")] });
        var tools = new[] { new { type = "function", name = "add" } };
        var first = stream
            ? ChatCompletionStreamTests.Events((await door.PostForStreamAsync(Path, new { model = DoorHost.Native, input = "Add", tools, stream, instructions = "Once." })).Replace("event: ", "\n\nevent: ", StringComparison.Ordinal).Replace("\ndata: ", "\n\ndata: ", StringComparison.Ordinal))[^1].GetProperty("response")
            : await door.PostForJsonAsync(Path, new { model = DoorHost.Native, input = "Add", tools, instructions = "Once." });

        var second = await door.PostForJsonAsync(Path, new { model = DoorHost.Native, previous_response_id = first.GetProperty("id").GetString(), input = new object[] { new { type = "function_call_output", call_id = "c1", output = "2" } }, tools });
        await door.PostForJsonAsync(Path, new { model = DoorHost.Native, previous_response_id = second.GetProperty("id").GetString(), input = new object[] { new { role = "user", content = "Thanks" } } });

        Assert.Equal(["user", "assistant", "tool", "assistant", "user"], Roles(door.Ollama));
        var sent = door.Ollama.Calls[^1].Body.GetProperty("messages");
        Assert.Equal("add", sent[1].GetProperty("tool_calls")[0].GetProperty("function").GetProperty("name").GetString());
        Assert.Equal(("2", "c1"), (sent[2].GetProperty("content").GetString(), sent[2].GetProperty("tool_call_id").GetString()));
    }

    [Fact]
    public async Task A_kept_response_is_its_owners_alone()
    {
        var kept = await door.PostForJsonAsync(Path, new { model = DoorHost.Native, input = "Mine \0" });
        var id = kept.GetProperty("id").GetString();

        Assert.Equal(kept.GetRawText(), await door.User.Client.GetStringAsync($"{Path}/{id}"));
        var items = JsonElement.Parse(await door.User.Client.GetStringAsync($"{Path}/{id}/input_items"));
        Assert.Equal("Mine \0", items.GetProperty("data")[0].GetProperty("content")[0].GetProperty("text").GetString());
        Assert.Equal(HttpStatusCode.NotFound, (await door.Admin.Client.GetAsync($"{Path}/{id}")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await door.Admin.Client.GetAsync($"{Path}/{id}/input_items")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await door.Admin.Client.DeleteAsync($"{Path}/{id}")).StatusCode);
        using var following = await door.PostAsync(Path, new { model = DoorHost.Native, input = "x", previous_response_id = id }, door.Admin);
        Assert.Equal("previous_response_id", (await DoorHost.ErrorAsync(following, 400)).GetProperty("param").GetString());
    }

    [Fact]
    public async Task A_response_that_is_deleted_or_was_not_kept_is_gone()
    {
        var kept = (await door.PostForJsonAsync(Path, new { model = DoorHost.Native, input = "x" })).GetProperty("id").GetString();
        var later = (await door.PostForJsonAsync(Path, new { model = DoorHost.Native, input = "y", previous_response_id = kept })).GetProperty("id").GetString();
        var passing = (await door.PostForJsonAsync(Path, new { model = DoorHost.Native, input = "x", store = false })).GetProperty("id").GetString();

        using var deleted = await door.User.Client.DeleteAsync($"{Path}/{kept}");

        Assert.True(JsonElement.Parse(await deleted.Content.ReadAsStringAsync()).GetProperty("deleted").GetBoolean());
        Assert.Equal(HttpStatusCode.NotFound, (await door.User.Client.GetAsync($"{Path}/{kept}")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await door.User.Client.GetAsync($"{Path}/{passing}")).StatusCode);
        foreach (var id in new[] { kept, passing, later })
        {
            using var following = await door.PostAsync(Path, new { model = DoorHost.Native, input = "z", previous_response_id = id });
            Assert.Equal("previous_response_not_found", (await DoorHost.ErrorAsync(following, 400)).GetProperty("code").GetString());
        }
    }

    [Fact]
    public async Task Responses_are_exported_erased_and_purged_by_owner_and_age()
    {
        using var someone = await Testing.AuthClient.SignUpAsync(door.Host);
        using var first = await door.PostAsync(Path, new { model = DoorHost.Native, input = "x" }, someone);
        using var second = await door.PostAsync(Path, new { model = DoorHost.Native, input = "y" }, someone);
        await first.Content.ReadAsStringAsync();
        await second.Content.ReadAsStringAsync();
        await using var scope = door.Host.Services.CreateAsyncScope();
        var stored = scope.ServiceProvider.GetRequiredService<StoredResponses>();

        var exported = await stored.ExportAsync(someone.Id).ToListAsync();

        Assert.Equal(["x", "y"], exported.Select(e => e.GetProperty("input")[0].GetProperty("content")[0].GetProperty("text").GetString()));
        Assert.Equal(0, await stored.PurgeAsync(DateTimeOffset.UnixEpoch, CancellationToken.None));
        Assert.Equal(2, await stored.EraseAsync(someone.Id, CancellationToken.None));
        Assert.Empty(await stored.ExportAsync(someone.Id).ToListAsync());
    }

    [Theory]
    [InlineData("""{"model":"native:latest"}""", "input")]
    [InlineData("""{"model":"native:latest","input":"x","background":true}""", "background")]
    [InlineData("""{"model":"native:latest","input":"x","truncation":"auto"}""", "truncation")]
    [InlineData("""{"model":"native:latest","input":"x","tools":[{"type":"web_search"}]}""", "tools[0]")]
    [InlineData("""{"model":"native:latest","input":"x","tools":[{"type":"function","name":"f"}],"tool_choice":"required"}""", "tool_choice")]
    [InlineData("""{"model":"native:latest","input":[{"type":"item_reference","id":"x"}]}""", "input[0].type")]
    [InlineData("""{"model":"native:latest","input":[{"role":"user","content":[{"type":"input_image","image_url":"https://example.org/x.png"}]}]}""", "input[0].content[0].image_url")]
    [InlineData("""{"model":"native:latest","input":"x","conversation":"c"}""", "conversation")]
    public async Task What_cannot_be_done_is_a_400_that_names_the_field(string body, string field)
    {
        using var response = await door.PostRawAsync(Path, body);

        Assert.Equal(field, (await DoorHost.ErrorAsync(response, 400)).GetProperty("param").GetString());
    }

    private static List<string?> Roles(EngineSimulator engine) => [.. engine.Calls[^1].Body.GetProperty("messages").EnumerateArray().Select(m => m.GetProperty("role").GetString())];
}
