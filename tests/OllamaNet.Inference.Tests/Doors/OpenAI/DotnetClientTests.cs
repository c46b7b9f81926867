using System.ClientModel;
using System.ClientModel.Primitives;
using System.Text.Json;
using OllamaNet.Testing;
using OllamaNet.Testing.Simulator;
using OpenAI;
using OpenAI.Chat;
using Xunit;

namespace OllamaNet.Inference.Tests.Doors.OpenAI;

/// <summary>The package <c>OpenAI</c> as it comes, against the real host: the demo model in the embedded engine, and simulated engines for what that cannot do.</summary>
public sealed class DotnetClientTests(ToolHost door) : IClassFixture<ToolHost>
{
    private OpenAIClient Client => new(new ApiKeyCredential(door.User.AccessToken), new() { Endpoint = new Uri(door.Host.Address, "/v1"), RetryPolicy = new ClientRetryPolicy(maxRetries: 0) });

    [Fact]
    public async Task Lists_models()
    {
        var models = await Client.GetOpenAIModelClient().GetModelsAsync();

        Assert.Contains(ToolHost.Demo, models.Value.Select(m => m.Id));
        Assert.Equal(ToolHost.Demo, (await Client.GetOpenAIModelClient().GetModelAsync(ToolHost.Demo)).Value.Id);
    }

    [Fact]
    public async Task Chats_with_the_embedded_engine()
    {
        var answer = await Client.GetChatClient(ToolHost.Demo).CompleteChatAsync("What is 5 + 5?");

        Assert.Equal("5 + 5 = 10.", answer.Value.Content[0].Text);
        Assert.Equal(ChatFinishReason.Stop, answer.Value.FinishReason);
        Assert.InRange(answer.Value.Usage.TotalTokenCount, 5, 500);
    }

    [Fact]
    public async Task Streams_from_the_embedded_engine()
    {
        var (text, tokens) = ("", 0);
        await foreach (var update in Client.GetChatClient(ToolHost.Demo).CompleteChatStreamingAsync("What is 2 + 3?"))
        {
            text += string.Concat(update.ContentUpdate.Select(c => c.Text));
            tokens = update.Usage?.OutputTokenCount ?? tokens;
        }

        Assert.Equal("2 + 3 = 5.", text);
        Assert.InRange(tokens, 2, 100);
    }

    [Fact]
    public async Task Keeps_to_a_JSON_schema_with_the_embedded_engine()
    {
        var schema = BinaryData.FromString("""{"type":"object","properties":{"answer":{"type":"integer","minimum":0,"maximum":99}},"required":["answer"],"additionalProperties":false}""");
        var answer = await Client.GetChatClient(ToolHost.Demo).CompleteChatAsync(
            [new UserChatMessage("What is 40 + 2?")], new ChatCompletionOptions { ResponseFormat = ChatResponseFormat.CreateJsonSchemaFormat("sum", schema, jsonSchemaIsStrict: true) });

        Assert.Equal(JsonValueKind.Number, JsonElement.Parse(answer.Value.Content[0].Text).GetProperty("answer").ValueKind);
    }

    [Fact]
    public async Task Makes_vectors_with_the_embedded_engine()
    {
        var vectors = await Client.GetEmbeddingClient(ToolHost.Demo).GenerateEmbeddingsAsync(["one", "two"]);

        Assert.Equal(2, vectors.Value.Count);
        Assert.Contains(vectors.Value[0].ToFloats().ToArray(), n => n != 0);
    }

    [Theory, InlineData(EngineSimulator.Model), InlineData(ToolHost.Remote)]
    public async Task Goes_round_with_tools_of_a_simulated_engine(string model)
    {
        var engine = model == ToolHost.Remote ? door.OpenAI : door.Ollama;
        engine.AnswerNext(new SimulatedAnswer { ToolCalls = [new("c1", "weather", """{"city":"Paris"}""")] });
        engine.AnswerNext(SimulatedAnswer.Words("It is sunny."));
        var tool = ChatTool.CreateFunctionTool("weather", "The weather.", BinaryData.FromString("""{"type":"object","properties":{"city":{"type":"string"}}}"""));
        List<ChatMessage> messages = [new UserChatMessage("How is the weather?")];

        var asked = await Client.GetChatClient(model).CompleteChatAsync(messages, new ChatCompletionOptions { Tools = { tool } });
        messages.Add(new AssistantChatMessage(asked.Value));
        messages.Add(new ToolChatMessage(asked.Value.ToolCalls[0].Id, "sunny"));
        var answer = await Client.GetChatClient(model).CompleteChatAsync(messages, new ChatCompletionOptions { Tools = { tool } });

        Assert.Equal("""{"city":"Paris"}""", asked.Value.ToolCalls[0].FunctionArguments.ToString());
        Assert.Equal("It is sunny.", answer.Value.Content[0].Text);
    }

    [Theory, InlineData(EngineSimulator.Model), InlineData(ToolHost.Remote)]
    public async Task Stops_a_simulated_engine_in_mid_stream(string model)
    {
        var engine = model == ToolHost.Remote ? door.OpenAI : door.Ollama;
        engine.AnswerNext(new SimulatedAnswer("one", " two") { Hold = true, FaultAfter = 1 });
        using var leaving = new CancellationTokenSource();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (var update in Client.GetChatClient(model).CompleteChatStreamingAsync([new UserChatMessage("Count")], cancellationToken: leaving.Token))
            {
                if (update.ContentUpdate.Any(c => c.Text == "one")) await leaving.CancelAsync();
            }
        });

        await engine.Calls[^1].Aborted.WaitAsync(TimeSpan.FromSeconds(10));
    }

    [Fact]
    public async Task Throws_its_own_errors()
    {
        var missing = await Assert.ThrowsAsync<ClientResultException>(() => Client.GetChatClient("gpt-4o").CompleteChatAsync("x"));
        var stranger = new OpenAIClient(new ApiKeyCredential("onk_wrong"), new() { Endpoint = new Uri(door.Host.Address, "/v1"), RetryPolicy = new ClientRetryPolicy(maxRetries: 0) });
        var refused = await Assert.ThrowsAsync<ClientResultException>(() => stranger.GetChatClient(ToolHost.Demo).CompleteChatAsync("x"));

        Assert.Equal(404, missing.Status);
        Assert.Contains("gpt-4o", missing.Message, StringComparison.Ordinal);
        Assert.Equal(401, refused.Status);
    }
}
