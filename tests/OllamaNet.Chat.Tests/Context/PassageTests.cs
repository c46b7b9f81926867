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

    [Fact]
    public async Task An_answer_that_goes_on_is_found_as_it_is_then()
    {
        using var ada = await ChatUser.SignInAsync(_host);
        var (conversation, answer) = await LongAnswerAsync(ada);
        const string Rest = " No, the nougat lies there, and nothing else in the whole house.";
        fixture.Engine.AnswerNext(SimulatedAnswer.Words(Rest));

        await ada.StreamAsync(TreeSteps.PathOf(conversation, answer, "continue"), new { });

        Assert.Equal([Secret + Rest], await PassagesAsync(answer, text => text.Count > 0 && text[0] != Secret));
    }

    [Fact]
    public async Task An_edited_message_is_found_as_it_reads_now_without_another_question()
    {
        using var ada = await ChatUser.SignInAsync(_host);
        var (conversation, answer) = await LongAnswerAsync(ada);
        const string Now = "The nougat is hidden below the stairs of the cellar.";

        await ada.EditAsync(conversation, answer, Now);

        Assert.Equal([Now], await PassagesAsync(answer, text => text.Count > 0));
    }

    private async Task<List<string>> PassagesAsync(Guid message, Func<List<string>, bool> isSo)
    {
        List<string> found = [];
        for (var i = 0; i < 100 && !isSo(found); i++)
        {
            await Task.Delay(100);
            await using var scope = _host.Services.CreateAsyncScope();
            found = await scope.ServiceProvider.GetRequiredService<ChatDb>().Passages.Where(p => p.MessageId == message).OrderBy(p => p.Ordinal).Select(p => p.Text).ToListAsync();
        }

        return found;
    }

    private async Task<Guid> LongAsync(ChatUser user) => (await LongAnswerAsync(user)).Conversation;

    /// <summary>Long enough for vectors, and they are made.</summary>
    private async Task<(Guid Conversation, Guid Answer)> LongAnswerAsync(ChatUser user)
    {
        var (conversation, messages) = await _host.SeedAsync(user.Id, 40, i => i == 1 ? Secret : $"Message {i} tells of ordinary days and of nothing at all.");
        await user.AskAsync(conversation, "Go on.");
        for (var i = 0; i < 100; i++)
        {
            await using var scope = _host.Services.CreateAsyncScope();
            if (await scope.ServiceProvider.GetRequiredService<ChatDb>().Passages.AnyAsync(p => p.MessageId == messages[1])) return (conversation, messages[1]);
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
