namespace OllamaNet.Testing.Simulator;

/// <summary>How the simulator fetches or makes a model.</summary>
public sealed record SimulatedPull(params IReadOnlyList<SimulatedLayer> Layers)
{
    /// <summary>One layer, and the model is there.</summary>
    public static SimulatedPull Good { get; } = new(new SimulatedLayer('a', 1_000_000));

    /// <summary>In how many steps each layer comes.</summary>
    public int Steps { get; init; } = 4;

    /// <summary>What is there afterwards; null: the model of the name, with a digest of its own.</summary>
    public SimulatedModel? Model { get; init; }

    /// <summary>Says that it is done, and has nothing.</summary>
    public bool Lies { get; init; }

    /// <summary>After so many lines it waits until <see cref="EngineSimulator.Release"/>.</summary>
    public int? HoldAfter { get; init; }

    /// <summary>After so many lines the connection breaks.</summary>
    public int? CutAfter { get; init; }

    /// <summary>The last line, instead of success.</summary>
    public string? Error { get; init; }

    /// <summary>Other than 200, the answer is <see cref="Error"/> with this status.</summary>
    public int Status { get; init; } = 200;

    /// <summary>Sent as they are, before everything else.</summary>
    public IReadOnlyList<string> Lines { get; init; } = [];
}

/// <summary>A file of a model; its digest is made of one hexadecimal digit.</summary>
public sealed record SimulatedLayer(char Digit, long Size)
{
    public string Digest => "sha256:" + new string(Digit, 64);
}
