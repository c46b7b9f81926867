using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using OllamaNet.Inference.Doors.Shared;
using OllamaNet.Inference.Nodes;
using OllamaNet.Platform.Http;

namespace OllamaNet.Inference.Doors.Ollama;

/// <summary>Hands a request on to one node, and what comes back to the client as it comes: the progress of a pull is watched.</summary>
internal static class OllamaPassage
{
    public static Task<IResult> SendAsync(DoorCall call, NodeSet nodes, HttpMethod method, string path, JsonObject body)
    {
        var content = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(body));
        content.Headers.ContentType = new(DoorResponse.Json);
        return SendAsync(call, nodes, method, path, content);
    }

    public static async Task<IResult> SendAsync(DoorCall call, NodeSet nodes, HttpMethod method, string path, HttpContent? content)
    {
        var (node, store) = OllamaNode.Of(call.Context.Request, nodes);
        if (method != HttpMethod.Head) call.Logger.ModelsChanged(node.Name, call.User.Id, path);
        using var response = await store.SendAsync(method, path, content, call.Token);
        call.Context.Response.Headers[DoorResponse.NodeHeader] = node.Name;
        await AnswerAsync(call, response);
        if (method != HttpMethod.Head) node.ProbeSoon();
        return TypedResults.Empty;
    }

    public static HttpContent BodyOf(HttpRequest request)
    {
        var content = new StreamContent(request.Body);
        content.Headers.ContentLength = request.ContentLength;
        return content;
    }

    private static async Task AnswerAsync(DoorCall call, HttpResponseMessage response)
    {
        var answer = call.Context.Response;
        DoorResponse.BeginStream(call.Context, response.Content.Headers.ContentType?.MediaType is DoorResponse.NdJson ? DoorResponse.NdJson : response.StatusCode is HttpStatusCode.Created || response.Content.Headers.ContentLength is 0 ? "text/plain" : DoorResponse.Json);
        answer.StatusCode = (int)response.StatusCode;
        try
        {
            await using var body = await response.Content.ReadAsStreamAsync(call.Token);
            var buffer = new byte[16 * 1024];
            int read;
            while ((read = await body.ReadAsync(buffer, call.Token)) > 0)
            {
                await answer.Body.WriteAsync(buffer.AsMemory(0, read), call.Token);
                await answer.Body.FlushAsync(call.Token);
            }
        }
        catch (Exception e) when (e is IOException or HttpRequestException && answer.HasStarted && !call.Token.IsCancellationRequested)
        {
            await answer.Body.WriteAsync(CompatibleError.Write(ErrorForm.Ollama, StatusCodes.Status502BadGateway, "engine-cut", "The connection to the node broke. What it was doing may go on, or not."), call.Token);
            await answer.Body.WriteAsync("\n"u8.ToArray(), call.Token);
        }
    }
}
