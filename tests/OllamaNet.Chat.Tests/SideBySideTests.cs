using System.Net;
using System.Net.Http.Json;
using OllamaNet.Testing.Simulator;

namespace OllamaNet.Chat.Tests;

/// <summary>Several models answer one question, one run a model.</summary>
public sealed class SideBySideTests : IAsyncLifetime
{
    private readonly ChatFixture _fixture = new();

    public async ValueTask InitializeAsync()
    {
        await _fixture.InitializeAsync();
        _fixture.Engine.Models = [new(EngineSimulator.Model), new("left:1"), new("right:2")];
        _fixture.Engine.AnswerFor("left:1", SimulatedAnswer.Words("from the left"));
        _fixture.Engine.AnswerFor("right:2", SimulatedAnswer.Words("from the right"));
        using var ada = await _fixture.SignInAsync();
        await ChatFixture.EventuallyAsync(() => ada.GetAsync("/api/v1/models"), models => models.ToString().Contains("right:2", StringComparison.Ordinal));
    }

    public ValueTask DisposeAsync() => _fixture.DisposeAsync();

    [Fact]
    public async Task Each_model_answers_the_first_is_streamed_the_others_followed_and_one_is_kept()
    {
        using var ada = await _fixture.SignInAsync();
        var conversation = await ada.CreateConversationAsync();

        using var first = await ada.OpenAsync(HttpMethod.Post, $"/api/v1/conversations/{conversation}/messages", new { message = "Which side?", models = new[] { "left:1", "right:2" } });
        var start = await first.NextAsync();
        var answers = start.Data.GetProperty("messageMetadata").GetProperty("answers").EnumerateArray().ToList();
        var ids = answers.ConvertAll(a => a.GetProperty("messageId").GetGuid());
        var left = (await first.ReadToEndAsync()).Text();

        Assert.Equal(["left:1", "right:2"], answers.Select(a => a.Text("model")));
        Assert.Equal(ids[0], start.Data.GetProperty("messageId").GetGuid());
        Assert.Equal("from the left", left);
        var right = await ChatFixture.EventuallyAsync(() => ada.GetAsync(TreeSteps.PathOf(conversation, ids[1])), m => m.Text("status") == "complete");
        Assert.Equal("from the right", right.PlainText());
        Assert.Equal(ids, right.Siblings());

        Assert.Equal(ids[0], (await ada.MessagesAsync(conversation))[1].Id());
        await ada.ShowAsync(conversation, ids[1]);
        Assert.Equal("from the right", (await ada.MessagesAsync(conversation))[1].PlainText());
        await ada.AskAsync(conversation, "go on with the right one");
        Assert.Equal("from the right", _fixture.Engine.Calls[^1].Body.GetProperty("messages")[1].Text("content"));
    }

    [Fact]
    public async Task The_others_are_followed_and_stopped_one_by_one()
    {
        using var ada = await _fixture.SignInAsync();
        var conversation = await ada.CreateConversationAsync();
        _fixture.Engine.AnswerFor("left:1", SimulatedAnswer.Words("left goes on") with { Hold = true, FaultAfter = 1 });
        _fixture.Engine.AnswerFor("right:2", SimulatedAnswer.Words("right never ends") with { Fault = SimulatedFault.Stall, FaultAfter = 1 });
        using var first = await ada.OpenAsync(HttpMethod.Post, $"/api/v1/conversations/{conversation}/messages", new { message = "Both", models = new[] { "left:1", "right:2" } });
        var start = await first.NextAsync();
        var other = start.Data.GetProperty("messageMetadata").GetProperty("answers")[1].GetProperty("messageId").GetGuid();

        using var second = await ada.OpenAsync(HttpMethod.Get, $"/api/v1/conversations/{conversation}/stream?message={other}");
        await second.UntilAsync(e => e.Type == "text-delta");
        await ada.Client.PostAsync($"/api/v1/conversations/{conversation}/stop?message={other}", null);
        Assert.Equal("abort", (await second.ReadToEndAsync())[^1].Type);
        _fixture.Engine.Release();

        Assert.Equal("left goes on", (await first.ReadToEndAsync()).Text());
    }

    [Fact]
    public async Task The_same_request_gives_the_same_answers()
    {
        using var ada = await _fixture.SignInAsync();
        var conversation = await ada.CreateConversationAsync();
        var body = new { message = "Once", models = new[] { "left:1", "right:2" } };

        var first = await ada.StreamAsync($"/api/v1/conversations/{conversation}/messages", body, "side-1");
        var second = await ada.StreamAsync($"/api/v1/conversations/{conversation}/messages", body, "side-1");

        Assert.Equal(first.MessageId(), second.MessageId());
        Assert.Equal(2, (await ada.MessagesAsync(conversation))[1].Siblings().Count);
    }

    [Fact]
    public async Task One_or_five_models_and_one_that_is_missing_are_refused_and_nothing_is_stored()
    {
        using var ada = await _fixture.SignInAsync();
        var conversation = await ada.CreateConversationAsync();
        var path = $"/api/v1/conversations/{conversation}/messages";
        Task<HttpResponseMessage> Ask(params string[] models) => ada.Client.PostAsJsonAsync(path, new { message = "x", models });

        Assert.Equal("validation", await (await Ask("left:1")).IsRefusedAsync(HttpStatusCode.BadRequest));
        Assert.Equal("validation", await (await Ask("left:1", "left:1", "left:1", "left:1", "left:1")).IsRefusedAsync(HttpStatusCode.BadRequest));
        Assert.Equal("validation", await (await Ask("left:1", "")).IsRefusedAsync(HttpStatusCode.BadRequest));
        Assert.Equal("validation", await (await ada.Client.PostAsJsonAsync(path, new { message = "x", model = "left:1", models = new[] { "left:1", "right:2" } })).IsRefusedAsync(HttpStatusCode.BadRequest));
        Assert.Equal("model-not-found", await (await Ask("left:1", "nowhere:7")).IsRefusedAsync(HttpStatusCode.NotFound));
        Assert.Empty(await ada.MessagesAsync(conversation));
    }

    [Fact]
    public async Task Answers_side_by_side_count_one_by_one_against_the_limit()
    {
        await using var host = await _fixture.StartHostAsync(("Chat:MaxRunsPerUser", "2"));
        using var ada = await ChatUser.SignInAsync(host);
        var conversation = await ada.CreateConversationAsync();

        var response = await ada.Client.PostAsJsonAsync($"/api/v1/conversations/{conversation}/messages", new { message = "x", models = new[] { "left:1", "right:2", "left:1" } });

        Assert.Equal("too-many-answers", await response.IsRefusedAsync(HttpStatusCode.TooManyRequests));
        Assert.Empty(await ada.MessagesAsync(conversation));
    }
}
