using System.Diagnostics.Metrics;
using System.Threading.Channels;
using Microsoft.Extensions.Options;
using OllamaNet.Inference.Routing;
using OllamaNet.Inference.Telemetry;

namespace OllamaNet.Inference.Usage;

/// <summary>Takes the account of each call at its end. Never waits: what does not fit is counted and lost.</summary>
internal sealed class UsageLog
{
    private readonly Channel<UsageRow> _channel;
    private readonly Counter<long> _lost;
    private long _lostCount;

    public UsageLog(IOptions<UsageOptions> options, IMeterFactory meters)
    {
        _channel = Channel.CreateBounded<UsageRow>(new BoundedChannelOptions(options.Value.QueueLength) { SingleReader = true, FullMode = BoundedChannelFullMode.Wait });
        _lost = meters.Create(InferenceTelemetry.Name).CreateCounter<long>("ollamanet.usage.lost", "{call}", "Calls whose account was lost because the database was away for too long.");
    }

    public ChannelReader<UsageRow> Reader => _channel.Reader;

    public long Lost => Interlocked.Read(ref _lostCount);

    public void Add(CallRecord call)
    {
        if (_channel.Writer.TryWrite(new UsageRow(Guid.CreateVersion7(call.BegunAt), call))) return;
        Interlocked.Increment(ref _lostCount);
        _lost.Add(1);
    }
}
