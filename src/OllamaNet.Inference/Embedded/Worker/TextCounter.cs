using OllamaNet.Inference.Embedded.Native;

namespace OllamaNet.Inference.Embedded.Worker;

/// <summary>Counts the tokens of texts as they come to in this model's template, where the text may be trimmed and its control tokens are broken.</summary>
internal sealed class TextCounter(LlamaModel model)
{
    private readonly ChatTemplate template = new(model);
    private (int Empty, int PerMessage)? frame;

    /// <returns>The tokens of each text, then those around a message and those of a prompt without any.</returns>
    public int[] Count(IReadOnlyList<string> texts)
    {
        var (empty, perMessage) = frame ??= Measure();
        var counts = new int[texts.Count + 2];
        for (var i = 0; i < texts.Count; i++) counts[i] = texts[i].Length == 0 ? 0 : Math.Max(0, Tokens(("user", texts[i])) - empty);
        (counts[^2], counts[^1]) = (perMessage, empty - perMessage);
        return counts;
    }

    private (int Empty, int PerMessage) Measure()
    {
        var empty = Tokens(("user", ""));
        return (empty, (Tokens(("user", ""), ("assistant", ""), ("user", "")) - empty + 1) / 2);
    }

    private int Tokens(params (string Role, string Content)[] messages) => model.Tokenize(template.Format(messages), withControls: true).Length;
}
