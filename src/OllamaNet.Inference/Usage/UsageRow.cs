using OllamaNet.Contracts.Inference;
using OllamaNet.Inference.Routing;

namespace OllamaNet.Inference.Usage;

/// <summary>A call as it is stored.</summary>
internal readonly record struct UsageRow(Guid Id, CallRecord Call)
{
    private const int NameLength = 200;

    /// <summary>When it ended: rows come in this order, more or less.</summary>
    public DateTime At => (Call.BegunAt + Call.Duration).UtcDateTime;

    public DateOnly Month => new(At.Year, At.Month, 1);

    public string Asked => Cut(Call.Asked);

    public bool Failed => Call.Outcome is CallOutcome.Failed or CallOutcome.Broken;

    public int DurationMs => Milliseconds(Call.Duration);

    public int? FirstTokenMs => Call.FirstToken is { } first ? Milliseconds(first) : null;

    public int WaitedMs => Milliseconds(Call.Waited);

    /// <summary>What is summed together. A model that no node has is not named: callers could make as many sums as they like.</summary>
    public UsageGroup Group => new(At.Date.AddHours(At.Hour), Call.Caller.UserId, Call.Caller.KeyId ?? Guid.Empty, Call.Model is { } model ? Cut(model) : "", Call.Node ?? "", Call.Caller.Protocol);

    private static int Milliseconds(TimeSpan time) => (int)Math.Clamp(Math.Round(time.TotalMilliseconds), 0, int.MaxValue);

    // NUL and half a character are legal in JSON and in no column of text.
    private static string Cut(string name)
    {
        if (name.Length <= NameLength && !name.AsSpan().ContainsAnyInRange('\ud800', '\udfff') && !name.Contains('\0', StringComparison.Ordinal)) return name;
        return string.Concat(name.EnumerateRunes().Where(r => r.Value != 0).Take(NameLength / 2));
    }
}

internal readonly record struct UsageGroup(DateTime Hour, Guid UserId, Guid KeyId, string Model, string Node, CallProtocol Protocol);
