using System.Text;
using Microsoft.AspNetCore.Http;

namespace OllamaNet.Testing.Simulator;

/// <summary>Plays a <see cref="SimulatedAnswer"/> in the form that the door gives it.</summary>
internal sealed class AnswerScript(HttpContext context, SimulatedAnswer answer)
{
    private int _pieces;

    public required string ContentType { get; init; }

    public required Func<string, string> Thinking { get; init; }

    public required Func<string, string> Text { get; init; }

    public required Func<string> ErrorLine { get; init; }

    /// <summary>Everything after the text: tool calls, the finish, the usage.</summary>
    public required Func<IEnumerable<string>> End { get; init; }

    public async Task PlayAsync()
    {
        if (answer.HeaderDelay > TimeSpan.Zero) await Task.Delay(answer.HeaderDelay, context.RequestAborted);
        context.Response.ContentType = ContentType;
        if (await MisbehaveAsync()) return;
        foreach (var piece in answer.Thinking.Select(Thinking).Concat(answer.Tokens.Select(Text)))
        {
            if (answer.TokenDelay > TimeSpan.Zero) await Task.Delay(answer.TokenDelay, context.RequestAborted);
            await SendAsync(piece);
            _pieces++;
            if (await MisbehaveAsync()) return;
        }

        foreach (var line in End()) await SendAsync(line);
    }

    /// <returns>Whether that was the end.</returns>
    private async Task<bool> MisbehaveAsync()
    {
        if (_pieces != answer.FaultAfter) return false;
        if (answer.Hold)
        {
            await context.Response.Body.FlushAsync(context.RequestAborted);
            await EngineSimulator.ReleaseOf(context).WaitAsync(context.RequestAborted);
        }

        switch (answer.Fault)
        {
            case SimulatedFault.None:
                return false;
            case SimulatedFault.Stall:
                await context.Response.Body.FlushAsync(context.RequestAborted);
                await Task.Delay(Timeout.Infinite, context.RequestAborted);
                return true;
            case SimulatedFault.Reset:
                await context.Response.Body.FlushAsync(context.RequestAborted);
                await Task.Delay(20, context.RequestAborted);
                context.Abort();
                return true;
            case SimulatedFault.EarlyEnd:
                return true;
            case SimulatedFault.WrongType:
                if (!context.Response.HasStarted) context.Response.ContentType = "text/html";
                await SendAsync("<html><body>Welcome</body></html>");
                return true;
            case SimulatedFault.Garbage:
                await SendAsync("<html>no such thing</html>\n");
                return true;
            case SimulatedFault.HalfLine:
                await SendAsync(Text("half a token")[..20]);
                return true;
            case SimulatedFault.ErrorLine:
                await SendAsync(ErrorLine());
                return true;
            default:
                var chunk = new string('x', 1 << 20);
                while (true) await SendAsync(chunk);
        }
    }

    private async Task SendAsync(string text)
    {
        await context.Response.Body.WriteAsync(Encoding.UTF8.GetBytes(text), context.RequestAborted);
        await context.Response.Body.FlushAsync(context.RequestAborted);
    }
}
