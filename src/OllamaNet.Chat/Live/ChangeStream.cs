using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http;
using OllamaNet.Platform.Security;
using OllamaNet.Platform.Streaming;

namespace OllamaNet.Chat.Live;

/// <summary>Sends a user's changes to one browser: everything first, then each as it comes, and a sign of life when nothing does.</summary>
internal sealed class ChangeStream(Changes.ChangeReader reader, Revocations revocations, CurrentUser user, CancellationToken stopping) : IResult
{
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(10);

    /// <summary>Nobody stays on what was checked hours ago: the browser comes back with the token it has then.</summary>
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(30);

    private static readonly byte[] KeepAlive = ": keep-alive\n\n"u8.ToArray();

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        using var reading = reader;
        httpContext.BeginEvents();
        using var watch = revocations.Watch(user);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(httpContext.RequestAborted, watch.Revoked, stopping);
        end.CancelAfter(Lifetime);
        try
        {
            await SendAsync(httpContext.Response, [new(ChangeKinds.Everything, null)], end.Token);
            while (true) await SendAsync(httpContext.Response, await TakeAsync(reader, end.Token), end.Token);
        }
        catch (OperationCanceledException) when (end.IsCancellationRequested)
        {
            // The reader left, may no longer read, or is to come again.
        }
    }

    private static async Task<IReadOnlyList<Change>> TakeAsync(Changes.ChangeReader reader, CancellationToken cancellationToken)
    {
        using var silence = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        silence.CancelAfter(Silence);
        try
        {
            return await reader.TakeAsync(silence.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return [];
        }
    }

    private static async Task SendAsync(HttpResponse response, IReadOnlyList<Change> some, CancellationToken cancellationToken)
    {
        if (some.Count == 0) await response.Body.WriteAsync(KeepAlive, cancellationToken);
        foreach (var change in some)
        {
            await response.Body.WriteAsync("data: "u8.ToArray(), cancellationToken);
            await response.Body.WriteAsync(JsonSerializer.SerializeToUtf8Bytes(change, ChangeJson.Default.Change), cancellationToken);
            await response.Body.WriteAsync("\n\n"u8.ToArray(), cancellationToken);
        }

        await response.Body.FlushAsync(cancellationToken);
    }
}

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(Change))]
internal sealed partial class ChangeJson : JsonSerializerContext;
