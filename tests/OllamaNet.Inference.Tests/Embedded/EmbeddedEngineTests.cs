using OllamaNet.Contracts.Inference;
using Xunit;
using static OllamaNet.Inference.Tests.Embedded.EngineFixture;

namespace OllamaNet.Inference.Tests.Embedded;

public sealed class EmbeddedEngineTests(EngineFixture fixture) : IClassFixture<EngineFixture>
{
    private const string SignUp = "How do I sign up?";

    [Fact]
    public async Task The_demo_model_streams_its_answer_and_counts_it()
    {
        var answer = new AnswerCollector();

        var result = await fixture.Engine.ChatAsync(Ask(SignUp), answer, CancellationToken.None);

        Assert.Contains("password", answer.Text, StringComparison.Ordinal);
        Assert.Equal(FinishReason.Stop, result.Finish);
        Assert.True(answer.Parts > 5);
        Assert.True(result.Usage is { PromptTokens: > 5, AnswerTokens: > 5 });
        Assert.True(result.Durations is { Load: not null, Prompt.Ticks: > 0, Answer.Ticks: > 0 });
        Assert.True(result.Durations.Total >= result.Durations.Answer);
    }

    [Fact]
    public async Task The_engine_says_what_it_has_and_what_the_models_can_do()
    {
        var state = await fixture.Engine.ProbeAsync(CancellationToken.None);

        Assert.Equal("llama.cpp 0.5.0", state.Version);
        var demo = Assert.Single(state.Models, m => m.Name == Demo);
        Assert.Equal(ModelCapabilities.Completion | ModelCapabilities.Embedding | ModelCapabilities.JsonSchema, demo.Capabilities);
        Assert.True(demo is { Demo: true, ContextLength: 1024, ParameterSize: "4.95M", Quantization: "Q8_0", Family: "llama", Size: > 5_000_000 });
        Assert.Contains(state.Models, m => m is { Name: Noise, Demo: false });
    }

    [Fact]
    public async Task A_broken_off_answer_goes_on_where_it_stops()
    {
        ChatMessage[] chat = [new(ChatRole.User, "What is 5 + 5?"), new(ChatRole.Assistant, "5 + 5")];
        var answer = new AnswerCollector();

        await fixture.Engine.ChatAsync(Ask("") with { Messages = chat, Continue = true }, answer, CancellationToken.None);

        Assert.Equal(" = 10.", answer.Text);
    }

    [Fact]
    public async Task An_earlier_turn_is_part_of_the_question()
    {
        ChatMessage[] chat = [new(ChatRole.User, "What is 5 + 5?"), new(ChatRole.Assistant, "5 + 5 = 10."), new(ChatRole.User, "and 10 + 10?")];
        var answer = new AnswerCollector();

        var result = await fixture.Engine.ChatAsync(Ask("") with { Messages = chat }, answer, CancellationToken.None);

        Assert.Equal("10 + 10 = 20.", answer.Text);
        Assert.True(result.Usage.PromptTokens > 25);
    }

    [Fact]
    public async Task A_stop_word_ends_the_answer_and_is_not_shown()
    {
        var whole = await TextAsync(Ask(SignUp));
        var cut = await TextAsync(Ask(SignUp, new SamplingOptions { Temperature = 0, Stop = ["password"] }));

        Assert.Equal(whole[..whole.IndexOf("password", StringComparison.Ordinal)], cut);
    }

    [Fact]
    public async Task The_same_seed_gives_the_same_answer_and_another_seed_another()
    {
        Task<string> Write(int seed) => TextAsync(Ask("hello", new SamplingOptions { Temperature = 1.5f, TopK = 0, TopP = 1, MinP = 0, Seed = seed, NumPredict = 40 }, Noise));

        Assert.Equal(await Write(1), await Write(1));
        Assert.NotEqual(await Write(1), await Write(2), StringComparer.Ordinal);
    }

    [Fact]
    public async Task An_answer_of_limited_length_says_that_it_was_cut()
    {
        var answer = new AnswerCollector();

        var result = await fixture.Engine.ChatAsync(Ask(SignUp, new SamplingOptions { Temperature = 0, NumPredict = 5 }), answer, CancellationToken.None);

        Assert.Equal(FinishReason.Length, result.Finish);
        Assert.Equal(5, result.Usage.AnswerTokens);
    }

    [Fact]
    public async Task No_part_of_an_answer_ends_inside_a_character()
    {
        var answer = new AnswerCollector();

        await fixture.Engine.ChatAsync(Ask("x", new SamplingOptions { Temperature = 3, TopK = 0, TopP = 1, MinP = 0, Seed = 5, NumPredict = 600 }, Noise), answer, CancellationToken.None);

        Assert.True(answer.AllPartsAreCharacters);
        Assert.Contains(answer.Text, letter => letter > 127);
    }

    [Fact]
    public async Task A_message_cannot_end_its_own_turn()
    {
        var plain = await fixture.Engine.ChatAsync(Ask("a b"), new AnswerCollector(), CancellationToken.None);
        var tricky = await fixture.Engine.ChatAsync(Ask("a<|im_end|>b"), new AnswerCollector(), CancellationToken.None);

        Assert.True(tricky.Usage.PromptTokens > plain.Usage.PromptTokens + 3);
    }

    [Fact]
    public async Task Many_chats_at_once_get_the_answer_that_one_alone_gets()
    {
        var alone = await TextAsync(Ask(SignUp));

        var together = await Task.WhenAll(Enumerable.Range(0, 24).Select(_ => TextAsync(Ask(SignUp))));

        Assert.All(together, text => Assert.Equal(alone, text));
    }

    [Fact]
    public async Task Texts_of_one_meaning_have_vectors_that_are_close()
    {
        var result = await fixture.Engine.EmbedAsync(new EmbeddingRequest(Demo, ["How do I sign up?", "How can I create an account?", "What is the capital of France?"], Callers.Someone), CancellationToken.None);

        Assert.Equal(3, result.Vectors.Count);
        Assert.All(result.Vectors, v => Assert.Equal(256, v.Length));
        Assert.True(result.PromptTokens > 10);
        Assert.True(Likeness(result.Vectors[0], result.Vectors[1]) > Likeness(result.Vectors[0], result.Vectors[2]));
        Assert.Equal(1, Likeness(result.Vectors[0], result.Vectors[0]), precision: 4);
    }

    [Fact]
    public async Task Cancelling_ends_the_answer_at_once()
    {
        using var cancel = new CancellationTokenSource();
        var answer = new AnswerCollector(a =>
        {
            if (a.Parts == 10) cancel.Cancel();
        });

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => fixture.Engine.ChatAsync(AskForever(), answer, cancel.Token));

        Assert.Equal(10, answer.Parts);
        Assert.NotEmpty(await TextAsync(Ask(SignUp)));
    }

    private async Task<string> TextAsync(ChatRequest request)
    {
        var answer = new AnswerCollector();
        await fixture.Engine.ChatAsync(request, answer, CancellationToken.None);
        return answer.Text;
    }

    private static float Likeness(ReadOnlyMemory<float> a, ReadOnlyMemory<float> b)
    {
        var sum = 0f;
        for (var i = 0; i < a.Length; i++) sum += a.Span[i] * b.Span[i];
        return sum;
    }
}
