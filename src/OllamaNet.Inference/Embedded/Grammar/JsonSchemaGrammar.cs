using System.Text.Json;

namespace OllamaNet.Inference.Embedded.Grammar;

/// <summary>
/// Writes a JSON Schema as a GBNF grammar, so that a model can only write what fits. What the grammar allows is always valid under the schema; keywords that
/// restrict values in a way that a grammar does not express here are refused by name.
/// </summary>
internal static class JsonSchemaGrammar
{
    /// <summary>Any JSON object.</summary>
    public static string AnyObject { get; } = new GrammarRules().Finish("object");

    /// <exception cref="Contracts.Inference.InferenceException">The schema asks for what the grammar cannot promise.</exception>
    public static string From(JsonElement schema)
    {
        var rules = new GrammarRules();
        return rules.Finish(new SchemaWriter(schema, rules).Write());
    }
}
