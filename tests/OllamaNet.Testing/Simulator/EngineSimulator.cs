using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace OllamaNet.Testing.Simulator;

/// <summary>An inference server that does as it is told: speaks Ollama's API under <c>/api</c> and OpenAI's under <c>/v1</c> on a free port of 127.0.0.1.</summary>
public sealed class EngineSimulator : IAsyncDisposable
{
    /// <summary>The chat model it has from the start.</summary>
    public const string Model = "sim:latest";

    public const string EmbeddingModel = "sim-embed:latest";

    private readonly ConcurrentQueue<SimulatedAnswer> _next = new();
    private readonly ConcurrentDictionary<string, SimulatedAnswer> _byModel = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, ConcurrentQueue<SimulatedPull>> _pulls = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<SimulatedRequest> _requests = new();
    private readonly Lock _shelf = new();
    private SimulatedAnswer _default = SimulatedAnswer.Words("Hello world");
    private TaskCompletionSource _released = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private WebApplication _server;
    private int _port;

    private EngineSimulator() => _server = Build();

    public static async Task<EngineSimulator> StartAsync()
    {
        var simulator = new EngineSimulator();
        await simulator._server.StartAsync();
        simulator._port = new Uri(simulator._server.Urls.First()).Port;
        return simulator;
    }

    /// <summary>Uploaded to it, by digest.</summary>
    public ConcurrentDictionary<string, byte[]> Blobs { get; } = new(StringComparer.Ordinal);

    public Uri Url => new($"http://127.0.0.1:{_port}");

    /// <summary>Makes the vectors of texts while set; else each is filled with its place.</summary>
    public Func<string, float[]>? Vectors { get; set; }

    public string Version { get; set; } = "0.35.1-simulated";

    /// <summary>Replace to change what the next probe finds.</summary>
    public IReadOnlyList<SimulatedModel> Models { get; set; } =
        [new(Model), new(EmbeddingModel) { Capabilities = ["embedding"], Digest = "sha256:0e" }];

    /// <summary>Copying and removing answer well and change nothing.</summary>
    public bool KeepsModels { get; set; } = true;

    /// <summary>Names of the models in its memory; null: the first is, always.</summary>
    public IReadOnlyList<string>? Loaded { get; set; }

    /// <summary>Bytes of each layer that were fetched, by digest.</summary>
    public ConcurrentDictionary<string, long> Fetched { get; } = new(StringComparer.Ordinal);

    /// <summary>Whose way of counting tokens OpenAI's door has; a letter is a token. Null: none.</summary>
    public SimulatedTokenizer? Tokenizer { get; set; }

    /// <summary>Counting waits until <see cref="Release"/>.</summary>
    public bool HoldCounting { get; set; }

    /// <summary>Answers lists and descriptions with this status while set.</summary>
    public int? ProbeStatus { get; set; }

    public IReadOnlyList<SimulatedRequest> Requests => [.. _requests];

    /// <summary>Requests that asked for a chat or for vectors.</summary>
    public IReadOnlyList<SimulatedRequest> Calls => [.. _requests.Where(r => r.Method == "POST" && r.Path is not ("/api/show" or "/tokenize" or "/apply-template"))];

    /// <summary>From now on, for every model without an answer of its own.</summary>
    public void Answer(string text) => Answer(SimulatedAnswer.Words(text));

    /// <inheritdoc cref="Answer(string)"/>
    public void Answer(SimulatedAnswer answer) => _default = answer;

    public void AnswerFor(string model, SimulatedAnswer answer) => _byModel[model] = answer;

    /// <summary>Once, before all others.</summary>
    public void AnswerNext(SimulatedAnswer answer) => _next.Enqueue(answer);

    /// <summary>For each pull (or making) of the model in turn; the last one stays.</summary>
    public void Pulls(string model, params ReadOnlySpan<SimulatedPull> pulls)
    {
        var queue = new ConcurrentQueue<SimulatedPull>();
        foreach (var pull in pulls) queue.Enqueue(pull);
        _pulls[model] = queue;
    }

    /// <summary>Lets every held answer go on, and those to come hold anew.</summary>
    public void Release() => Interlocked.Exchange(ref _released, new(TaskCreationOptions.RunContinuationsAsynchronously)).SetResult();

    /// <summary>Refuses connections from now on.</summary>
    public async Task StopListeningAsync()
    {
        await _server.StopAsync(new CancellationToken(canceled: true));
        await _server.DisposeAsync();
    }

    /// <summary>Takes connections again, at the same address.</summary>
    public async Task ListenAgainAsync()
    {
        _server = Build();
        await _server.StartAsync();
    }

    /// <summary>Configuration that makes this a node of the host; with it there are no default nodes.</summary>
    public Dictionary<string, string?> AsNode(string kind = "ollama", string name = "simulator", int index = 0, params (string Key, string Value)[] more)
    {
        var section = $"Inference:Nodes:{index.ToString(CultureInfo.InvariantCulture)}";
        var pairs = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase)
        {
            [$"{section}:Name"] = name,
            [$"{section}:Kind"] = kind,
            [$"{section}:Url"] = Url.ToString(),
        };
        foreach (var (key, value) in more) pairs[$"{section}:{key}"] = value;
        return pairs;
    }

    public async ValueTask DisposeAsync()
    {
        Release();
        await _server.StopAsync(new CancellationToken(canceled: true));
        await _server.DisposeAsync();
    }

    internal SimulatedAnswer Pick(string model) => _next.TryDequeue(out var next) ? next : _byModel.GetValueOrDefault(model) ?? _default;

    internal SimulatedPull? PickPull(string model) =>
        !_pulls.TryGetValue(model, out var pulls) ? null : pulls.Count > 1 && pulls.TryDequeue(out var next) ? next : pulls.TryPeek(out var last) ? last : null;

    internal void Have(SimulatedModel model)
    {
        lock (_shelf) Models = [.. Models.Where(m => m.Name != model.Name), model];
    }

    internal static string Tagged(string name) => name.LastIndexOf(':') > name.LastIndexOf('/') ? name : name + ":latest";

    internal SimulatedModel? Find(string name) => Models.FirstOrDefault(m => m.Name == name || m.Name == name + ":latest");

    /// <summary>Ends when what was asked for by then is released.</summary>
    internal static Task ReleaseOf(HttpContext context) => (Task)context.Items[typeof(EngineSimulator)]!;

    private WebApplication Build()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(IPAddress.Loopback, _port);
            kestrel.Limits.MaxRequestBodySize = null;
            kestrel.Limits.MinResponseDataRate = null;
        });
        var server = builder.Build();
        server.Use(RecordAsync);
        OllamaDoor.Map(server, this);
        OpenAIDoor.Map(server, this);
        return server;
    }

    private async Task RecordAsync(HttpContext context, RequestDelegate next)
    {
        JsonElement body = default;
        // Files that are uploaded are no JSON.
        if ((HttpMethods.IsPost(context.Request.Method) || HttpMethods.IsDelete(context.Request.Method)) && !context.Request.Path.StartsWithSegments("/api/blobs", StringComparison.Ordinal))
        {
            using var document = await JsonDocument.ParseAsync(context.Request.Body, default, context.RequestAborted);
            body = document.RootElement.Clone();
        }

        var headers = context.Request.Headers.ToDictionary(h => h.Key, h => h.Value.ToString(), StringComparer.OrdinalIgnoreCase);
        var request = new SimulatedRequest(context.Request.Method, context.Request.Path, headers, body, context.Connection.Id);
        context.Items[typeof(SimulatedRequest)] = request;
        // Before anybody can know of the request: who releases it may come before it holds.
        context.Items[typeof(EngineSimulator)] = Volatile.Read(ref _released).Task;
        _requests.Enqueue(request);
        using var registration = context.RequestAborted.Register(request.MarkAborted);
        if (HttpMethods.IsGet(context.Request.Method) && ProbeStatus is { } status)
        {
            context.Response.StatusCode = status;
            return;
        }

        try
        {
            await next(context);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // The client went away; the request says so. What waited may have come here before the registration's turn.
            request.MarkAborted();
        }
    }
}
