using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using OllamaNet.Contracts.Inference;
using OllamaNet.Inference.Embedded.Grammar;
using Xunit;

namespace OllamaNet.Inference.Tests.Embedded;

public sealed class JsonSchemaGrammarTests
{
    [Theory]
    [InlineData("""{"type":"string","pattern":"^a$"}""", "pattern")]
    [InlineData("""{"type":"number","minimum":0.5}""", "minimum")]
    [InlineData("""{"type":"integer","multipleOf":5}""", "multipleOf")]
    [InlineData("""{"type":"array","items":{"type":"string"},"uniqueItems":true}""", "uniqueItems")]
    [InlineData("""{"type":"object","patternProperties":{"^x":{}}}""", "patternProperties")]
    [InlineData("""{"type":"object","properties":{"a":{"not":{"type":"string"}}}}""", "not")]
    [InlineData("""{"type":"string","minItems":1}""", "minItems")]
    [InlineData("""{"anyOf":[{"type":"string"}],"oneOf":[{"type":"string"}]}""", "oneOf")]
    [InlineData("""{"allOf":[{"type":"string"},{"minLength":1}]}""", "allOf")]
    [InlineData("""{"$ref":"https://example.com/schema"}""", "$ref")]
    [InlineData("""{"$ref":"#/$defs/missing"}""", "$ref")]
    [InlineData("""{"$defs":{"a":{"$ref":"#/$defs/a"}},"$ref":"#/$defs/a"}""", "$ref")]
    [InlineData("""{"type":"tuple"}""", "tuple")]
    [InlineData("""{"enum":[]}""", "enum")]
    [InlineData("""{"type":"string","enum":[1,2]}""", "enum")]
    [InlineData("""{"type":"object","required":["a"],"additionalProperties":false}""", "a")]
    [InlineData("""{"type":"array","minItems":3,"maxItems":2}""", "minItems")]
    [InlineData("""{"type":"array","minItems":100000}""", "minItems")]
    [InlineData("""{"type":"integer","minimum":5,"maximum":3}""", "minimum")]
    [InlineData("""{"type":"integer","minimum":0.5}""", "minimum")]
    [InlineData("false", "false")]
    [InlineData("3", "no schema")]
    public void What_the_grammar_cannot_promise_is_refused_by_name(string schema, string named)
    {
        var error = Assert.Throws<InferenceException>(() => JsonSchemaGrammar.From(Json.Schema(schema)));

        Assert.Equal(InferenceError.Unsupported, error.Error);
        Assert.Equal("format", error.Parameter);
        Assert.Contains(named, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_schema_without_end_is_refused()
    {
        var deep = string.Concat(Enumerable.Repeat("""{"items":""", 80)) + "{}" + new string('}', 80);
        var wide = $$"""{"enum":[{{string.Join(',', Enumerable.Range(0, 40_000).Select(i => $"\"value {i}\""))}}]}""";
        using var document = JsonDocument.Parse(deep, new JsonDocumentOptions { MaxDepth = 200 });

        Assert.Throws<InferenceException>(() => JsonSchemaGrammar.From(document.RootElement));
        Assert.Throws<InferenceException>(() => JsonSchemaGrammar.From(Json.Schema(wide)));
    }

    [Fact]
    public void Annotations_change_nothing()
    {
        var plain = JsonSchemaGrammar.From(Json.Schema("""{"type":"string"}"""));
        var told = JsonSchemaGrammar.From(Json.Schema("""{"$schema":"x","title":"t","description":"d","default":"a","examples":["b"],"format":"email","type":"string"}"""));

        Assert.Equal(plain, told);
    }

    [Fact]
    public void Literals_are_quoted_for_json_and_for_the_grammar()
    {
        var grammar = JsonSchemaGrammar.From(Json.Schema("""{"const":"say \"ü\"\n"}"""));

        Assert.Contains("""r0 ::= "\"say \\\"ü\\\"\\n\"" """.TrimEnd() + "\n", grammar, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(0, 9)]
    [InlineData(3, 7)]
    [InlineData(0, 100)]
    [InlineData(1, 10)]
    [InlineData(17, 42)]
    [InlineData(9, 1005)]
    [InlineData(95, 305)]
    [InlineData(-3, 4)]
    [InlineData(-1205, -98)]
    [InlineData(-100, 0)]
    [InlineData(200, 299)]
    public void A_range_holds_its_whole_numbers_and_no_other(int least, int most)
    {
        var pattern = new Regex($"^(?:{ToRegex(IntegerRange.Between(least, most))})$", RegexOptions.None, TimeSpan.FromSeconds(1));

        for (var number = least - 1300; number <= most + 1300; number++)
        {
            var text = number.ToString(CultureInfo.InvariantCulture);
            Assert.True(pattern.IsMatch(text) == (number >= least && number <= most), text);
        }
        Assert.DoesNotMatch(pattern, "007");
        Assert.DoesNotMatch(pattern, "-0");
    }

    private static string ToRegex(string grammar) => grammar.Replace("\"", "", StringComparison.Ordinal).Replace(" ", "", StringComparison.Ordinal);
}
