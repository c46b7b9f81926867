using System.Text.Json;
using System.Text.Json.Nodes;
using OllamaNet.Contracts.Inference;
using OllamaNet.Inference.Engines;
using OllamaNet.Inference.Nodes;
using OllamaNet.Platform.Audit;

namespace OllamaNet.Inference.Installs;

/// <summary>What is done at once to a model that a node has. The node is asked anew after each, so that everybody sees it.</summary>
internal sealed class InstalledModels(NodeProber prober, AuditLog audit)
{
    private const int Forever = -1, Now = 0;

    public Task CopyAsync(Node node, EngineModel model, string destination, CancellationToken cancellationToken) =>
        DoAsync(node, new(AuditActions.ModelCopied, "model", destination, destination) { After = new { source = model.Name, node = node.Name } }, HttpMethod.Post, "api/copy",
            new() { ["source"] = model.Name, ["destination"] = destination }, cancellationToken);

    public Task RemoveAsync(Node node, EngineModel model, CancellationToken cancellationToken) =>
        DoAsync(node, new(AuditActions.ModelDeleted, "model", model.Name, model.Name) { Before = new { node = node.Name, digest = model.Digest } }, HttpMethod.Delete, "api/delete",
            new() { ["model"] = model.Name }, cancellationToken);

    public Task LoadAsync(Node node, EngineModel model, bool loaded, CancellationToken cancellationToken)
    {
        // Models for vectors generate nothing: they are loaded through what they do.
        var generates = model.Capabilities.HasFlag(ModelCapabilities.Completion) || !model.Capabilities.HasFlag(ModelCapabilities.Embedding);
        JsonObject body = new() { ["model"] = model.Name, ["keep_alive"] = loaded ? Forever : Now };
        if (generates) body["stream"] = false;
        else body["input"] = new JsonArray();
        return DoAsync(node, new(loaded ? AuditActions.ModelLoaded : AuditActions.ModelUnloaded, "model", model.Name, model.Name) { After = new { node = node.Name } }, HttpMethod.Post,
            generates ? "api/generate" : "api/embed", body, cancellationToken);
    }

    private async Task DoAsync(Node node, AuditEntry entry, HttpMethod method, string path, JsonObject body, CancellationToken cancellationToken)
    {
        await audit.RecordAsync(entry, cancellationToken);
        using var content = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(body));
        content.Headers.ContentType = new("application/json");
        using (var response = await ((IModelStore)node.Engine).SendAsync(method, path, content, cancellationToken))
            await EngineFailure.TranslateAsync(node.Options, async () => { await response.Content.CopyToAsync(Stream.Null, cancellationToken); return true; }, cancellationToken);
        await prober.ProbeAsync(node, cancellationToken);
    }
}
