using OllamaNet.Testing.Simulator;
using Xunit;

namespace OllamaNet.Inference.Tests.Faults;

/// <summary>Something that a node does wrong.</summary>
/// <param name="Status">What the caller gets, where nothing was answered yet.</param>
/// <param name="Nodes">How many nodes are asked.</param>
/// <param name="Counts">It is the node's fault: its breaker moves.</param>
/// <param name="Breaks">The first token has come.</param>
internal sealed record Fault(string Name, SimulatedAnswer Answer, int Status, int Nodes = 2, bool Counts = true, bool Breaks = false)
{
    private static readonly SimulatedAnswer Three = new("one", " two", " three") { Error = "out of memory" };

    /// <summary>What shows at once.</summary>
    public static IReadOnlyList<Fault> Quick { get; } =
    [
        new("400", SimulatedAnswer.Failure(400), 400, Nodes: 1, Counts: false),
        new("401", SimulatedAnswer.Failure(401), 503),
        new("404, no such model", SimulatedAnswer.Failure(404), 404, Counts: false),
        new("408", SimulatedAnswer.Failure(408), 504),
        new("429", SimulatedAnswer.Failure(429, retryAfter: 3), 429),
        new("500", SimulatedAnswer.Failure(500), 502),
        new("503", SimulatedAnswer.Failure(503), 429),
        new("302", SimulatedAnswer.Failure(302), 502),
        new("cut before the first token", Three with { Fault = SimulatedFault.Reset }, 502),
        new("cut", Three with { Fault = SimulatedFault.Reset, FaultAfter = 1 }, 502, Nodes: 1, Breaks: true),
        new("end without an end", Three with { Fault = SimulatedFault.EarlyEnd, FaultAfter = 1 }, 502, Nodes: 1, Breaks: true),
        new("nothing at all", Three with { Fault = SimulatedFault.EarlyEnd }, 502),
        new("half a line", Three with { Fault = SimulatedFault.HalfLine, FaultAfter = 1 }, 502, Nodes: 1, Breaks: true),
        new("garbage", Three with { Fault = SimulatedFault.Garbage, FaultAfter = 1 }, 502, Nodes: 1, Breaks: true),
        new("garbage first", Three with { Fault = SimulatedFault.Garbage }, 502),
        new("a line without end", Three with { Fault = SimulatedFault.EndlessLine, FaultAfter = 1 }, 502, Nodes: 1, Breaks: true),
        new("a line without end first", Three with { Fault = SimulatedFault.EndlessLine }, 502),
        new("a page instead of an answer", Three with { Fault = SimulatedFault.WrongType }, 502),
        new("an error with status 200", Three with { Fault = SimulatedFault.ErrorLine }, 502),
        new("an error in mid-answer", Three with { Fault = SimulatedFault.ErrorLine, FaultAfter = 1 }, 502, Nodes: 1, Breaks: true),
    ];

    /// <summary>What shows by waiting.</summary>
    public static IReadOnlyList<Fault> Slow { get; } =
    [
        new("slow headers", Three with { HeaderDelay = TimeSpan.FromMinutes(5) }, 504),
        new("silence before the first token", Three with { Fault = SimulatedFault.Stall }, 504),
        new("silence in mid-answer", Three with { Fault = SimulatedFault.Stall, FaultAfter = 1 }, 504, Nodes: 1, Breaks: true),
        new("an answer without end", new([.. Enumerable.Repeat("more ", 10_000)]) { TokenDelay = TimeSpan.FromMilliseconds(20) }, 504, Nodes: 1, Breaks: true),
    ];

    public static Fault Of(string name) => Quick.Concat(Slow).First(f => f.Name == name);

    /// <summary>Each on both kinds of node.</summary>
    public static TheoryData<string, string> Matrix(IEnumerable<Fault> faults)
    {
        var data = new TheoryData<string, string>();
        foreach (var fault in faults)
        {
            data.Add(fault.Name, "ollama");
            data.Add(fault.Name, "openai");
        }

        return data;
    }
}
