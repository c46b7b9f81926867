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

    /// <summary>How many nodes are tried for one request before it fails. Only nodes that have not begun to answer are given up.</summary>
    [Range(1, 10)] public int Attempts { get; init; } = 3;

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
}
