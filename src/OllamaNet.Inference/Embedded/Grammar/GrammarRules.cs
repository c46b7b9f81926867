using System.Text;
using OllamaNet.Contracts.Inference;

namespace OllamaNet.Inference.Embedded.Grammar;

/// <summary>The rules of a grammar under construction. Rules for plain JSON are there from the start.</summary>
internal sealed class GrammarRules
{
    private const int LongestGrammar = 256 << 10;

    // Two letters of white space at most: a small model would fill its context with it. Escapes make no half of a surrogate pair.
    private const string Json = """
        ws ::= " "?
        comma ::= ws "," ws
        colon ::= ws ":" ws
        value ::= object | array | string | number | boolean | null
        object ::= "{" ws (member (comma member)*)? ws "}"
        member ::= string colon value
        array ::= "[" ws (value (comma value)*)? ws "]"
        string ::= "\"" char* "\""
        char ::= [^"\\\x7F\x00-\x1F] | "\\" (["\\bfnrt/] | "u" ([0-9a-cA-CefEF] hex hex hex | [dD] [0-7] hex hex))
        hex ::= [0-9a-fA-F]
        number ::= integer ("." [0-9]{1,15})? ([eE] [-+]? [0-9]{1,2})?
        integer ::= "-"? ("0" | [1-9] [0-9]{0,14})
        boolean ::= "true" | "false"
        null ::= "null"

        """;

    private readonly StringBuilder text = new(Json);
    private int count;

    /// <summary>A name for a rule that is written later, such as one that refers to itself.</summary>
    public string Reserve() => $"r{count++}";

    public void Define(string name, string body)
    {
        if (text.Length + body.Length > LongestGrammar) throw new InferenceException(InferenceError.Unsupported, "The JSON schema is too large for the embedded engine.") { Parameter = "format" };
        text.Append(name).Append(" ::= ").Append(body).Append('\n');
    }

    public string Add(string body)
    {
        var name = Reserve();
        Define(name, body);
        return name;
    }

    public string Finish(string start) => $"root ::= {start}\n{text}";

    /// <summary>A text that must appear as it is.</summary>
    public static string Literal(string exact)
    {
        var quoted = new StringBuilder(exact.Length + 2).Append('"');
        foreach (var letter in exact)
        {
            quoted.Append(letter switch { '"' => "\\\"", '\\' => "\\\\", '\n' => "\\n", '\r' => "\\r", '\t' => "\\t", _ => letter.ToString() });
        }
        return quoted.Append('"').ToString();
    }
}
