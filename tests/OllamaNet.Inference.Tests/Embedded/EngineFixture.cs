using Microsoft.Extensions.Logging.Abstractions;
using OllamaNet.Contracts.Inference;
using OllamaNet.Inference.Embedded;
using Xunit;

namespace OllamaNet.Inference.Tests.Embedded;

/// <summary>The real engine with the demo model and a model of random weights beside it.</summary>
public sealed class EngineFixture : IAsyncLifetime
{
    public const string Demo = "ollamanet-demo", Noise = "noise", Letters = "letters";

    /// <summary>So long that no pipe holds a whole answer of this length: an engine that is stopped has not finished behind the reader's back.</summary>
    public const int LongContext = 16384;

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("ollamanet-models-");

    internal EmbeddedEngine Engine { get; private set; } = null!;

    internal string Folder => folder.FullName;

    public async ValueTask InitializeAsync()
    {
        RandomModel.Write(Path.Combine(Folder, $"{Noise}.gguf"), context: LongContext);
        RandomModel.Write(Path.Combine(Folder, $"{Letters}.gguf"), ascii: true);
        Engine = Create(new EmbeddedOptions { ModelsDirectory = Folder, ContextLength = LongContext });
        await Engine.ProbeAsync(CancellationToken.None);
    }

    internal static EmbeddedEngine Create(EmbeddedOptions options) => new(options, TimeProvider.System, NullLogger<EmbeddedEngine>.Instance);

    internal static ChatRequest Ask(string question, SamplingOptions? options = null, string model = Demo) =>
        new() { Model = model, Messages = [new ChatMessage(ChatRole.User, question)], Caller = Callers.Someone, Options = options ?? new SamplingOptions { Temperature = 0 } };

    /// <summary>Goes on until it is stopped: a list without end from a model of random weights.</summary>
    internal static ChatRequest AskForever() => Ask("go on", new SamplingOptions { Temperature = 2, MinP = 0, Seed = 7, JsonSchema = Json.Schema("""{"type":"array","minItems":400,"items":{"type":"string","minLength":400}}""") }, Noise);

    public async ValueTask DisposeAsync()
    {
        await Engine.DisposeAsync();
        folder.Delete(recursive: true);
    }
}
