using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using OllamaNet.Inference.Doors.Shared;
using OllamaNet.Platform.Jobs;
using OllamaNet.Platform.Security;
using OllamaNet.Platform.Streaming;

namespace OllamaNet.Inference.Installs;

/// <summary>Sends the jobs to one browser: those that are not over first, then each as it changes, and a sign of life when none does.</summary>
internal sealed class ModelJobStream(Changes.ChangeReader reader, JobQueue jobs, Revocations revocations, CurrentUser user, CancellationToken stopping) : IResult
{
    private const int MostSent = 200;
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(10), Lifetime = TimeSpan.FromMinutes(30);
    private static readonly byte[] KeepAlive = ": keep-alive\n\n"u8.ToArray();

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        using var reading = reader;
        var json = httpContext.RequestServices.GetRequiredService<IOptions<JsonOptions>>().Value.SerializerOptions;
        DoorResponse.BeginStream(httpContext, DoorResponse.EventStream);
        using var watch = revocations.Watch(user);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(httpContext.RequestAborted, watch.Revoked, stopping);
        end.CancelAfter(Lifetime);
        try
        {
            await SendAsync(httpContext.Response, [new(ChangeKinds.Everything, null)], json, end.Token);
            while (true) await SendAsync(httpContext.Response, await TakeAsync(end.Token), json, end.Token);
        }
        catch (OperationCanceledException) when (end.IsCancellationRequested)
        {
            // The reader left, may no longer read, or is to come again.
        }
    }

    private async Task<IReadOnlyList<Change>> TakeAsync(CancellationToken cancellationToken)
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

    private async Task SendAsync(HttpResponse response, IReadOnlyList<Change> some, JsonSerializerOptions json, CancellationToken cancellationToken)
    {
        var sent = false;
        foreach (var change in some)
        {
            foreach (var body in await ReadAsync(change, json, cancellationToken))
            {
                await response.Body.WriteAsync("data: "u8.ToArray(), cancellationToken);
                await response.Body.WriteAsync(body, cancellationToken);
                await response.Body.WriteAsync("\n\n"u8.ToArray(), cancellationToken);
                sent = true;
            }
        }

        if (!sent) await response.Body.WriteAsync(KeepAlive, cancellationToken);
        await response.Body.FlushAsync(cancellationToken);
    }

    private async Task<IEnumerable<byte[]>> ReadAsync(Change change, JsonSerializerOptions json, CancellationToken cancellationToken)
    {
        if (change.Id is not { } id)
            return (await jobs.ListAsync<ModelJob>(ModelJob.Owner, after: null, MostSent, cancellationToken)).Where(j => !j.IsOver).Select(j => JsonSerializer.SerializeToUtf8Bytes(ModelJobResponse.Of(j), json));
        return await jobs.FindAsync<ModelJob>(ModelJob.Owner, id, cancellationToken) is { } job
            ? [JsonSerializer.SerializeToUtf8Bytes(ModelJobResponse.Of(job), json)]
            : [JsonSerializer.SerializeToUtf8Bytes(new { id, removed = true }, json)];
    }
}
