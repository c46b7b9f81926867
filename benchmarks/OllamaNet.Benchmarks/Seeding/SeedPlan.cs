namespace OllamaNet.Benchmarks.Seeding;

/// <summary>What one user has.</summary>
/// <param name="Messages">In all.</param>
/// <param name="Long">So many of them in one conversation.</param>
/// <param name="Each">As many in each of the other conversations.</param>
/// <param name="Short">Answers of two sentences, a fifth of the text: of those who only fill the tables.</param>
internal sealed record SeedPlan(Guid Owner, int Messages, int Long, int Each, bool Short = false);
