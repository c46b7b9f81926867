using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using OllamaNet.Contracts.Inference;
using OllamaNet.Platform.Data;
using OllamaNet.Platform.Security;
using OllamaNet.Testing;
using OllamaNet.Testing.Simulator;
using Xunit;

namespace OllamaNet.Inference.Tests;

/// <summary>
/// The inference role alone, as the host registers it, on nodes from configuration. All of them share one database a run: whoever writes
/// to it writes rows that nobody else reads, or names a database of his own.
/// </summary>
internal sealed class InferenceFixture : IAsyncDisposable
{
    private static readonly Lazy<Task<TestDatabase>> Shared = new(TestDatabase.CreateAsync);

    private readonly IHost _host;
    private readonly DirectoryInfo _data;

    private InferenceFixture(IHost host, DirectoryInfo data) => (_host, _data) = (host, data);

    public IInference Inference => _host.Services.GetRequiredService<IInference>();

    public Nodes.NodeLoad Load(string? node = null) => _host.Services.GetRequiredService<Nodes.NodeSet>().All.First(n => node is null || n.Name == node).Load;

    public IServiceProvider Services => _host.Services;

    public static Task<InferenceFixture> StartAsync(EngineSimulator simulator, string kind, params (string Key, string Value)[] more) =>
        StartAsync([simulator.AsNode(kind, more: more)]);

    public static Task<InferenceFixture> StartAsync(Dictionary<string, string?>[] nodes, params (string Key, string Value)[] inference) =>
        StartAsync(nodes, connectionString: null, inference);

    public static async Task<InferenceFixture> StartAsync(Dictionary<string, string?>[] nodes, string? connectionString, params (string Key, string Value)[] inference)
    {
        connectionString ??= (await Shared.Value).ConnectionString;
        var data = Directory.CreateTempSubdirectory("ollamanet-inference-");
        var builder = Microsoft.Extensions.Hosting.Host.CreateEmptyApplicationBuilder(settings: null);
        builder.Configuration.AddInMemoryCollection([new("Inference:ProbeInterval", "00:00:00.100"), new(DataDirectory.Setting, data.FullName)]);
        foreach (var node in nodes) builder.Configuration.AddInMemoryCollection(node);
        builder.Configuration.AddInMemoryCollection(inference.Select(p => new KeyValuePair<string, string?>("Inference:" + p.Key, p.Value)));
        builder.Services.AddSingleton<IConfiguration>(builder.Configuration);
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddSingleton<DataDirectory>();
        builder.Services.AddSingleton(_ => NpgsqlDataSource.Create(connectionString));
        builder.Services.AddSingleton<MasterKey>();
        builder.Services.AddSingleton<SecretProtector>();
        builder.Services.AddLogging();
        builder.Services.AddMetrics();
        builder.AddInference();
        var host = builder.Build();
        await host.StartAsync();
        return new(host, data);
    }

    public Task<ChatResult> AskAsync(IAnswerSink sink, string model = EngineSimulator.Model, SamplingOptions? options = null, CancellationToken cancellationToken = default) =>
        Inference.ChatAsync(Question(model) with { Options = options ?? SamplingOptions.Default }, sink, cancellationToken);

    public async Task<InferenceException> FailAsync(CollectingSink sink, string model = EngineSimulator.Model, SamplingOptions? options = null) =>
        await Assert.ThrowsAsync<InferenceException>(() => AskAsync(sink, model, options));

    public static ChatRequest Question(string model = EngineSimulator.Model) => new() { Model = model, Messages = [new(ChatRole.User, "Hello")], Caller = Callers.Someone };

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        if (_host is IAsyncDisposable host) await host.DisposeAsync();
        _data.Delete(recursive: true);
    }
}
