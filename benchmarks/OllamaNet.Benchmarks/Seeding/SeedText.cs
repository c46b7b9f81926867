namespace OllamaNet.Benchmarks.Seeding;

/// <summary>Text that reads like none and counts like some: 30,000 made-up words, the n-th about 1/n as frequent, in 20,000 sentences. The same for the same seed.</summary>
internal sealed class SeedText
{
    private const int WordCount = 30_000;
    private const int SentenceCount = 20_000;
    private static readonly string[] Onsets = ["b", "c", "d", "f", "g", "h", "k", "l", "m", "n", "p", "r", "s", "t", "v", "z", "br", "tr", "st", "pl", "gr", "sh"];
    private static readonly string[] Vowels = ["a", "e", "i", "o", "u", "ai", "ou"];
    private static readonly string[] Ends = ["", "", "n", "r", "s", "t"];

    private readonly string[] _sentences = new string[SentenceCount];

    public SeedText(int seed)
    {
        var random = new Random(seed);
        Words = MakeWords(random);
        var weights = new double[WordCount];
        for (var i = 0; i < WordCount; i++) weights[i] = (i == 0 ? 0 : weights[i - 1]) + 1.0 / (i + 2);
        for (var i = 0; i < SentenceCount; i++)
        {
            var words = Enumerable.Range(0, random.Next(8, 19)).Select(_ => Words[Pick(random, weights)]);
            _sentences[i] = string.Join(' ', words) + ".";
        }
    }

    /// <summary>The most frequent first.</summary>
    public IReadOnlyList<string> Words { get; }

    public string Sentences(Random random, int count) => string.Join(' ', Enumerable.Range(0, count).Select(_ => _sentences[random.Next(SentenceCount)]));

    public string Question(Random random) => Sentences(random, 1);

    public string Answer(Random random) => Sentences(random, random.Next(6, 21));

    public string Title(Random random) => string.Join(' ', Sentences(random, 1).TrimEnd('.').Split(' ').Take(4));

    private static List<string> MakeWords(Random random)
    {
        HashSet<string> seen = new(StringComparer.Ordinal);
        List<string> words = [];
        while (words.Count < WordCount)
        {
            var word = string.Concat(Enumerable.Range(0, random.Next(1, 5)).Select(_ => Onsets[random.Next(Onsets.Length)] + Vowels[random.Next(Vowels.Length)])) + Ends[random.Next(Ends.Length)];
            if (seen.Add(word)) words.Add(word);
        }

        return words;
    }

    private static int Pick(Random random, double[] weights)
    {
        var found = Array.BinarySearch(weights, random.NextDouble() * weights[^1]);
        return Math.Min(found >= 0 ? found : ~found, weights.Length - 1);
    }
}
