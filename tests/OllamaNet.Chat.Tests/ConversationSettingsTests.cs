using System.Net;
using System.Net.Http.Json;

namespace OllamaNet.Chat.Tests;

public sealed class ConversationSettingsTests(ChatFixture fixture) : IClassFixture<ChatFixture>
{
    [Fact]
    public async Task What_a_conversation_says_reaches_the_model_and_stays_with_the_answer()
    {
        using var ada = await fixture.SignInAsync();
        var conversation = await ada.CreateConversationAsync();
        await ada.SetAsync(conversation, new { systemPrompt = "Answer {{user}} as {{model}}, in {{language}}.", options = new { temperature = 0.25, topK = 7, stop = new[] { "END" } } });
        ada.Client.DefaultRequestHeaders.Add("Accept-Language", "pt-BR,en;q=0.5");

        var sent = await fixture.SentForAsync(ada, conversation);

        Assert.Equal("system", sent.GetProperty("messages")[0].Text("role"));
        Assert.Equal("Answer the user as sim:latest, in Portuguese.", sent.SystemPrompt());
        Assert.Equal(0.25, sent.GetProperty("options").GetProperty("temperature").GetDouble());
        Assert.Equal(7, sent.GetProperty("options").GetProperty("top_k").GetInt32());
        Assert.Equal("END", sent.GetProperty("options").GetProperty("stop")[0].GetString());
        var answer = (await ada.MessagesAsync(conversation))[^1];
        Assert.Equal("Answer the user as sim:latest, in Portuguese.", answer.GetProperty("settings").Text("systemPrompt"));
        Assert.Equal(7, answer.GetProperty("settings").GetProperty("options").GetProperty("topK").GetInt32());
    }

    [Fact]
    public async Task The_clock_of_a_prompt_is_the_readers()
    {
        using var ada = await fixture.SignInAsync();
        var conversation = await ada.CreateConversationAsync();
        await ada.SetAsync(conversation, new { systemPrompt = "It is {{time}} on {{weekday}}, {{ date }}." });
        ada.Client.DefaultRequestHeaders.Add("Utc-Offset", "330");

        var prompt = (await fixture.SentForAsync(ada, conversation)).SystemPrompt();

        Assert.Matches(@"^It is \d\d:\d\d UTC\+05:30 on [A-Z][a-z]+day, \d{4}-\d\d-\d\d\.$", prompt);
    }

    [Theory]
    [InlineData("{{env}}"), InlineData("{{ PATH }}"), InlineData("{{user.password}}")]
    public async Task A_variable_that_does_not_exist_is_an_error_when_it_is_saved(string variable)
    {
        using var ada = await fixture.SignInAsync();
        var conversation = await ada.CreateConversationAsync();

        var response = await ada.Client.PutAsJsonAsync($"/api/v1/conversations/{conversation}/settings", new { systemPrompt = $"Tell {variable}" });

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Contains("There is no variable", (await response.JsonAsync()).GetProperty("errors").GetProperty("systemPrompt")[0].GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Someone_elses_conversation_has_no_settings()
    {
        using var ada = await fixture.SignInAsync();
        using var eve = await fixture.SignInAsync();
        var conversation = await ada.CreateConversationAsync();

        Assert.Equal(HttpStatusCode.NotFound, (await eve.Client.GetAsync($"/api/v1/conversations/{conversation}/settings")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await eve.Client.PutAsJsonAsync($"/api/v1/conversations/{conversation}/settings", new { systemPrompt = "Be rude." })).StatusCode);
    }
}
