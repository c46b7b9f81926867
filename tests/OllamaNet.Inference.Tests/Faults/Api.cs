using System.Text.Json;
using Xunit;

namespace OllamaNet.Inference.Tests.Faults;

public enum Form { Own, OpenAI, Anthropic, Ollama }

/// <summary>One way to ask the server, and what an error looks like there.</summary>
internal sealed record Api(string Name, Form Form, bool Streams, Func<Guid, string> Path, Func<string, object> Body, bool Embeds = false)
{
    private static readonly object[] Hello = [new { role = "user", content = "Hello" }];

    public static IReadOnlyList<Api> All { get; } =
    [
        new("conversation", Form.Own, true, id => $"/api/v1/conversations/{id}/messages", model => new { message = "Hello", model }),
        new("chat completions, streamed", Form.OpenAI, true, _ => "/v1/chat/completions", model => new { model, messages = Hello, stream = true }),
        new("chat completions", Form.OpenAI, false, _ => "/v1/chat/completions", model => new { model, messages = Hello }),
        new("completions, streamed", Form.OpenAI, true, _ => "/v1/completions", model => new { model, prompt = "Hello", stream = true }),
        new("completions", Form.OpenAI, false, _ => "/v1/completions", model => new { model, prompt = "Hello" }),
        new("responses", Form.OpenAI, false, _ => "/v1/responses", model => new { model, input = "Hello", store = false }),
        new("OpenAI embeddings", Form.OpenAI, false, _ => "/v1/embeddings", model => new { model, input = "Hello" }, Embeds: true),
        new("messages, streamed", Form.Anthropic, true, _ => "/v1/messages", model => new { model, max_tokens = 100, messages = Hello, stream = true }),
        new("messages", Form.Anthropic, false, _ => "/v1/messages", model => new { model, max_tokens = 100, messages = Hello }),
        new("Ollama chat, streamed", Form.Ollama, true, _ => "/api/chat", model => new { model, messages = Hello }),
        new("Ollama chat", Form.Ollama, false, _ => "/api/chat", model => new { model, messages = Hello, stream = false }),
        new("Ollama generate, streamed", Form.Ollama, true, _ => "/api/generate", model => new { model, prompt = "Hello" }),
        new("Ollama generate", Form.Ollama, false, _ => "/api/generate", model => new { model, prompt = "Hello", stream = false }),
        new("Ollama embeddings", Form.Ollama, false, _ => "/api/embed", model => new { model, input = "Hello" }, Embeds: true),
    ];

    public static Api Of(string name) => All.First(a => a.Name == name);

    /// <summary>Whether the answer went on its way and then said that it broke off; nothing follows.</summary>
    public void AssertBrokenOff(Seen seen)
    {
        Assert.Equal(200, seen.Status);
        AssertClean(seen.Body);
        var lines = seen.Body.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        switch (Form)
        {
            case Form.Own:
                Assert.Contains("\"type\":\"data-error\"", seen.Body, StringComparison.Ordinal);
                Assert.Equal("error", Data(lines[^2]).GetProperty("type").GetString());
                Assert.Equal("data: [DONE]", lines[^1]);
                Assert.DoesNotContain("\"type\":\"finish\"", seen.Body, StringComparison.Ordinal);
                break;
            case Form.OpenAI:
                AssertOpenAI(Data(lines[^1]));
                Assert.DoesNotContain("[DONE]", seen.Body, StringComparison.Ordinal);
                break;
            case Form.Anthropic:
                Assert.Equal("event: error", lines[^2]);
                AssertAnthropic(Data(lines[^1]));
                Assert.DoesNotContain("message_stop", seen.Body, StringComparison.Ordinal);
                break;
            default:
                AssertOllama(JsonElement.Parse(lines[^1]));
                Assert.DoesNotContain("\"done\":true", seen.Body, StringComparison.Ordinal);
                break;
        }
    }

    /// <summary>Whether nothing was answered, and how it was said.</summary>
    public void AssertRefused(Seen seen, int status)
    {
        if (Form is Form.Own)
        {
            AssertBrokenOff(seen);
            return;
        }

        Assert.True(seen.Status == status, $"{Name}: {seen.Status} instead of {status}: {seen.Body}");
        AssertClean(seen.Body);
        var body = JsonElement.Parse(seen.Body);
        if (Form is Form.OpenAI) AssertOpenAI(body);
        else if (Form is Form.Anthropic) AssertAnthropic(body);
        else AssertOllama(body);
        Assert.True(status is not (429 or 503) || seen.RetryAfter is not null, $"{Name}: {status} without Retry-After");
    }

    public void AssertAnswered(Seen seen)
    {
        Assert.True(seen.Status == 200, $"{Name}: {seen.Status}: {seen.Body}");
        Assert.DoesNotContain("\"error\":{", seen.Body, StringComparison.Ordinal);
        Assert.DoesNotContain("\"error\":\"", seen.Body, StringComparison.Ordinal);
        if (!Embeds) Assert.Contains("world", seen.Body, StringComparison.Ordinal);
    }

    public override string ToString() => Name;

    private static JsonElement Data(string line)
    {
        Assert.StartsWith("data: ", line, StringComparison.Ordinal);
        return JsonElement.Parse(line["data: ".Length..]);
    }

    private static void AssertOpenAI(JsonElement body)
    {
        Assert.Equal(["message", "type", "param", "code"], body.GetProperty("error").EnumerateObject().Select(m => m.Name));
        Assert.NotEmpty(body.GetProperty("error").GetProperty("message").GetString()!);
    }

    private static void AssertAnthropic(JsonElement body)
    {
        Assert.Equal("error", body.GetProperty("type").GetString());
        Assert.NotEmpty(body.GetProperty("error").GetProperty("type").GetString()!);
        Assert.NotEmpty(body.GetProperty("error").GetProperty("message").GetString()!);
    }

    private static void AssertOllama(JsonElement body) => Assert.NotEmpty(body.GetProperty("error").GetString()!);

    /// <summary>Neither addresses nor what only a programmer understands.</summary>
    private static void AssertClean(string body)
    {
        Assert.DoesNotContain("127.0.0.1", body, StringComparison.Ordinal);
        Assert.DoesNotContain("Exception", body, StringComparison.Ordinal);
    }
}
