using System.Diagnostics;
using System.Diagnostics.Metrics;
using OllamaNet.Contracts.Inference;
using OllamaNet.Inference.Routing;

namespace OllamaNet.Inference.Telemetry;

/// <summary>Measures calls to models, named as the GenAI semantic conventions name them.</summary>
internal sealed class InferenceTelemetry
{
    public const string Name = "OllamaNet.Inference";

    private static readonly ActivitySource Source = new(Name);

    private readonly TimeProvider _time;

    public InferenceTelemetry(IMeterFactory meters, TimeProvider time)
    {
        _time = time;
        var meter = meters.Create(Name);
        Tokens = meter.CreateHistogram("gen_ai.client.token.usage", "{token}", "Tokens used.", tags: null,
            new InstrumentAdvice<long> { HistogramBucketBoundaries = [1, 4, 16, 64, 256, 1024, 4096, 16384, 65536, 262144, 1048576] });
        Duration = meter.CreateHistogram("gen_ai.client.operation.duration", "s", "How long calls to models take.", tags: null,
            new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.01, 0.02, 0.04, 0.08, 0.16, 0.32, 0.64, 1.28, 2.56, 5.12, 10.24, 20.48, 40.96, 81.92] });
        FirstToken = meter.CreateHistogram("gen_ai.server.time_to_first_token", "s", "Time until the first token.", tags: null,
            new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.001, 0.005, 0.01, 0.02, 0.04, 0.06, 0.08, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10] });
        Queued = meter.CreateUpDownCounter<long>("ollamanet.inference.queued", "{call}", "Calls that wait for a place on a node.");
        QueueWait = meter.CreateHistogram("ollamanet.inference.queue_wait", "s", "How long calls waited for a place, of those that had to.", tags: null,
            new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300] });
        CacheHits = meter.CreateCounter<long>("ollamanet.inference.cache_hits", "{call}", "Calls that were answered from their caller's own cache.");
        Running = meter.CreateUpDownCounter<long>("ollamanet.inference.running", "{call}", "Calls to models that run now.");
    }

    /// <summary>Tagged with names of models that nodes have, never with what callers made up.</summary>
    public UpDownCounter<long> Queued { get; }

    public Histogram<double> QueueWait { get; }

    public Counter<long> CacheHits { get; }

    public Histogram<long> Tokens { get; }

    public Histogram<double> Duration { get; }

    public Histogram<double> FirstToken { get; }

    public UpDownCounter<long> Running { get; }

    public InferenceCall Begin(CallOperation operation, Caller caller, string asked, int promptEstimate) =>
        new(this, _time, operation, caller, asked, promptEstimate, Source.StartActivity(NameOf(operation), ActivityKind.Client));

    public static KeyValuePair<string, object?> Model(string known) => new("gen_ai.request.model", known);

    public static string NameOf(CallOperation operation) => operation is CallOperation.Chat ? "chat" : "embeddings";
}
