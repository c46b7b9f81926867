namespace OllamaNet.Inference.Limits;

/// <summary>How much of a minute's limit is left, and how long until all of it is there again.</summary>
internal readonly record struct Standing(int Limit, long Left, TimeSpan Full)
{
    public static Standing Of(int limit, (long Left, TimeSpan Full) now) => new(limit, now.Left, now.Full);

    public static Standing Tighter(Standing? a, Standing b) => a is { } first && first.Left <= b.Left ? first : b;
}
