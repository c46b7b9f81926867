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
        Running = meter.CreateUpDownCounter<long>("ollamanet.inference.running", "{call}", "Calls to models that run now.");
    }

    public Histogram<long> Tokens { get; }

    public Histogram<double> Duration { get; }

    public Histogram<double> FirstToken { get; }

    public UpDownCounter<long> Running { get; }

    public InferenceCall Begin(CallOperation operation, Caller caller, string asked, int promptEstimate) =>
        new(this, _time, operation, caller, asked, promptEstimate, Source.StartActivity(NameOf(operation), ActivityKind.Client));

    public static string NameOf(CallOperation operation) => operation is CallOperation.Chat ? "chat" : "embeddings";
}
