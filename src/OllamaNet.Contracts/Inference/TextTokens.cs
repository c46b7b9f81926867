namespace OllamaNet.Contracts.Inference;

/// <param name="Counts">Tokens of each text, in order.</param>
/// <param name="PerMessage">What the model's template adds around a message.</param>
/// <param name="PerPrompt">What it adds to the whole.</param>
/// <param name="Exact">As the engine splits them; else an estimate that rather leaves room than overflows.</param>
public sealed record TextTokens(IReadOnlyList<int> Counts, int PerMessage, int PerPrompt, bool Exact);
