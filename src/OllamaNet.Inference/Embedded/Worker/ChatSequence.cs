namespace OllamaNet.Inference.Embedded.Worker;

/// <summary>A place in the context. Keeps its tokens after an answer: the next turn of the same chat begins with them.</summary>
internal sealed class ChatSequence(int id)
{
    public const int None = -1;

    public int Id => id;

    /// <summary>Tokens whose cells are filled.</summary>
    public List<int> Tokens { get; } = [];

    public ChatJob? Job { get; set; }

    /// <summary>The token chosen last, which the model has not read yet.</summary>
    public int Pending { get; set; } = None;

    /// <summary>How many tokens this turn's batch holds for it, and the row that gives its next token.</summary>
    public (int Count, int Row) Share { get; set; }

    public long LastUsed { get; set; }

    /// <summary>Cells that are not to be had by others.</summary>
    public int Cells => Job?.Cells ?? Tokens.Count;

    public int CommonBeginning(int[] prompt)
    {
        // The last token is always read anew: its output is what the answer starts from.
        var longest = Math.Min(Tokens.Count, prompt.Length - 1);
        var count = 0;
        while (count < longest && Tokens[count] == prompt[count]) count++;
        return count;
    }
}
