using System.ComponentModel.DataAnnotations;
using OllamaNet.Inference.Nodes;

namespace OllamaNet.Inference;

/// <summary>Which nodes there are and how long they may take.</summary>
internal sealed class InferenceOptions
{
    public const string Section = "Inference";

    /// <summary>The nodes. Without any: Ollama at its usual address as soon as it answers there, and the embedded engine.</summary>
    public NodeOptions[] Nodes { get; init; } = [];

    /// <summary>How often a node that works is asked what it has.</summary>
    [Range(typeof(TimeSpan), "00:00:00.050", "01:00:00")]
    public TimeSpan ProbeInterval { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How often a node that announces itself should do so again. One that misses three is not used.</summary>
    [Range(typeof(TimeSpan), "00:00:00.200", "00:10:00")]
    public TimeSpan Heartbeat { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How many nodes are tried for one request before it fails. Only nodes that have not begun to answer are given up.</summary>
    [Range(1, 10)] public int Attempts { get; init; } = 3;

    /// <summary>Longest pause before a request is tried on another node; drawn at random, so that many do not move there at the same moment.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:00:10")]
    public TimeSpan RetryPause { get; init; } = TimeSpan.FromMilliseconds(50);

    /// <summary>Most requests that wait for one model; more are told to come back later.</summary>
    [Range(0, 100_000)] public int QueueLength { get; init; } = 1000;

    /// <summary>Longest wait for a place on a node.</summary>
    [Range(typeof(TimeSpan), "00:00:00.050", "01:00:00")]
    public TimeSpan LongestWait { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>Most requests of one user that run at once; null: as many as there are places. The others wait.</summary>
    [Range(1, 100_000)] public int? MaxConcurrentPerUser { get; init; }

    /// <summary>So many failed requests within <c>BreakerWindow</c>, and at least half of all, keep work from a node.</summary>
    [Range(1, 32)] public int BreakerFailures { get; init; } = 5;

    /// <summary>How long a failure counts.</summary>
    [Range(typeof(TimeSpan), "00:00:00.050", "01:00:00")]
    public TimeSpan BreakerWindow { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long a node that failed is left alone before one request tries it again.</summary>
    [Range(typeof(TimeSpan), "00:00:00.050", "01:00:00")]
    public TimeSpan BreakerPause { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Memory for answers and vectors that users let be kept for them, bytes; 0 keeps none.</summary>
    [Range(0, long.MaxValue)] public long CacheBytes { get; init; } = 64 * 1024 * 1024;

    /// <summary>How long they are kept.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "30.00:00:00")]
    public TimeSpan CacheLifetime { get; init; } = TimeSpan.FromHours(1);

    /// <summary>Context window, tokens, for requests that name none. Ollama alone would take its own default and silently forget what does not fit.</summary>
    [Range(256, 10_000_000)] public int NumCtx { get; init; } = 8192;

    /// <summary>Longest wait for a connection.</summary>
    [Range(typeof(TimeSpan), "00:00:00.050", "00:05:00")]
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Longest wait for the first token; a model that must be loaded first needs some of it.</summary>
    [Range(typeof(TimeSpan), "00:00:00.050", "1.00:00:00")]
    public TimeSpan FirstTokenTimeout { get; init; } = TimeSpan.FromSeconds(120);

    /// <summary>Longest silence after the first token.</summary>
    [Range(typeof(TimeSpan), "00:00:00.050", "1.00:00:00")]
    public TimeSpan BetweenTokensTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Longest answer.</summary>
    [Range(typeof(TimeSpan), "00:00:00.050", "1.00:00:00")]
    public TimeSpan TotalTimeout { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>Where administrators may pull models from, by host; <c>hf.co</c> holds what anybody uploads. Empty: nowhere.</summary>
    public string[] AllowedRegistries { get; set; } = ["registry.ollama.ai", "hf.co"];

    /// <summary>How many models are installed on one node at once; the others wait.</summary>
    [Range(1, 16)] public int InstallsPerNode { get; init; } = 2;
}
