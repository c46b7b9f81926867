using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace OllamaNet.Testing.Simulator;

/// <summary>OpenAI's API as far as an engine client uses it.</summary>
internal static class OpenAIDoor
{
    public static void Map(WebApplication server, EngineSimulator simulator)
    {
        server.MapGet("/v1/models", () => Results.Json(new { @object = "list", data = simulator.Models.Select(m => new { id = m.Name, @object = "model", owned_by = "sim", max_model_len = m.ContextLength }) }));
        server.MapPost("/v1/embeddings", context => EmbedAsync(context, simulator));
        server.MapPost("/v1/chat/completions", context => ChatAsync(context, simulator));
        server.MapPost("/tokenize", context => TokenizeAsync(context, simulator));
        server.MapPost("/apply-template", context => simulator.Tokenizer is SimulatedTokenizer.LlamaCpp ? context.Response.WriteAsJsonAsync(new { prompt = Template(OllamaDoor.BodyOf(context)) }) : NotFoundAsync(context, "Not Found"));
        server.MapPost("/v1/completions", context => CompleteAsync(context, simulator));
    }

    private static async Task TokenizeAsync(HttpContext context, EngineSimulator simulator)
    {
        if (simulator.HoldCounting) await EngineSimulator.ReleaseOf(context).WaitAsync(context.RequestAborted);
        var body = OllamaDoor.BodyOf(context);
        var text = simulator.Tokenizer switch
        {
            SimulatedTokenizer.Vllm => body.TryGetProperty("prompt", out var prompt) ? prompt.GetString() : body.TryGetProperty("messages", out _) ? Template(body) : null,
            SimulatedTokenizer.LlamaCpp => body.TryGetProperty("content", out var content) ? content.GetString() : null,
            _ => null,
        };
        if (text is null) await NotFoundAsync(context, "Not Found");
        else if (simulator.Tokenizer is SimulatedTokenizer.Vllm) await context.Response.WriteAsJsonAsync(new { count = text.Length, max_model_len = 8192, tokens = text.Select(c => (int)c), token_strs = (string?)null });
        else await context.Response.WriteAsJsonAsync(new { tokens = text.Select(c => (int)c) });
    }

    /// <summary>Three letters around a message, two at the end.</summary>
    private static string Template(JsonElement body) => string.Concat(body.GetProperty("messages").EnumerateArray().Select(m => $"{m.GetProperty("role").GetString()![0]}:{m.GetProperty("content").GetString()}\n")) + "a:";

    private static async Task EmbedAsync(HttpContext context, EngineSimulator simulator)
    {
        var body = OllamaDoor.BodyOf(context);
        var answer = simulator.Pick(body.GetProperty("model").GetString()!);
        if (answer.Status != 200)
        {
            await answer.FailAsync(context, new { error = new { message = answer.Error, type = "simulated" } });
            return;
        }

        if (await answer.MisbehaveAsync(context)) return;
        var length = body.TryGetProperty("dimensions", out var dimensions) ? dimensions.GetInt32() : 4;

        // In reverse: clients must go by the index.
        var data = body.GetProperty("input").EnumerateArray().Select((_, i) => new { @object = "embedding", index = i, embedding = Enumerable.Repeat((float)i, length) }).Reverse();
        await context.Response.WriteAsJsonAsync(new { @object = "list", data, usage = new { prompt_tokens = answer.PromptTokens, total_tokens = answer.PromptTokens } });
    }

    private static Task ChatAsync(HttpContext context, EngineSimulator simulator)
    {
        var body = OllamaDoor.BodyOf(context);
        var name = body.GetProperty("model").GetString()!;
        if (simulator.Find(name) is null) return NotFoundAsync(context, $"The model `{name}` does not exist.");
        var answer = simulator.Pick(name);
        if (answer.Status != 200) return answer.FailAsync(context, new { error = new { message = answer.Error, type = "simulated" } });

        var withUsage = body.TryGetProperty("stream_options", out var options) && options.GetProperty("include_usage").GetBoolean();
        if (!body.TryGetProperty("stream", out var stream) || !stream.GetBoolean()) return WholeAsync(context, simulator, name, answer);
        return new AnswerScript(context, answer)
        {
            ContentType = "text/event-stream",
            Thinking = text => Comment + Chunk(name, new() { ["reasoning_content"] = text }),
            Text = text => Chunk(name, new() { ["content"] = text }),
            ErrorLine = () => $"data: {new JsonObject { ["error"] = new JsonObject { ["message"] = answer.Error, ["type"] = "server_error" } }.ToJsonString()}\n\n",
            End = () => End(name, answer, withUsage),
        }.PlayAsync();
    }

    /// <summary>A fault makes it a body that is no answer.</summary>
    private static async Task WholeAsync(HttpContext context, EngineSimulator simulator, string model, SimulatedAnswer answer)
    {
        if (await answer.MisbehaveAsync(context)) return;
        var message = new JsonObject { ["role"] = "assistant", ["content"] = string.Concat(answer.Tokens) };
        if (answer.Thinking.Count > 0) message["reasoning_content"] = string.Concat(answer.Thinking);
        var calls = answer.ToolCalls.Select(c => new JsonObject { ["id"] = c.Id, ["type"] = "function", ["function"] = new JsonObject { ["name"] = c.Name, ["arguments"] = c.Arguments } });
        if (answer.ToolCalls.Count > 0) message["tool_calls"] = new JsonArray([.. calls]);
        var finish = answer.ToolCalls.Count > 0 ? "tool_calls" : answer.FinishReason;
        await context.Response.WriteAsJsonAsync(new JsonObject
        {
            ["id"] = "sim",
            ["object"] = "chat.completion",
            ["created"] = 1,
            ["model"] = model,
            ["choices"] = new JsonArray(new JsonObject { ["index"] = 0, ["message"] = message, ["finish_reason"] = finish }),
            ["usage"] = Usage(answer),
        });
    }

    private static async Task CompleteAsync(HttpContext context, EngineSimulator simulator)
    {
        var body = OllamaDoor.BodyOf(context);
        var name = body.GetProperty("model").GetString()!;
        var answer = simulator.Pick(name);
        if (answer.Status != 200)
        {
            await answer.FailAsync(context, new { error = new { message = answer.Error, type = "simulated" } });
            return;
        }

        if (!body.TryGetProperty("stream", out var stream) || !stream.GetBoolean())
        {
            if (await answer.MisbehaveAsync(context)) return;
            var choice = new JsonObject { ["index"] = 0, ["text"] = string.Concat(answer.Tokens), ["finish_reason"] = answer.FinishReason };
            await context.Response.WriteAsJsonAsync(new JsonObject { ["id"] = "sim", ["object"] = "text_completion", ["created"] = 1, ["model"] = name, ["choices"] = new JsonArray(choice), ["usage"] = Usage(answer) });
            return;
        }

        await new AnswerScript(context, answer)
        {
            ContentType = "text/event-stream",
            Thinking = _ => Comment,
            Text = text => Piece(name, text),
            ErrorLine = () => $"data: {new JsonObject { ["error"] = new JsonObject { ["message"] = answer.Error } }.ToJsonString()}\n\n",
            End = () => [Piece(name, "", answer.FinishReason), $"data: {new JsonObject { ["id"] = "sim", ["object"] = "text_completion", ["model"] = name, ["choices"] = new JsonArray(), ["usage"] = Usage(answer) }.ToJsonString()}\n\n", "data: [DONE]\n\n"],
        }.PlayAsync();
    }

    private static string Piece(string model, string text, string? finish = null) =>
        $"data: {new JsonObject { ["id"] = "sim", ["object"] = "text_completion", ["created"] = 1, ["model"] = model, ["choices"] = new JsonArray(new JsonObject { ["index"] = 0, ["text"] = text, ["finish_reason"] = finish }) }.ToJsonString()}\n\n";

    private static JsonObject Usage(SimulatedAnswer answer) =>
        new() { ["prompt_tokens"] = answer.PromptTokens, ["completion_tokens"] = answer.AnswerTokens ?? 0, ["total_tokens"] = answer.PromptTokens + (answer.AnswerTokens ?? 0) };

    private const string Comment = ": keep-alive\n\n";

    private static IEnumerable<string> End(string model, SimulatedAnswer answer, bool withUsage)
    {
        if (answer.Annotations is { } annotations) yield return Chunk(model, new() { ["annotations"] = JsonNode.Parse(annotations) });

        // The first piece of each call names it, the others interleave, as parallel calls do.
        foreach (var (index, call) in answer.ToolCalls.Index())
            yield return Chunk(model, Calls(new JsonObject { ["index"] = index, ["id"] = call.Id, ["type"] = "function", ["function"] = new JsonObject { ["name"] = call.Name, ["arguments"] = "" } }));
        foreach (var half in new[] { 0, 1 })
        {
            foreach (var (index, call) in answer.ToolCalls.Index())
            {
                var middle = call.Arguments.Length / 2;
                yield return Chunk(model, Calls(new JsonObject { ["index"] = index, ["function"] = new JsonObject { ["arguments"] = half == 0 ? call.Arguments[..middle] : call.Arguments[middle..] } }));
            }
        }

        yield return Chunk(model, [], answer.ToolCalls.Count > 0 ? "tool_calls" : answer.FinishReason);
        if (withUsage && answer.AnswerTokens is { } tokens)
        {
            var usage = new JsonObject { ["prompt_tokens"] = answer.PromptTokens, ["completion_tokens"] = tokens, ["total_tokens"] = answer.PromptTokens + tokens };
            yield return $"data: {new JsonObject { ["id"] = "sim", ["object"] = "chat.completion.chunk", ["model"] = model, ["choices"] = new JsonArray(), ["usage"] = usage }.ToJsonString()}\n\n";
        }

        yield return "data: [DONE]\n\n";
    }

    private static JsonObject Calls(JsonObject call) => new() { ["tool_calls"] = new JsonArray(call) };

    private static string Chunk(string model, JsonObject delta, string? finish = null)
    {
        var choice = new JsonObject { ["index"] = 0, ["delta"] = delta, ["finish_reason"] = finish };
        return $"data: {new JsonObject { ["id"] = "sim", ["object"] = "chat.completion.chunk", ["created"] = 1, ["model"] = model, ["choices"] = new JsonArray(choice) }.ToJsonString()}\n\n";
    }

    private static Task NotFoundAsync(HttpContext context, string error) =>
        SimulatedAnswer.Failure(404).FailAsync(context, new { error = new { message = error, type = "simulated" } });
}
