using Microsoft.AspNetCore.Http;

namespace OllamaNet.Inference.Doors.Shared;

/// <summary>A JSON body that is written already.</summary>
internal sealed class JsonBytes(ReadOnlyMemory<byte> json) : IResult
{
    public Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.ContentType = DoorResponse.Json;
        response.ContentLength = json.Length;
        return response.BodyWriter.WriteAsync(json, httpContext.RequestAborted).AsTask();
    }
}
