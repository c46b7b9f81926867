namespace OllamaNet.Benchmarks.Seeding;

/// <summary>What one user has.</summary>
/// <param name="Messages">In all.</param>
/// <param name="Long">So many of them in one conversation.</param>
/// <param name="Each">As many in each of the other conversations.</param>
internal sealed record SeedPlan(Guid Owner, int Messages, int Long, int Each);
