using System.Text.Json;
using OllamaNet.Contracts.Inference;
using Xunit;
using static OllamaNet.Inference.Tests.Embedded.EngineFixture;

namespace OllamaNet.Inference.Tests.Embedded;

/// <summary>Lets a model of random weights write under a grammar: what comes out must fit, because only the grammar can make it fit.</summary>
public sealed class JsonAnswerTests(EngineFixture fixture) : IClassFixture<EngineFixture>
{
    [Fact]
    public async Task An_object_has_its_required_members_and_no_others()
    {
        for (var seed = 0; seed < 12; seed++)
        {
            var answer = await WriteAsync("""
                {"type":"object","additionalProperties":false,"required":["colour","count"],
                 "properties":{"note":{"type":"string","maxLength":5},"colour":{"enum":["red","green","x \"y\""]},"count":{"type":"integer","minimum":1,"maximum":25},"sure":{"type":"boolean"},"none":{"type":"null"}}}
                """, seed);

            Assert.Contains(answer.GetProperty("colour").GetString()!, ["red", "green", "x \"y\""], StringComparer.Ordinal);
            Assert.InRange(answer.GetProperty("count").GetInt32(), 1, 25);
            Assert.Subset(new HashSet<string>(["note", "colour", "count", "sure", "none"], StringComparer.Ordinal), answer.EnumerateObject().Select(p => p.Name).ToHashSet(StringComparer.Ordinal));
            if (answer.TryGetProperty("note", out var note)) Assert.True(note.GetString()!.Length <= 5);
        }
    }

    [Fact]
    public async Task A_list_has_as_many_items_as_it_may()
    {
        for (var seed = 0; seed < 8; seed++)
        {
            var answer = await WriteAsync("""{"type":"array","items":{"type":["boolean","null"]},"minItems":2,"maxItems":4}""", seed);

            Assert.InRange(answer.GetArrayLength(), 2, 4);
            Assert.All(answer.EnumerateArray(), item => Assert.Contains(item.ValueKind, (JsonValueKind[])[JsonValueKind.True, JsonValueKind.False, JsonValueKind.Null]));
        }
    }

    [Fact]
    public async Task Alternatives_and_definitions_that_name_themselves_are_followed()
    {
        for (var seed = 0; seed < 8; seed++)
        {
            var answer = await WriteAsync("""
                {"$ref":"#/$defs/tree","$defs":{"tree":{"type":"object","additionalProperties":false,"required":["value","next"],
                 "properties":{"value":{"anyOf":[{"const":7},{"type":"boolean"}]},"next":{"oneOf":[{"type":"null"},{"$ref":"#/$defs/tree"}]}}}}}
                """, seed);

            for (var node = answer; node.ValueKind == JsonValueKind.Object; node = node.GetProperty("next")) Assert.Equal(2, node.EnumerateObject().Count());
        }
    }

    [Theory]
    [InlineData("""{"type":"object","properties":{"a":{"type":"boolean"},"b":{"type":"boolean"}},"additionalProperties":false}""")]
    [InlineData("""{"type":"object","additionalProperties":{"type":"integer","minimum":0,"maximum":9}}""")]
    [InlineData("""{"type":"object","additionalProperties":false}""")]
    [InlineData("""{"type":"object","required":["x"]}""")]
    [InlineData("""{"type":"array","maxItems":0}""")]
    [InlineData("""{"type":"array","items":{"type":"number"},"maxItems":3}""")]
    [InlineData("""{"allOf":[{"type":"string","minLength":2,"maxLength":4}]}""")]
    [InlineData("""{"type":"integer"}""")]
    [InlineData("true")]
    public async Task Every_form_of_schema_gives_json(string schema)
    {
        for (var seed = 0; seed < 4; seed++) await WriteAsync(schema, seed, mayBeCut: true);
    }

    [Fact]
    public async Task The_demo_model_answers_in_json_too()
    {
        var answer = new AnswerCollector();
        var schema = Json.Schema("""{"type":"object","required":["answer"],"additionalProperties":false,"properties":{"answer":{"enum":["yes","no"]}}}""");

        await fixture.Engine.ChatAsync(Ask("Is OllamaNet free?", new SamplingOptions { Temperature = 0, JsonSchema = schema }), answer, CancellationToken.None);

        Assert.True(JsonDocument.Parse(answer.Text).RootElement.GetProperty("answer").GetString() is "yes" or "no");
    }

    [Fact]
    public async Task Format_json_gives_an_object()
    {
        var answer = new AnswerCollector();

        var result = await fixture.Engine.ChatAsync(Ask("hello", new SamplingOptions { Json = true, Temperature = 2, MinP = 0, Seed = 3 }, Letters), answer, CancellationToken.None);

        Assert.StartsWith("{", answer.Text, StringComparison.Ordinal);
        if (result.Finish == FinishReason.Stop) Assert.Equal(JsonValueKind.Object, JsonDocument.Parse(answer.Text).RootElement.ValueKind);
    }

    private async Task<JsonElement> WriteAsync(string schema, int seed, bool mayBeCut = false)
    {
        var answer = new AnswerCollector();
        var options = new SamplingOptions { Temperature = 2, TopK = 0, TopP = 1, MinP = 0, Seed = seed, JsonSchema = Json.Schema(schema) };

        var result = await fixture.Engine.ChatAsync(Ask("go", options, Letters), answer, CancellationToken.None);

        if (mayBeCut && result.Finish == FinishReason.Length) return default;
        Assert.Equal(FinishReason.Stop, result.Finish);
        return JsonDocument.Parse(answer.Text).RootElement;
    }
}
