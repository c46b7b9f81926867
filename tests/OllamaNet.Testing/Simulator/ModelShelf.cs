using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace OllamaNet.Testing.Simulator;

/// <summary>The part of Ollama's API that fetches, makes, copies and removes models.</summary>
internal static class ModelShelf
{
    public static void Map(WebApplication server, EngineSimulator simulator)
    {
        server.MapPost("/api/pull", (HttpContext context) => PullAsync(context, simulator, "pulling manifest"));
        server.MapPost("/api/create", (HttpContext context) => PullAsync(context, simulator, "using existing layer"));
        server.MapPost("/api/copy", (HttpContext context) => CopyAsync(context, simulator));
        server.MapDelete("/api/delete", (HttpContext context) => DeleteAsync(context, simulator));
    }

    private static async Task PullAsync(HttpContext context, EngineSimulator simulator, string first)
    {
        var name = OllamaDoor.BodyOf(context).GetProperty("model").GetString()!;
        if (simulator.PickPull(name) is not { } pull)
        {
            await WriteAsync(context, Status(first));
            await WriteAsync(context, Status("success"));
            return;
        }

        if (pull.Status != 200)
        {
            context.Response.StatusCode = pull.Status;
            await context.Response.WriteAsJsonAsync(new { error = pull.Error });
            return;
        }

        var written = 0;
        foreach (var line in pull.Lines.Concat(Script(pull, simulator, first)))
        {
            if (pull.CutAfter == written) context.Abort();
            if (pull.HoldAfter == written) await EngineSimulator.ReleaseOf(context).WaitAsync(context.RequestAborted);
            context.RequestAborted.ThrowIfCancellationRequested();
            await WriteAsync(context, line);
            written++;
        }

        if (pull.Error is null && !pull.Lies) simulator.Have(pull.Model ?? new(EngineSimulator.Tagged(name)) { Digest = "sha256:" + Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(name))) });
        await WriteAsync(context, pull.Error is { } error ? new JsonObject { ["error"] = error }.ToJsonString() : Status("success"));
    }

    // As Ollama does, it goes on with what an earlier attempt left.
    private static IEnumerable<string> Script(SimulatedPull pull, EngineSimulator simulator, string first)
    {
        yield return Status(first);
        foreach (var layer in pull.Layers)
        {
            var have = simulator.Fetched.GetValueOrDefault(layer.Digest);
            yield return Progress(layer, have);
            for (var step = 1; step <= pull.Steps; step++)
            {
                if (layer.Size * step / pull.Steps <= have) continue;
                simulator.Fetched[layer.Digest] = layer.Size * step / pull.Steps;
                yield return Progress(layer, simulator.Fetched[layer.Digest]);
            }
        }

        yield return Status("verifying sha256 digest");
        yield return Status("writing manifest");
    }

    private static Task CopyAsync(HttpContext context, EngineSimulator simulator)
    {
        var body = OllamaDoor.BodyOf(context);
        if (simulator.Find(body.GetProperty("source").GetString()!) is not { } model) return OllamaDoor.NotFoundAsync(context, "model not found");
        if (simulator.KeepsModels) return Task.CompletedTask;
        simulator.Have(model with { Name = EngineSimulator.Tagged(body.GetProperty("destination").GetString()!) });
        return Task.CompletedTask;
    }

    private static Task DeleteAsync(HttpContext context, EngineSimulator simulator)
    {
        if (simulator.Find(OllamaDoor.BodyOf(context).GetProperty("model").GetString()!) is not { } model) return OllamaDoor.NotFoundAsync(context, "model not found");
        if (!simulator.KeepsModels) simulator.Models = [.. simulator.Models.Where(m => m.Name != model.Name)];
        return Task.CompletedTask;
    }

    private static string Status(string status) => new JsonObject { ["status"] = status }.ToJsonString();

    private static string Progress(SimulatedLayer layer, long completed) =>
        new JsonObject { ["status"] = $"pulling {layer.Digest[7..19]}", ["digest"] = layer.Digest, ["total"] = layer.Size, ["completed"] = completed }.ToJsonString();

    private static async Task WriteAsync(HttpContext context, string line)
    {
        if (!context.Response.HasStarted) context.Response.ContentType = "application/x-ndjson";
        await context.Response.WriteAsync(line + "\n", context.RequestAborted);
        await context.Response.Body.FlushAsync(context.RequestAborted);
    }
}
