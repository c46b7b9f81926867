using System.Globalization;
using OllamaNet.Contracts.Inference;
using OllamaNet.Inference.Embedded;
using Xunit;
using static OllamaNet.Inference.Tests.Embedded.EngineFixture;

namespace OllamaNet.Inference.Tests.Embedded;

public sealed class EngineRefusalTests(EngineFixture fixture) : IClassFixture<EngineFixture>
{
    [Fact]
    public async Task Tools_images_and_thinking_are_refused_by_name()
    {
        var tool = new ToolDefinition("add", Description: null, Json.Schema("{}"));
        var image = new ChatMessage(ChatRole.User, "What is this?") { Images = [new ImageContent("image/png", new byte[4])] };

        Assert.Equal("tools", (await RefusedAsync(Ask("x") with { Tools = [tool] }, InferenceError.Unsupported)).Parameter);
        Assert.Equal("tools", (await RefusedAsync(Ask("x") with { Messages = [new ChatMessage(ChatRole.Tool, "4")] }, InferenceError.Unsupported)).Parameter);
        Assert.Equal("images", (await RefusedAsync(Ask("x") with { Messages = [image] }, InferenceError.Unsupported)).Parameter);
        Assert.Equal("thinking", (await RefusedAsync(Ask("x", new SamplingOptions { Thinking = ThinkingLevel.High }), InferenceError.Unsupported)).Parameter);
        Assert.Equal("format", (await RefusedAsync(Ask("x", new SamplingOptions { JsonSchema = Json.Schema("""{"type":"string","pattern":"^a"}""") }), InferenceError.Unsupported)).Parameter);
    }

    [Fact]
    public async Task Thinking_that_is_turned_off_is_no_obstacle()
    {
        var result = await fixture.Engine.ChatAsync(Ask("hello", new SamplingOptions { Thinking = ThinkingLevel.Off }), new AnswerCollector(), CancellationToken.None);

        Assert.Equal(FinishReason.Stop, result.Finish);
    }

    [Fact]
    public async Task A_prompt_longer_than_the_context_is_refused_with_the_numbers()
    {
        var error = await RefusedAsync(Ask(string.Concat(Enumerable.Repeat("word ", 3000))), InferenceError.Refused);

        Assert.Contains("1024", error.Message, StringComparison.Ordinal);
        Assert.Matches("has [0-9]{4,5} tokens", error.Message);
    }

    [Fact]
    public async Task A_chosen_context_limits_prompt_and_answer()
    {
        var tooLarge = await RefusedAsync(Ask("hello", new SamplingOptions { NumCtx = 5000 }), InferenceError.Unsupported);
        await RefusedAsync(Ask("How do I sign up and what do I need for it?", new SamplingOptions { NumCtx = 8 }), InferenceError.Refused);
        var cut = await fixture.Engine.ChatAsync(Ask("How do I sign up?", new SamplingOptions { NumCtx = 24 }), new AnswerCollector(), CancellationToken.None);

        Assert.Equal("num_ctx", tooLarge.Parameter);
        Assert.Equal(FinishReason.Length, cut.Finish);
        Assert.Equal(24, cut.Usage.PromptTokens + cut.Usage.AnswerTokens);
    }

    [Fact]
    public async Task An_unknown_model_is_not_found()
    {
        await RefusedAsync(Ask("x", model: "nobody"), InferenceError.ModelNotFound);
    }

    [Fact]
    public async Task Vectors_of_another_length_and_texts_that_are_too_long_are_refused()
    {
        var dimensions = await Assert.ThrowsAsync<InferenceException>(() => fixture.Engine.EmbedAsync(new EmbeddingRequest(Demo, ["a"], Callers.Someone, Dimensions: 100), CancellationToken.None));
        var length = await Assert.ThrowsAsync<InferenceException>(() => fixture.Engine.EmbedAsync(new EmbeddingRequest(Demo, ["a", string.Concat(Enumerable.Repeat("word ", 3000))], Callers.Someone), CancellationToken.None));
        var empty = await Assert.ThrowsAsync<InferenceException>(() => fixture.Engine.EmbedAsync(new EmbeddingRequest(Demo, [""], Callers.Someone), CancellationToken.None));

        Assert.Equal("dimensions", dimensions.Parameter);
        Assert.Equal([InferenceError.Refused, InferenceError.Refused], [length.Error, empty.Error]);
        Assert.Contains("1024", length.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Broken_files_are_named_and_the_others_work()
    {
        var folder = Directory.CreateTempSubdirectory("ollamanet-broken-");
        await File.WriteAllTextAsync(Path.Combine(folder.FullName, "letter.gguf"), "Dear reader");
        RandomModel.Write(Path.Combine(folder.FullName, "cut.gguf"));
        using (var file = File.OpenWrite(Path.Combine(folder.FullName, "cut.gguf"))) file.SetLength(file.Length / 2);
        await using var engine = Create(new EmbeddedOptions { ModelsDirectory = folder.FullName });

        var letter = (await engine.ProbeAsync(CancellationToken.None)).Problem;
        await Assert.ThrowsAsync<InferenceException>(() => engine.ChatAsync(Ask("a", model: "letter"), new AnswerCollector(), CancellationToken.None));
        await Assert.ThrowsAsync<InferenceException>(() => engine.ChatAsync(Ask("a", model: "cut"), new AnswerCollector(), CancellationToken.None));
        var both = (await engine.ProbeAsync(CancellationToken.None)).Problem;
        var works = await engine.ChatAsync(Ask("hello"), new AnswerCollector(), CancellationToken.None);

        Assert.Contains("letter.gguf cannot be used: it is not a GGUF file", letter, StringComparison.Ordinal);
        Assert.Contains("cut.gguf cannot be used: llama.cpp cannot load it", both, StringComparison.Ordinal);
        Assert.Equal(FinishReason.Stop, works.Finish);
        folder.Delete(recursive: true);
    }

    [Fact]
    public async Task A_new_file_is_served_without_a_restart_and_a_changed_one_is_loaded_anew()
    {
        var folder = Directory.CreateTempSubdirectory("ollamanet-new-");
        await using var engine = Create(new EmbeddedOptions { ModelsDirectory = folder.FullName, DemoModel = "" });
        Assert.Empty((await engine.ProbeAsync(CancellationToken.None)).Models);
        var path = Path.Combine(folder.FullName, "new.gguf");
        var request = Ask("hello", new SamplingOptions { Temperature = 0, NumPredict = 20 }, "new");

        RandomModel.Write(path, seed: 1);
        var first = await TextAsync(engine, request);
        RandomModel.Write($"{path}.part", seed: 2, context: 512);
        File.Move($"{path}.part", path, overwrite: true);
        File.SetLastWriteTimeUtc(path, new DateTime(2030, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        var second = await TextAsync(engine, request);

        Assert.NotEqual(first, second, StringComparer.Ordinal);
        Assert.Equal(512, Assert.Single((await engine.ProbeAsync(CancellationToken.None)).Models).ContextLength);
        folder.Delete(recursive: true);
    }

    [Fact]
    public async Task Missing_libraries_are_said_by_the_probe()
    {
        var empty = Directory.CreateTempSubdirectory("ollamanet-empty-");
        await using var engine = Create(new EmbeddedOptions { NativeDirectory = empty.FullName });

        var error = await Assert.ThrowsAsync<InferenceException>(() => engine.ProbeAsync(CancellationToken.None));
        var chat = await Assert.ThrowsAsync<InferenceException>(() => engine.ChatAsync(Ask("a"), new AnswerCollector(), CancellationToken.None));

        Assert.Equal(InferenceError.Unavailable, error.Error);
        Assert.Contains("npm ci", error.Message, StringComparison.Ordinal);
        Assert.Equal(InferenceError.Unavailable, chat.Error);
        empty.Delete();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(100)]
    public async Task A_damaged_header_never_harms_the_program(int seed)
    {
        var folder = Directory.CreateTempSubdirectory("ollamanet-damaged-");
        var random = new Random(seed);
        for (var i = 0; i < 40; i++) WriteDamaged(Path.Combine(folder.FullName, string.Create(CultureInfo.InvariantCulture, $"f{i}.gguf")), random);
        await using var engine = Create(new EmbeddedOptions { ModelsDirectory = folder.FullName, WarmDemo = false });

        var state = await engine.ProbeAsync(CancellationToken.None);

        Assert.Contains(state.Models, m => m.Name == Demo);
        folder.Delete(recursive: true);
    }

    private static void WriteDamaged(string path, Random random)
    {
        RandomModel.Write(path);
        using var file = File.Open(path, FileMode.Open);
        for (var flips = 0; flips < 4; flips++)
        {
            file.Position = random.Next(4, 6000);
            file.WriteByte((byte)random.Next(256));
        }
    }

    private static async Task<string> TextAsync(EmbeddedEngine engine, ChatRequest request)
    {
        var answer = new AnswerCollector();
        await engine.ChatAsync(request, answer, CancellationToken.None);
        return answer.Text;
    }

    private async Task<InferenceException> RefusedAsync(ChatRequest request, InferenceError expected)
    {
        var error = await Assert.ThrowsAsync<InferenceException>(() => fixture.Engine.ChatAsync(request, new AnswerCollector(), CancellationToken.None));
        Assert.Equal(expected, error.Error);
        return error;
    }
}
