using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;

namespace OllamaNet.Inference.Doors.Shared;

/// <summary>Headers that the doors share.</summary>
internal static class DoorResponse
{
    public const string EventStream = "text/event-stream";
    public const string NdJson = "application/x-ndjson";
    public const string Json = "application/json";

    /// <summary>Which node answered; administrators see it.</summary>
    public const string NodeHeader = "x-ollamanet-node";

    /// <summary>Nothing between us and the client may keep, pack or hold back what streams.</summary>
    public static void BeginStream(HttpContext context, string contentType)
    {
        var response = context.Response;
        response.StatusCode = StatusCodes.Status200OK;
        response.ContentType = contentType;
        response.Headers.CacheControl = "no-cache, no-transform";
        response.Headers["X-Accel-Buffering"] = "no";
        // A reader who pauses is no attack; silence for too long ends the answer anyway.
        if (context.Features.Get<IHttpMinResponseDataRateFeature>() is { } rate) rate.MinDataRate = null;
    }
}
