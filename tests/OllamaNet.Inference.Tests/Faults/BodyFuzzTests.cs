using System.Net.Http.Headers;
using Microsoft.Extensions.DependencyInjection;
using OllamaNet.Contracts.Inference;
using OllamaNet.Inference.Nodes;
using OllamaNet.Testing;
using OllamaNet.Testing.Simulator;
using Xunit;

namespace OllamaNet.Inference.Tests.Faults;

/// <summary>Bodies that are nearly right get an answer or an honest no: never a 500, never an exception's words.</summary>
public sealed class BodyFuzzTests : IAsyncLifetime
{
    private const int Seed = 20261121;

    private static readonly string[] Names =
    [
        "model", "messages", "prompt", "input", "stream", "tools", "tool_choice", "parallel_tool_calls", "response_format", "reasoning_effort", "stop", "seed", "logprobs", "top_logprobs", "stream_options",
        "n", "max_tokens", "max_completion_tokens", "temperature", "top_p", "logit_bias", "user", "metadata", "system", "thinking", "stop_sequences", "options", "format", "think", "keep_alive", "images", "template",
        "raw", "context", "suffix", "encoding_format", "dimensions", "truncate", "previous_response_id", "instructions", "include", "text", "reasoning", "store", "role", "content", "type", "tool_calls", "tool_call_id",
        "name", "function", "arguments", "parameters", "source", "data", "input_schema", "made_up", "",
    ];

    private const string Tool = """{"type":"function","function":{"name":"weather","description":"d","parameters":{"type":"object","properties":{"city":{"type":"string"}}}}}""";

    private const string Chat = """{"model":"sim:latest","messages":[{"role":"system","content":"Be brief."},{"role":"user","content":[{"type":"text","text":"Hello"},{"type":"image_url","image_url":{"url":"data:image/png;base64,iVBORw0KGgo="}}]},{"role":"assistant","content":null,"tool_calls":[{"id":"c1","type":"function","function":{"name":"weather","arguments":"{}"}}]},{"role":"tool","tool_call_id":"c1","content":"sunny"}],"stream":true,"tools":[TOOL],"stop":["END"],"temperature":0.5,"seed":1,"max_tokens":10,"stream_options":{"include_usage":true},"response_format":{"type":"text"}}""";

    private static readonly (string Path, string Body)[] Bodies =
    [
        ("/v1/chat/completions", Chat.Replace("TOOL", Tool, StringComparison.Ordinal)),
        ("/v1/completions", """{"model":"sim:latest","prompt":"Hello","max_tokens":10,"stop":["x"],"stream":true,"temperature":0}"""),
        ("/v1/embeddings", """{"model":"sim-embed:latest","input":["Hello","world"],"encoding_format":"base64","dimensions":4}"""),
        ("/v1/responses", """{"model":"sim:latest","input":[{"role":"user","content":[{"type":"input_text","text":"Hello"}]}],"instructions":"Be brief.","stream":true,"store":false,"tools":[{"type":"function","name":"weather","parameters":{"type":"object"}}],"text":{"format":{"type":"text"}},"reasoning":{"effort":"low"}}"""),
        ("/v1/messages", """{"model":"sim:latest","max_tokens":10,"system":[{"type":"text","text":"Be brief."}],"messages":[{"role":"user","content":[{"type":"text","text":"Hello"},{"type":"image","source":{"type":"base64","media_type":"image/png","data":"iVBORw0KGgo="}}]},{"role":"assistant","content":[{"type":"tool_use","id":"t1","name":"weather","input":{"city":"Oslo"}}]},{"role":"user","content":[{"type":"tool_result","tool_use_id":"t1","content":"sunny"}]}],"tools":[{"name":"weather","input_schema":{"type":"object"}}],"stop_sequences":["x"],"temperature":0.5,"stream":true}"""),
        ("/v1/messages/count_tokens", """{"model":"sim:latest","messages":[{"role":"user","content":"Hello"}],"system":"Be brief."}"""),
        ("/api/chat", """{"model":"sim:latest","messages":[{"role":"user","content":"Hello","images":["iVBORw0KGgo="]},{"role":"assistant","content":"","tool_calls":[{"function":{"name":"weather","arguments":{"city":"Oslo"}}}]},{"role":"tool","content":"sunny","tool_name":"weather"}],"tools":[TOOL],"options":{"temperature":0.5,"num_ctx":2048,"stop":["x"]},"format":{"type":"object"},"think":true,"keep_alive":"5m"}""".Replace("TOOL", Tool, StringComparison.Ordinal)),
        ("/api/generate", """{"model":"sim:latest","prompt":"Hello","system":"Be brief.","options":{"seed":1},"stream":false,"images":["iVBORw0KGgo="]}"""),
        ("/api/embed", """{"model":"sim-embed:latest","input":["Hello","world"],"truncate":true,"dimensions":4}"""),
        ("/api/embeddings", """{"model":"sim-embed:latest","prompt":"Hello"}"""),
        ("/api/show", """{"model":"sim:latest","verbose":false}"""),
        ("/api/chats/stream", """{"message":"Hello","model":"sim:latest"}"""),
    ];

    private EngineSimulator _ollama = null!;
    private EngineSimulator _openai = null!;
    private TestHost _host = null!;
    private TestUser _user = null!;

    public async ValueTask InitializeAsync()
    {
        _ollama = await EngineSimulator.StartAsync();
        _openai = await EngineSimulator.StartAsync();
        Dictionary<string, string?> settings = new(StringComparer.Ordinal)
        {
            ["Limits:Enabled"] = "false",
            ["CallLimits:RequestsPerMinute"] = "0",
            ["Chat:Titles"] = "false",
            ["Chat:MaxRunsPerUser"] = "1000",
            ["Logging:LogLevel:OllamaNet"] = "None",
            ["Logging:LogLevel:Microsoft"] = "None",
        };
        foreach (var (key, value) in _ollama.AsNode("ollama", "first").Concat(_openai.AsNode("openai", "second", 1, ("Capabilities:0", "Completion"), ("Capabilities:1", "Tools"), ("Capabilities:2", "Vision"), ("Capabilities:3", "Embedding"))))
            settings[key] = value;
        _host = await TestHost.StartAsync(settings);
        _user = await _host.SignUpAsync();
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while ((await _host.Services.GetRequiredService<IInference>().ListNodesAsync(limit.Token)).Count(n => n.Reachable) < 2) await Task.Delay(20, limit.Token);
    }

    public async ValueTask DisposeAsync()
    {
        _user.Dispose();
        await _host.DisposeAsync();
        await _ollama.DisposeAsync();
        await _openai.DisposeAsync();
    }

    [Fact]
    public async Task Ten_thousand_mutated_bodies_are_answered_without_a_500()
    {
        const int Count = 10_000;
        foreach (var (path, body) in Bodies)
        {
            using var response = await PostAsync(path, System.Text.Encoding.UTF8.GetBytes(body));
            Assert.True((int)response.StatusCode is 200 or 400, $"{path}: {(int)response.StatusCode}: {await response.Content.ReadAsStringAsync()}");
        }

        var mutation = new Mutation(Seed);
        var requests = Enumerable.Range(0, Count).Select(i => Bodies[i % Bodies.Length]).Select(b => (b.Path, Body: mutation.Of(b.Body, Names))).ToList();
        var statuses = new int[600];
        await Parallel.ForEachAsync(requests, new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (request, cancellationToken) =>
        {
            using var response = await PostAsync(request.Path, request.Body);
            var answer = await response.Content.ReadAsStringAsync(cancellationToken).WaitAsync(TimeSpan.FromSeconds(60), cancellationToken);
            Interlocked.Increment(ref statuses[(int)response.StatusCode]);
            var about = $"{request.Path} {(int)response.StatusCode} {System.Text.Encoding.UTF8.GetString(request.Body.AsSpan(0, Math.Min(request.Body.Length, 2000)))} → {answer}";
            Assert.True((int)response.StatusCode is 200 or (>= 400 and < 500), about);
            Assert.False(answer.Contains("internal-error", StringComparison.Ordinal) || answer.Contains("internal_error", StringComparison.Ordinal) || answer.Contains("Exception", StringComparison.Ordinal), about);
            Assert.True(answer.Length > 0, about);
        });

        Assert.True(statuses[200] > Count / 20 && statuses[400] > Count / 4, $"{statuses[200]} answered, {statuses[400]} refused");
        var loads = _host.Services.GetRequiredService<NodeSet>().All.Select(n => n.Load).ToList();
        for (var i = 0; i < 500 && loads.Exists(l => l.InFlight > 0); i++) await Task.Delay(20);
        Assert.All(loads, l => Assert.Equal(0, l.InFlight));
    }

    private Task<HttpResponseMessage> PostAsync(string path, byte[] body)
    {
        var content = new ByteArrayContent(body);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        return _user.Client.PostAsync(path, content);
    }
}
