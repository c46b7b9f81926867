using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using OllamaNet.Contracts.Inference;
using OllamaNet.Inference.Telemetry;
using OllamaNet.Testing.Simulator;
using Xunit;

namespace OllamaNet.Inference.Tests.Routing;

public sealed class TelemetryTests
{
    [Fact]
    public async Task A_call_is_measured_under_the_names_of_the_conventions()
    {
        await using var simulator = await EngineSimulator.StartAsync();
        await using var fixture = await InferenceFixture.StartAsync(simulator, "ollama");
        using var measured = new Measured(fixture);

        await fixture.AskAsync(new CollectingSink());

        Assert.Equal(10, measured["gen_ai.client.token.usage input"].Value);
        Assert.Equal(5, measured["gen_ai.client.token.usage output"].Value);
        Assert.True(measured["gen_ai.server.time_to_first_token"].Value > 0);
        var (duration, tags) = measured["gen_ai.client.operation.duration"];
        Assert.True(duration > 0);
        Assert.Equal(("chat", EngineSimulator.Model, "ollama"), (tags["gen_ai.operation.name"], tags["gen_ai.request.model"], tags["gen_ai.provider.name"]));
        Assert.Equal(0, measured["ollamanet.inference.running"].Value);
    }

    [Fact]
    public async Task A_failure_says_its_kind_and_a_name_that_a_caller_made_up_is_no_series()
    {
        await using var simulator = await EngineSimulator.StartAsync();
        await using var fixture = await InferenceFixture.StartAsync(simulator, "ollama");
        using var measured = new Measured(fixture);

        await fixture.FailAsync(new CollectingSink(), model: "made-up");

        var tags = measured["gen_ai.client.operation.duration"].Tags;
        Assert.Equal(nameof(InferenceError.ModelNotFound), tags["error.type"]);
        Assert.DoesNotContain("gen_ai.request.model", tags.Keys);
    }

    [Fact]
    public async Task A_call_is_a_span_with_node_and_model_that_the_engine_sees_too()
    {
        await using var simulator = await EngineSimulator.StartAsync();
        await using var fixture = await InferenceFixture.StartAsync(simulator, "ollama");
        var spans = new ConcurrentQueue<Activity>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name is InferenceTelemetry.Name,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = spans.Enqueue,
        };
        ActivitySource.AddActivityListener(listener);
        using var parent = new Activity("test").Start();

        await fixture.AskAsync(new CollectingSink());

        var span = Assert.Single(spans, s => s.TraceId == parent.TraceId);
        Assert.Equal($"chat {EngineSimulator.Model}", span.DisplayName);
        Assert.Equal(("simulator", (object?)5), (span.GetTagItem("ollamanet.node"), span.GetTagItem("gen_ai.usage.output_tokens")));
        Assert.Contains(span.TraceId.ToHexString(), simulator.Calls[0].Headers["traceparent"], StringComparison.Ordinal);
    }

    private sealed class Measured : IDisposable
    {
        private readonly ConcurrentDictionary<string, (double Value, Dictionary<string, object?> Tags)> _values = new(StringComparer.Ordinal);
        private readonly MeterListener _listener = new();

        public Measured(InferenceFixture fixture)
        {
            var meters = fixture.Services.GetRequiredService<IMeterFactory>();
            _listener.InstrumentPublished = (instrument, listener) =>
            {
                if (instrument.Meter.Scope == meters && instrument.Meter.Name is InferenceTelemetry.Name) listener.EnableMeasurementEvents(instrument);
            };
            _listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Add(instrument, value, tags));
            _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Add(instrument, value, tags));
            _listener.Start();
        }

        public (double Value, Dictionary<string, object?> Tags) this[string name] => _values[name];

        public void Dispose() => _listener.Dispose();

        private void Add(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
        {
            var all = tags.ToArray().ToDictionary(t => t.Key, t => t.Value, StringComparer.Ordinal);
            var name = all.TryGetValue("gen_ai.token.type", out var type) ? $"{instrument.Name} {type}" : instrument.Name;
            _values.AddOrUpdate(name, (value, all), (_, before) => (instrument is UpDownCounter<long> ? before.Value + value : value, all));
        }
    }
}
