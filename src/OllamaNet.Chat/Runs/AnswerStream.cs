using System.Diagnostics;
using System.Globalization;
using Microsoft.AspNetCore.Http;
using OllamaNet.Chat.Live;

namespace OllamaNet.Chat.Runs;

/// <summary>Sends a run to one viewer: what is there, then what comes, as the AI SDK UI message stream over SSE.</summary>
internal sealed class AnswerStream(RunLog log, int position, Func<bool> revoked) : IResult
{
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(10);
    private static ReadOnlySpan<byte> KeepAlive => ": keep-alive\n\n"u8;

    /// <summary>Where a viewer that saw this event goes on; 0 when it saw none of this message.</summary>
    public static int PositionAfter(string? lastEventId, Guid message) =>
        lastEventId is not null && lastEventId.IndexOf(':', StringComparison.Ordinal) is > 0 and var colon
            && Guid.TryParse(lastEventId.AsSpan(0, colon), out var id) && id == message
            && int.TryParse(lastEventId.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number + 1 : 0;

    /// <summary>The message that an event id names.</summary>
    public static Guid? MessageOf(string? lastEventId) =>
        lastEventId?.Split(':', 2)[0] is { } id && Guid.TryParse(id, out var message) ? message : null;

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        httpContext.BeginEvents();
        response.Headers["x-vercel-ai-ui-message-stream"] = "v1";

        var signal = new Signal();
        await using var gone = httpContext.RequestAborted.Register(static state => ((Signal)state!).Set(), signal);
        log.Join(signal);
        try { await SendAsync(response, signal, httpContext.RequestAborted); }
        finally { log.Leave(signal); }
    }

    private async Task SendAsync(HttpResponse response, Signal signal, CancellationToken aborted)
    {
        var output = response.BodyWriter;
        var (next, written) = (log.PositionOf(position), Stopwatch.GetTimestamp());
        while (!aborted.IsCancellationRequested && !revoked())
        {
            var read = log.Read(next, output);
            if (read == next)
            {
                if (log.IsEnd(next)) return;
                if (Stopwatch.GetElapsedTime(written) < Silence)
                {
                    await signal.WaitAsync();
                    continue;
                }

                KeepAlive.CopyTo(output.GetSpan(KeepAlive.Length));
                output.Advance(KeepAlive.Length);
            }

            (next, written) = (read, Stopwatch.GetTimestamp());
            if ((await output.FlushAsync(CancellationToken.None)).IsCompleted) return;
        }
    }
}
