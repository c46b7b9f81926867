using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace OllamaNet.Testing.Simulator;

/// <summary>Ollama's API as far as an engine client uses it.</summary>
internal static class OllamaDoor
{
    public static void Map(WebApplication server, EngineSimulator simulator)
    {
        server.MapGet("/api/version", () => Results.Json(new { version = simulator.Version }));
        server.MapGet("/api/tags", () => Results.Json(new { models = simulator.Models.Select(Describe) }));
        server.MapGet("/api/ps", () => Results.Json(new { models = simulator.Models.Where((m, i) => simulator.Loaded?.Contains(m.Name, StringComparer.Ordinal) ?? i == 0).Select(m => new { name = m.Name, size_vram = m.Size, context_length = m.ContextLength }) }));
        server.MapPost("/api/show", context => ShowAsync(context, simulator));
        server.MapPost("/api/embed", context => EmbedAsync(context, simulator));
        server.MapPost("/api/chat", context => ChatAsync(context, simulator));
        ModelShelf.Map(server, simulator);
        server.MapMethods("/api/blobs/{digest}", ["HEAD"], (string digest) => Results.StatusCode(simulator.Blobs.ContainsKey(digest) ? 200 : 404));
        server.MapPost("/api/blobs/{digest}", async (string digest, HttpContext context) =>
        {
            using var uploaded = new MemoryStream();
            await context.Request.Body.CopyToAsync(uploaded, context.RequestAborted);
            simulator.Blobs[digest] = uploaded.ToArray();
            return Results.StatusCode(201);
        });
        server.MapPost("/api/generate", context => GenerateAsync(context, simulator));
    }

    internal static JsonElement BodyOf(HttpContext context) => ((SimulatedRequest)context.Items[typeof(SimulatedRequest)]!).Body;

    private static JsonObject Describe(SimulatedModel model)
    {
        var described = new JsonObject
        {
            ["name"] = model.Name,
            ["model"] = model.Name,
            ["size"] = model.Size,
            ["digest"] = model.Digest,
            ["details"] = new JsonObject { ["family"] = "sim", ["parameter_size"] = "1.2B", ["quantization_level"] = "Q4_K_M" },
        };
        if (model.RemoteHost is not null) described["remote_host"] = model.RemoteHost;
        return described;
    }

    private static Task ShowAsync(HttpContext context, EngineSimulator simulator) =>
        simulator.Find(BodyOf(context).GetProperty("model").GetString()!) is { } model
            ? context.Response.WriteAsJsonAsync(new JsonObject
            {
                ["capabilities"] = new JsonArray([.. model.Capabilities.Select(c => JsonValue.Create(c))]),
                ["details"] = new JsonObject { ["family"] = "sim" },
                ["model_info"] = new JsonObject
                {
                    ["general.architecture"] = "sim",
                    ["general.organization"] = "Simulators",
                    ["general.license"] = "mit",
                    ["general.languages"] = new JsonArray("en", "de"),
                    ["sim.context_length"] = model.ContextLength,
                },
                ["license"] = model.Licence,
                ["template"] = "{{ .Prompt }}",
                ["parameters"] = "temperature    0.7\ntop_k          40\nstop           \"<|end|>\"",
            })
            : NotFoundAsync(context, "model not found");

    private static async Task EmbedAsync(HttpContext context, EngineSimulator simulator)
    {
        var body = BodyOf(context);
        var answer = simulator.Pick(body.GetProperty("model").GetString()!);
        if (answer.Status != 200)
        {
            await answer.FailAsync(context, new { error = answer.Error });
            return;
        }

        if (await answer.MisbehaveAsync(context)) return;
        var length = body.TryGetProperty("dimensions", out var dimensions) ? dimensions.GetInt32() : 4;
        await context.Response.WriteAsJsonAsync(new
        {
            embeddings = body.GetProperty("input").EnumerateArray().Select((text, i) => simulator.Vectors?.Invoke(text.GetString()!) ?? Enumerable.Repeat((float)i, length)),
            prompt_eval_count = answer.PromptTokens,
        });
    }

    private static Task ChatAsync(HttpContext context, EngineSimulator simulator)
    {
        var name = BodyOf(context).GetProperty("model").GetString()!;
        if (simulator.Find(name) is null) return NotFoundAsync(context, $"model '{name}' not found");
        var answer = simulator.Pick(name);
        if (answer.Status != 200) return answer.FailAsync(context, new { error = answer.Error });

        return new AnswerScript(context, answer)
        {
            ContentType = "application/x-ndjson",
            Thinking = text => Line(name, new() { ["role"] = "assistant", ["content"] = "", ["thinking"] = text }),
            Text = text => Line(name, new() { ["role"] = "assistant", ["content"] = text }),
            ErrorLine = () => new JsonObject { ["error"] = answer.Error }.ToJsonString() + "\n",
            End = () => End(name, answer),
        }.PlayAsync();
    }

    private static Task GenerateAsync(HttpContext context, EngineSimulator simulator)
    {
        var name = BodyOf(context).GetProperty("model").GetString()!;
        if (simulator.Find(name) is not { } model) return NotFoundAsync(context, $"model '{name}' not found");
        // Without a prompt it loads or unloads.
        if (simulator.Loaded is { } loaded && !BodyOf(context).TryGetProperty("prompt", out _))
        {
            simulator.Loaded = BodyOf(context).GetProperty("keep_alive").GetInt32() == 0 ? [.. loaded.Where(n => n != model.Name)] : [.. loaded, model.Name];
            return context.Response.WriteAsJsonAsync(new { model = name, done = true });
        }

        var answer = simulator.Pick(name);
        if (answer.Status != 200) return answer.FailAsync(context, new { error = answer.Error });

        return new AnswerScript(context, answer)
        {
            ContentType = "application/x-ndjson",
            Thinking = text => GenerateLine(name, "", text),
            Text = text => GenerateLine(name, text, thinking: null),
            ErrorLine = () => new JsonObject { ["error"] = answer.Error }.ToJsonString() + "\n",
            End = () =>
            {
                var last = new JsonObject { ["model"] = name, ["response"] = "", ["done"] = true, ["done_reason"] = answer.FinishReason, ["context"] = new JsonArray(1, 2, 3) };
                if (answer.AnswerTokens is { } tokens) (last["prompt_eval_count"], last["eval_count"]) = (answer.PromptTokens, tokens);
                return [last.ToJsonString() + "\n"];
            },
        }.PlayAsync();
    }

    private static string GenerateLine(string model, string response, string? thinking)
    {
        var line = new JsonObject { ["model"] = model, ["created_at"] = "2026-01-01T00:00:00Z", ["response"] = response, ["done"] = false };
        if (thinking is not null) line["thinking"] = thinking;
        return line.ToJsonString() + "\n";
    }

    private static IEnumerable<string> End(string model, SimulatedAnswer answer)
    {
        foreach (var call in answer.ToolCalls)
        {
            var function = new JsonObject { ["index"] = 0, ["name"] = call.Name, ["arguments"] = JsonNode.Parse(call.Arguments) };
            yield return Line(model, new() { ["role"] = "assistant", ["content"] = "", ["tool_calls"] = new JsonArray(new JsonObject { ["id"] = call.Id, ["function"] = function }) });
        }

        var last = new JsonObject
        {
            ["model"] = model,
            ["message"] = new JsonObject { ["role"] = "assistant", ["content"] = "" },
            ["done"] = true,
            ["done_reason"] = answer.FinishReason,
            ["total_duration"] = 3_000_000_000,
            ["load_duration"] = 1_000_000_000,
            ["prompt_eval_duration"] = 500_000_000,
            ["eval_duration"] = 1_500_000_000,
        };
        if (answer.AnswerTokens is { } tokens)
        {
            last["prompt_eval_count"] = answer.PromptTokens;
            last["eval_count"] = tokens;
        }

        yield return last.ToJsonString() + "\n";
    }

    private static string Line(string model, JsonObject message) =>
        new JsonObject { ["model"] = model, ["created_at"] = "2026-01-01T00:00:00Z", ["message"] = message, ["done"] = false }.ToJsonString() + "\n";

    internal static Task NotFoundAsync(HttpContext context, string error) =>
        SimulatedAnswer.Failure(404).FailAsync(context, new { error });
}
