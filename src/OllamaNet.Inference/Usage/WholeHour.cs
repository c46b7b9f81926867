namespace OllamaNet.Inference.Usage;

/// <summary>What usage is summed by.</summary>
internal static class WholeHour
{
    public static DateTimeOffset Of(DateTimeOffset time) => new(time.UtcTicks - (time.UtcTicks % TimeSpan.TicksPerHour), TimeSpan.Zero);
}
