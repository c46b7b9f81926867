namespace OllamaNet.Inference.Embedded;

/// <summary>Where the embedded engine finds its models and how much of the machine it may take.</summary>
internal sealed record EmbeddedOptions
{
    public const string Section = "Inference:Embedded";

    /// <summary>Every <c>*.gguf</c> in this folder is served; null serves the demo model alone.</summary>
    public string? ModelsDirectory { get; init; }

    /// <summary>The demo model; null looks beside the program, then up from there. An empty text leaves it out.</summary>
    public string? DemoModel { get; init; }

    /// <summary>Folder of llama.cpp's libraries, or of the npm packages that hold them; null looks beside the program, then up from there.</summary>
    public string? NativeDirectory { get; init; }

    /// <summary>Program that understands <c>engine</c>; null takes this one.</summary>
    public string? Program { get; init; }

    /// <summary>Longest context of one chat, tokens. A model trained on less gets less.</summary>
    public int ContextLength { get; init; } = 4096;

    /// <summary>Chats that one model answers at the same time.</summary>
    public int Parallel { get; init; } = 8;

    /// <summary>Chats that may wait for a model; more are refused as busy.</summary>
    public int QueueLength { get; init; } = 64;

    /// <summary>Memory for loaded models, bytes; the least recently used one makes room. Null takes half of the machine.</summary>
    public long? MemoryBudget { get; init; }

    /// <summary>Threads for models of 100 million parameters and more; null leaves one core to the rest of the program.</summary>
    public int? Threads { get; init; }

    /// <summary>A model that says nothing for so long while it should answer is ended.</summary>
    public TimeSpan SilenceLimit { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>A model that is not ready so long after its start is ended.</summary>
    public TimeSpan LoadLimit { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Loads the demo model before the first question.</summary>
    public bool WarmDemo { get; init; } = true;
}
