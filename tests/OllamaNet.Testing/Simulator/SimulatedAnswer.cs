using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace OllamaNet.Testing.Simulator;

/// <summary>What the simulator answers to a chat, and how it misbehaves while doing so.</summary>
public sealed record SimulatedAnswer(params IReadOnlyList<string> Tokens)
{
    /// <summary>One token a word, the space before it included.</summary>
    public static SimulatedAnswer Words(string text) => new([.. text.Split(' ').Select((word, i) => i == 0 ? word : " " + word)]);

    public static SimulatedAnswer Failure(int status, string error = "simulated failure", int? retryAfter = null) =>
        new() { Status = status, Error = error, RetryAfter = retryAfter };

    /// <summary>Sent before the text.</summary>
    public IReadOnlyList<string> Thinking { get; init; } = [];

    /// <summary>Sent after the text.</summary>
    public IReadOnlyList<SimulatedToolCall> ToolCalls { get; init; } = [];

    /// <summary>Pages that it leans on, as OpenAI's door sends them: a JSON list, in a delta after the text.</summary>
    public string? Annotations { get; init; }

    public TimeSpan TokenDelay { get; init; }

    /// <summary>How long it takes until the status line.</summary>
    public TimeSpan HeaderDelay { get; init; }

    public string FinishReason { get; init; } = "stop";

    public int PromptTokens { get; init; } = 10;

    /// <summary>Null leaves the usage out.</summary>
    public int? AnswerTokens { get; init; } = 5;

    /// <summary>Other than 200, the answer is an error with <see cref="Error"/>.</summary>
    public int Status { get; init; } = 200;

    public string Error { get; init; } = "simulated failure";

    /// <summary>Seconds, as a header of an error.</summary>
    public int? RetryAfter { get; init; }

    /// <summary>Where an error with a status of 3xx points to.</summary>
    public Uri? Location { get; init; }

    public SimulatedFault Fault { get; init; }

    /// <summary>How many pieces (thinking and text) come before <see cref="Fault"/> or the hold.</summary>
    public int FaultAfter { get; init; }

    /// <summary>Waits after <see cref="FaultAfter"/> pieces until <see cref="EngineSimulator.Release"/>.</summary>
    public bool Hold { get; init; }

    /// <summary>For an answer that comes in one piece.</summary>
    /// <returns>Whether that was the end.</returns>
    internal async Task<bool> MisbehaveAsync(HttpContext context)
    {
        if (HeaderDelay > TimeSpan.Zero) await Task.Delay(HeaderDelay, context.RequestAborted);
        if (Hold) await EngineSimulator.ReleaseOf(context).WaitAsync(context.RequestAborted);
        switch (Fault)
        {
            case SimulatedFault.None:
                return false;
            case SimulatedFault.Stall:
                await Task.Delay(Timeout.Infinite, context.RequestAborted);
                return true;
            case SimulatedFault.Reset:
                await context.Response.WriteAsync("{", context.RequestAborted);
                await context.Response.Body.FlushAsync(context.RequestAborted);
                await Task.Delay(20, context.RequestAborted);
                context.Abort();
                return true;
            case SimulatedFault.EarlyEnd:
                return true;
            case SimulatedFault.EndlessLine:
                var chunk = new string('x', 1 << 20);
                while (true) await context.Response.WriteAsync(chunk, context.RequestAborted);
            case SimulatedFault.ErrorLine:
                await context.Response.WriteAsJsonAsync(new { error = Error }, context.RequestAborted);
                return true;
            default:
                await context.Response.WriteAsync("<html>no such thing</html>", context.RequestAborted);
                return true;
        }
    }

    internal Task FailAsync(HttpContext context, object body)
    {
        context.Response.StatusCode = Status;
        if (RetryAfter is { } seconds) context.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        if (Location is not null) context.Response.Headers.Location = Location.ToString();
        return context.Response.WriteAsJsonAsync(body);
    }
}

/// <param name="Arguments">JSON object, as text.</param>
public sealed record SimulatedToolCall(string Id, string Name, string Arguments);

public enum SimulatedFault
{
    None,

    /// <summary>Silence, the connection open, until the client leaves.</summary>
    Stall,

    /// <summary>The connection is reset.</summary>
    Reset,

    /// <summary>The stream ends properly, without saying that the answer is done.</summary>
    EarlyEnd,

    /// <summary>A line that is not the protocol.</summary>
    Garbage,

    /// <summary>A line that breaks off in the middle, then the end.</summary>
    HalfLine,

    /// <summary>An error reported in the stream.</summary>
    ErrorLine,

    /// <summary>A line that never ends.</summary>
    EndlessLine,

    /// <summary>A page of a proxy, with status 200.</summary>
    WrongType,
}
