using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Options;
using OllamaNet.Inference.Doors.Shared;
using OllamaNet.Inference.Nodes;
using OllamaNet.Platform.Audit;
using OllamaNet.Platform.Http;
using OllamaNet.Platform.Security;

namespace OllamaNet.Inference.Doors.Ollama;

/// <summary>
/// Installing and removing models on one node. Bodies are written anew from the fields that are known: a node reads names in any
/// case and fetches what a field tells it to, so nothing goes there that was not looked at.
/// </summary>
internal static class OllamaAdministration
{
    private const long LargestBlob = 1L << 42;

    private static readonly string[] OfCreate =
        ["model", "from", "files", "adapters", "draft_files", "template", "license", "system", "parameters", "messages", "renderer", "parser", "requires", "quantize", "stream"];

    private static JsonNode PullExample => JsonNode.Parse("""{"model":"llama3.2:3b"}""")!;

    private static JsonNode ProgressExample => JsonNode.Parse("""{"status":"pulling manifest"}""")!;

    private static JsonNode CreateExample => JsonNode.Parse("""{"model":"pirate","from":"llama3.2:3b","system":"You are a pirate."}""")!;

    private static JsonNode CopyExample => JsonNode.Parse("""{"source":"llama3.2:3b","destination":"mine:latest"}""")!;

    public static void MapOllamaAdministration(this IEndpointRouteBuilder routes)
    {
        var api = routes.MapGroup("/api").WithTags("Ollama").WithErrorForm(ErrorForm.Ollama).RequirePermission(Permissions.ModelsManage).AddEndpointFilter(OllamaErrors.Filter);
        const string Which = " `?node=` or the header `x-ollamanet-node` says on which node; it may be left out where there is one Ollama node only.";
        api.MapPost("/pull", OllamaPull).Accepts<JsonElement>(DoorResponse.Json, "*/*").Produces<JsonElement>(StatusCodes.Status200OK, DoorResponse.NdJson, DoorResponse.Json)
            .WithSummary("Install a model on a node, as with Ollama").WithDescription("Streams the progress. Only from the registries of `Inference:AllowedRegistries`." + Which).WithExample(PullExample, ProgressExample);
        api.MapPost("/create", OllamaCreate).Accepts<JsonElement>(DoorResponse.Json, "*/*").Produces<JsonElement>(StatusCodes.Status200OK, DoorResponse.NdJson, DoorResponse.Json).WithBodyLimit(DoorBody.Limit)
            .WithSummary("Make a model of another or of uploaded files, as with Ollama").WithDescription("Streams the progress." + Which).WithExample(CreateExample, ProgressExample);
        api.MapPost("/copy", OllamaCopy).Accepts<JsonElement>(DoorResponse.Json, "*/*").Produces<string>(StatusCodes.Status200OK, "text/plain")
            .WithSummary("Copy a model to another name, as with Ollama").WithDescription("The answer is empty." + Which).WithExample(CopyExample, "");
        api.MapDelete("/delete", OllamaDelete).Accepts<JsonElement>(DoorResponse.Json, "*/*").Produces<string>(StatusCodes.Status200OK, "text/plain")
            .WithSummary("Remove a model from a node, as with Ollama").WithDescription("The answer is empty." + Which).WithExample(PullExample, "");
        api.MapPost("/blobs/{digest}", OllamaUpload).Accepts<Stream>("application/octet-stream", "*/*").Produces<string>(StatusCodes.Status201Created, "text/plain").WithBodyLimit(LargestBlob)
            .WithSummary("Upload a file of a model to a node, as with Ollama").WithDescription("The digest is `sha256:` and 64 hexadecimal digits, and is that of the body." + Which).WithExample("…", "");
        api.MapMethods("/blobs/{digest}", [HttpMethods.Head], OllamaHasBlob).ExcludeFromDescription();

        routes.MapGroup("/api").WithTags("Ollama").WithErrorForm(ErrorForm.Ollama).RequireAuthorization().MapPost("/push", OllamaPush)
            .Produces<string>(StatusCodes.Status200OK, "text/plain").ProducesProblem(StatusCodes.Status403Forbidden)
            .WithSummary("Publish a model: never").WithDescription("Always 403: models do not leave the site through this server.").WithExample(response: "");
    }

    private static async Task<IResult> OllamaPull(DoorCall call, NodeSet nodes, AuditLog audit, IOptions<InferenceOptions> options)
    {
        using var body = await DoorBody.ReadAsync(call.Context.Request, call.Token);
        var root = body.Root;
        if (root["insecure"].BoolOrNull() is true) throw DoorException.Unsupported("insecure", "'insecure' is not supported: registries are asked over TLS only.");
        var name = OllamaNames.FromAllowed(Model(root), options.Value.AllowedRegistries);
        await audit.RecordAsync(new(AuditActions.ModelPulled, "model", name, name), call.Token);
        return await OllamaPassage.SendAsync(call, nodes, HttpMethod.Post, "api/pull", new JsonObject { ["model"] = name, ["stream"] = root["stream"].BoolOrNull() ?? true });
    }

    private static async Task<IResult> OllamaCreate(DoorCall call, NodeSet nodes, AuditLog audit, IOptions<InferenceOptions> options)
    {
        using var body = await DoorBody.ReadAsync(call.Context.Request, call.Token);
        var root = body.Root;
        // What is not there the node pulls.
        if (root["from"].IsGiven) OllamaNames.FromAllowed(root["from"], options.Value.AllowedRegistries);
        foreach (var files in (string[])["files", "adapters", "draft_files"]) OllamaNames.CheckFiles(root[files]);

        var send = new JsonObject { ["model"] = OllamaNames.Of(Model(root)) };
        foreach (var member in root.Value.EnumerateObject().Where(m => m.Name is not ("model" or "name") && m.Value.ValueKind is not JsonValueKind.Null))
        {
            if (!OfCreate.Contains(member.Name, StringComparer.Ordinal)) throw DoorException.Unsupported(member.Name, $"'{member.Name}' is not supported here.");
            send[member.Name] = JsonNode.Parse(member.Value.GetRawText());
        }

        await audit.RecordAsync(new(AuditActions.ModelCreated, "model", send["model"]!.ToString(), send["model"]!.ToString()), call.Token);
        return await OllamaPassage.SendAsync(call, nodes, HttpMethod.Post, "api/create", send);
    }

    private static async Task<IResult> OllamaCopy(DoorCall call, NodeSet nodes, AuditLog audit)
    {
        using var body = await DoorBody.ReadAsync(call.Context.Request, call.Token);
        var (source, destination) = (OllamaNames.Of(body.Root["source"]), OllamaNames.Of(body.Root["destination"]));
        await audit.RecordAsync(new(AuditActions.ModelCopied, "model", destination, destination) { After = new { source } }, call.Token);
        return await OllamaPassage.SendAsync(call, nodes, HttpMethod.Post, "api/copy", new JsonObject { ["source"] = source, ["destination"] = destination });
    }

    private static async Task<IResult> OllamaDelete(DoorCall call, NodeSet nodes, AuditLog audit)
    {
        using var body = await DoorBody.ReadAsync(call.Context.Request, call.Token);
        var name = OllamaNames.Of(Model(body.Root));
        await audit.RecordAsync(new(AuditActions.ModelDeleted, "model", name, name), call.Token);
        return await OllamaPassage.SendAsync(call, nodes, HttpMethod.Delete, "api/delete", new JsonObject { ["model"] = name });
    }

    private static Task<IResult> OllamaUpload(string digest, DoorCall call, NodeSet nodes) =>
        OllamaPassage.SendAsync(call, nodes, HttpMethod.Post, BlobPath(digest), OllamaPassage.BodyOf(call.Context.Request));

    private static Task<IResult> OllamaHasBlob(string digest, DoorCall call, NodeSet nodes) =>
        OllamaPassage.SendAsync(call, nodes, HttpMethod.Head, BlobPath(digest), content: null);

    private static ProblemHttpResult OllamaPush() => Problems.Forbidden("push-forbidden", "Models are not published from here.");

    private static string BlobPath(string digest) => OllamaNames.IsDigest(digest) ? $"api/blobs/{digest}" : throw new DoorException("digest", "'digest' must be sha256: and 64 hexadecimal digits.");

    // What older clients say.
    private static JsonField Model(JsonField root) => root["model"].IsGiven ? root["model"] : root["name"].IsGiven ? root["name"] : root["model"];
}
