using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OllamaNet.Platform.Security;

namespace OllamaNet.Inference.Doors.Shared;

/// <summary>One request of a door, from its body to the end of its answer. Bound by handlers; ends with the request.</summary>
internal sealed class DoorCall : IDisposable
{
    private readonly RevocationWatch _watch;
    private readonly CancellationTokenSource _cancellation;

    private DoorCall(HttpContext context)
    {
        Context = context;
        User = CurrentUser.From(context.User);
        Time = context.RequestServices.GetRequiredService<TimeProvider>();
        Begun = Time.GetUtcNow();
        _watch = context.RequestServices.GetRequiredService<Revocations>().Watch(User);
        _cancellation = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, _watch.Revoked);
    }

    public HttpContext Context { get; }

    public CurrentUser User { get; }

    public TimeProvider Time { get; }

    public DateTimeOffset Begun { get; }

    public ILogger Logger => Context.RequestServices.GetRequiredService<ILogger<DoorCall>>();

    /// <summary>Cancelled when the client is gone or may no longer ask: the engine stops at once.</summary>
    public CancellationToken Token => _cancellation.Token;

    public bool IsRevoked => _watch.Revoked.IsCancellationRequested;

    /// <summary>As it was asked for, then the public name of the one that answers.</summary>
    public string Model { get; set; } = "";

    public static ValueTask<DoorCall> BindAsync(HttpContext context)
    {
        var call = new DoorCall(context);
        context.Response.RegisterForDispose(call);
        return ValueTask.FromResult(call);
    }

    /// <summary>A node took the request.</summary>
    public void Started(string node, string model)
    {
        Model = model;
        if (User.IsAdmin && !Context.Response.HasStarted) Context.Response.Headers[DoorResponse.NodeHeader] = node;
    }

    public void Dispose()
    {
        _cancellation.Dispose();
        _watch.Dispose();
    }
}
