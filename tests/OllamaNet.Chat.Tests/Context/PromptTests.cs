using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using OllamaNet.Testing;
using OllamaNet.Testing.Simulator;

namespace OllamaNet.Chat.Tests.Context;

/// <summary>What reaches the engine of a conversation that is longer than the model's context.</summary>
public sealed class PromptTests(ChatFixture fixture) : IClassFixture<ChatFixture>, IAsyncLifetime
{
    private TestHost _host = null!;

    public async ValueTask InitializeAsync() => _host = await fixture.StartHostAsync(("Chat:ContextLength", "512"), ("Chat:Summaries", "false"), ("Chat:Passages", "false"));

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task The_newest_messages_go_to_the_model_in_order_and_the_stream_says_how_many_do_not()
    {
        using var ada = await ChatUser.SignInAsync(_host);
        var (conversation, messages) = await _host.SeedAsync(ada.Id, 60, system: "Be brief.");

        var events = await ada.AskAsync(conversation, "The newest question?");

        var prompt = fixture.Engine.LastPrompt();
        Assert.Equal(("system", "Be brief."), prompt[0]);
        Assert.Equal(("user", "The newest question?"), prompt[^1]);
        Assert.Equal(prompt.Skip(1).Select((_, i) => i % 2 == 0 ? "user" : "assistant"), prompt.Skip(1).Select(m => m.Role));
        Assert.Equal(Enumerable.Range(60 - (prompt.Count - 2), prompt.Count - 2), prompt.Skip(1).SkipLast(1).Select(m => int.Parse(m.Text.Split(' ')[1], CultureInfo.InvariantCulture)));
        var start = events[0].Data.GetProperty("messageMetadata");
        Assert.Equal(60 - (prompt.Count - 2), start.GetProperty("omittedMessages").GetInt32());
        var context = start.GetProperty("context");
        Assert.InRange(context.GetProperty("promptTokens").GetInt32(), 200, 384);
        Assert.False(context.GetProperty("exact").GetBoolean());
        Assert.Equal(messages[60 - (prompt.Count - 2)], context.GetProperty("windowStart").GetGuid());
    }

    [Fact]
    public async Task A_question_that_is_too_long_alone_is_refused_with_its_numbers_and_not_stored()
    {
        using var ada = await ChatUser.SignInAsync(_host);
        var conversation = await ada.CreateConversationAsync(new { model = EngineSimulator.Model });
        var calls = fixture.Engine.Calls.Count;

        using var response = await ada.Client.PostAsJsonAsync($"/api/v1/conversations/{conversation}/messages", new { message = string.Join(' ', Enumerable.Repeat("word", 700)) });

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        var problem = await response.JsonAsync();
        Assert.Equal("prompt-too-long", problem.Text("code"));
        Assert.Matches(@"about 1\d{3} tokens; 384 fit into the model's context of 512, of which 128 are kept", problem.Text("detail"));
        Assert.Empty(await ada.MessagesAsync(conversation));
        Assert.Equal(calls, fixture.Engine.Calls.Count);
    }

    [Fact]
    public async Task A_pinned_message_goes_with_every_question_with_its_other_side()
    {
        using var ada = await ChatUser.SignInAsync(_host);
        var (conversation, messages) = await _host.SeedAsync(ada.Id, 60, i => i switch { 0 => "My name is Ada.", 5 => "The code word is marzipan.", _ => $"Message {i} says something of a usual length about a usual thing." });
        Assert.Equal(HttpStatusCode.NoContent, await ada.PinAsync(conversation, messages[0]));
        Assert.Equal(HttpStatusCode.NoContent, await ada.PinAsync(conversation, messages[5]));

        await ada.AskAsync(conversation, "Who am I?");

        var prompt = fixture.Engine.LastPrompt();
        Assert.Equal([("user", "My name is Ada."), ("assistant", "[…]"), ("user", "Message 4 says something of a usual length about a usual thing."), ("assistant", "The code word is marzipan.")], prompt.Take(4));
        Assert.Equal(prompt.Select((_, i) => i % 2 == 0 ? "user" : "assistant"), prompt.Select(m => m.Role));

        Assert.Equal(HttpStatusCode.NoContent, await ada.PinAsync(conversation, messages[0], pinned: false));
        await ada.AskAsync(conversation, "And now?");

        Assert.DoesNotContain(fixture.Engine.LastPrompt(), m => m.Text.Contains("My name is Ada.", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Pins_that_leave_no_room_for_the_question_are_told_and_nothing_is_cut()
    {
        using var ada = await ChatUser.SignInAsync(_host);
        var (conversation, messages) = await _host.SeedAsync(ada.Id, 10, i => i == 2 ? string.Join(' ', Enumerable.Repeat("pinned", 150)) : "short");
        await ada.PinAsync(conversation, messages[2]);

        using var response = await ada.Client.PostAsJsonAsync($"/api/v1/conversations/{conversation}/messages", new { message = string.Join(' ', Enumerable.Repeat("word", 100)) });

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Matches(@"pinned messages about 3\d\d; 384 fit .* Unpin a message", (await response.JsonAsync()).Text("detail"));
    }

    [Fact]
    public async Task Only_messages_of_one_s_own_can_be_pinned_and_so_many()
    {
        using var ada = await ChatUser.SignInAsync(_host);
        using var eve = await ChatUser.SignInAsync(_host);
        var (conversation, messages) = await _host.SeedAsync(ada.Id, 40);
        var (other, _) = await _host.SeedAsync(ada.Id, 2);

        Assert.Equal(HttpStatusCode.NotFound, await eve.PinAsync(conversation, messages[0]));
        Assert.Equal(HttpStatusCode.NotFound, await ada.PinAsync(other, messages[0]));
        Assert.Equal(HttpStatusCode.NotFound, await ada.PinAsync(conversation, Guid.CreateVersion7()));
        for (var i = 0; i < 32; i++) Assert.Equal(HttpStatusCode.NoContent, await ada.PinAsync(conversation, messages[i]));
        Assert.Equal(HttpStatusCode.Conflict, await ada.PinAsync(conversation, messages[32]));
        Assert.Equal(HttpStatusCode.NoContent, await ada.PinAsync(conversation, messages[0]));
        Assert.True((await ada.MessagesAsync(conversation))[0].GetProperty("pinned").GetBoolean());
    }

    [Fact]
    public async Task An_estimate_learns_from_what_the_engine_counts_and_not_from_what_it_had_in_its_cache()
    {
        using var ada = await ChatUser.SignInAsync(_host);
        fixture.Engine.Models = [.. fixture.Engine.Models, new("learns:latest")];
        var question = string.Join(' ', Enumerable.Repeat("word", 120));
        async Task<int> EstimateAsync(int counted)
        {
            fixture.Engine.AnswerFor("learns:latest", SimulatedAnswer.Words("ok") with { PromptTokens = counted });
            var conversation = await ada.CreateConversationAsync(new { model = "learns:latest" });
            var events = await ada.AskAsync(conversation, question);
            return events[0].Data.GetProperty("messageMetadata").GetProperty("context").GetProperty("promptTokens").GetInt32();
        }

        for (var i = 0; i < 100 && (await ada.GetAsync("/api/v1/models")).GetRawText().Contains("learns", StringComparison.Ordinal) is false; i++) await Task.Delay(100);
        var first = await EstimateAsync(counted: 130);
        var second = await EstimateAsync(counted: 3);
        var third = await EstimateAsync(counted: 130);

        Assert.InRange(first, 190, 220);
        Assert.InRange(second, 128, 136);
        Assert.Equal(second, third);
    }

    [Theory]
    [InlineData(4, 6)]
    [InlineData(2000, 6)]
    public async Task A_turn_takes_few_queries_however_long_the_conversation(int length, int most)
    {
        using var ada = await ChatUser.SignInAsync(_host);
        var (conversation, _) = await _host.SeedAsync(ada.Id, length);
        var queries = 0;
        ActivityTraceId trace = default;
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name is "Npgsql" or "Microsoft.AspNetCore" or "OllamaNet.Chat.Tests",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = activity => { if (activity.Source.Name == "Npgsql" && activity.TraceId == trace && activity.GetTagItem("db.query.text") is not null) Interlocked.Increment(ref queries); },
        };
        ActivitySource.AddActivityListener(listener);
        using var source = new ActivitySource("OllamaNet.Chat.Tests");
        using (var activity = source.StartActivity("ask"))
        {
            trace = activity!.TraceId;
            using var stream = await ada.OpenAsync(HttpMethod.Post, $"/api/v1/conversations/{conversation}/messages", new { message = "How many?" });
            await stream.NextAsync();
        }

        Assert.InRange(queries, 3, most);
    }
}
