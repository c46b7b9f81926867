using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using OllamaNet.Chat.Data;
using OllamaNet.Testing;
using OllamaNet.Testing.Simulator;

namespace OllamaNet.Chat.Tests.Context;

/// <summary>Older passages that matter to a question come back, when a model for vectors is there.</summary>
public sealed class PassageTests(ChatFixture fixture) : IClassFixture<ChatFixture>, IAsyncLifetime
{
    private const string Secret = "The marzipan is hidden behind the third brick of the kitchen wall.";

    private TestHost _host = null!;

    public async ValueTask InitializeAsync()
    {
        fixture.Engine.Vectors = Words;
        _host = await fixture.StartHostAsync(("Chat:ContextLength", "512"), ("Chat:Summaries", "false"));
    }

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task A_passage_that_matters_goes_to_the_model_before_the_question()
    {
        using var ada = await ChatUser.SignInAsync(_host);
        var conversation = await LongAsync(ada);

        var events = await ada.AskAsync(conversation, "Where is the marzipan hidden?");

        var question = fixture.Engine.LastPrompt()[^1].Text;
        Assert.StartsWith($"From earlier in this conversation:\n> {Secret}\n\n", question, StringComparison.Ordinal);
        Assert.EndsWith("Where is the marzipan hidden?", question, StringComparison.Ordinal);
        Assert.Equal(1, events[0].Data.GetProperty("messageMetadata").GetProperty("context").GetProperty("passages").GetInt32());
        Assert.Equal("Where is the marzipan hidden?", (await ada.MessagesAsync(conversation))[^2].PlainText());
    }

    [Fact]
    public async Task A_question_about_something_else_goes_alone()
    {
        using var ada = await ChatUser.SignInAsync(_host);
        var conversation = await LongAsync(ada);

        await ada.AskAsync(conversation, "Zebra xylophone quartz?");

        Assert.Equal("Zebra xylophone quartz?", fixture.Engine.LastPrompt()[^1].Text);
    }

    [Fact]
    public async Task A_question_does_not_wait_for_vectors_that_fail()
    {
        using var ada = await ChatUser.SignInAsync(_host);
        var conversation = await LongAsync(ada);
        fixture.Engine.AnswerFor(EngineSimulator.EmbeddingModel, SimulatedAnswer.Words("late") with { HeaderDelay = TimeSpan.FromSeconds(20) });

        var events = await ada.AskAsync(conversation, "Where is the marzipan hidden?").WaitAsync(TimeSpan.FromSeconds(10));

        fixture.Engine.AnswerFor(EngineSimulator.EmbeddingModel, SimulatedAnswer.Words("ok"));
        Assert.Equal("finish", events[^1].Type);
        Assert.Equal("Where is the marzipan hidden?", fixture.Engine.LastPrompt()[^1].Text);
    }

    /// <summary>Long enough for vectors, and they are made.</summary>
    private async Task<Guid> LongAsync(ChatUser user)
    {
        var (conversation, messages) = await _host.SeedAsync(user.Id, 40, i => i == 1 ? Secret : $"Message {i} tells of ordinary days and of nothing at all.");
        await user.AskAsync(conversation, "Go on.");
        for (var i = 0; i < 100; i++)
        {
            await using var scope = _host.Services.CreateAsyncScope();
            if (await scope.ServiceProvider.GetRequiredService<ChatDb>().Passages.AnyAsync(p => p.MessageId == messages[1])) return conversation;
            await Task.Delay(100);
        }

        throw new TimeoutException("No passages were made.");
    }

    /// <summary>A vector with a place for each word that is told from others by its letters.</summary>
    private static float[] Words(string text)
    {
        var vector = new float[256];
        foreach (var word in text.ToUpperInvariant().Split([' ', '.', '?', '>'], StringSplitOptions.RemoveEmptyEntries).Where(w => w.Length > 3))
            vector[word.Aggregate(7, (hash, letter) => ((hash * 31) + letter) & 0xff)]++;
        return vector;
    }
}
