namespace OllamaNet.Inference.Usage;

/// <summary>What one batch adds to the sums an hour.</summary>
internal sealed class UsageSums
{
    private readonly Dictionary<UsageGroup, Sum> _sums = [];

    public UsageSums(List<UsageRow> rows)
    {
        foreach (var row in rows)
        {
            ref var sum = ref System.Runtime.InteropServices.CollectionsMarshal.GetValueRefOrAddDefault(_sums, row.Group, out _);
            sum.Requests++;
            if (row.Failed) sum.Errors++;
            sum.PromptTokens += row.Call.PromptTokens;
            sum.AnswerTokens += row.Call.AnswerTokens;
            sum.DurationMs += row.DurationMs;
            if (row.FirstTokenMs is not { } first) continue;
            sum.FirstTokens++;
            sum.FirstTokenMs += first;
        }
    }

    /// <summary>Always in the same order, so that two processes that add to the same sums never wait for each other in a circle.</summary>
    public IEnumerable<KeyValuePair<UsageGroup, Sum>> InOrder() =>
        _sums.OrderBy(s => s.Key.Hour).ThenBy(s => s.Key.UserId).ThenBy(s => s.Key.KeyId).ThenBy(s => s.Key.Model, StringComparer.Ordinal).ThenBy(s => s.Key.Node, StringComparer.Ordinal).ThenBy(s => s.Key.Protocol);

    internal struct Sum
    {
        public long Requests, Errors, PromptTokens, AnswerTokens, FirstTokens, FirstTokenMs, DurationMs;
    }
}
