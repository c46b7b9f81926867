using System.Net;
using System.Text.Json;
using OllamaNet.Testing;
using OllamaNet.Testing.Simulator;

namespace OllamaNet.Chat.Tests;

/// <summary>An answer that names the pages it leans on, as search models of OpenAI-compatible servers do.</summary>
public sealed class SourceTests(SourceTests.SearchingEngine fixture) : IClassFixture<SourceTests.SearchingEngine>
{
    private const string Cited = "https://a.example/x?y=1&z=%22";

    [Fact]
    public async Task Sources_stream_are_stored_shared_copied_exported_and_imported_and_what_is_no_page_is_left_out()
    {
        using var ada = await ChatUser.SignInAsync(fixture.Host);
        var conversation = await ada.CreateConversationAsync();

        var events = await ada.AskAsync(conversation, "Which is the capital?");

        var streamed = events.Where(e => e.Type == "source-url").Select(e => (e.Data.Text("sourceId"), e.Data.Text("url"))).ToList();
        Assert.Equal([("1", Cited), ("4", "http://c.example/")], streamed);
        Assert.Equal("Lisbon, says one [1]. Really.", events.Text());
        AssertSources((await ada.MessagesAsync(conversation))[1]);
        Assert.DoesNotContain("javascript", (await ada.MessagesAsync(conversation))[1].ToString(), StringComparison.Ordinal);

        // They are no part of what the model reads.
        await ada.AskAsync(conversation, "Sure?");
        Assert.DoesNotContain("a.example", fixture.Engine.Calls[^1].Body.ToString(), StringComparison.Ordinal);

        var (_, token) = await ada.ShareAsync(new { conversationId = conversation });
        using var bob = await ChatUser.SignInAsync(fixture.Host);
        AssertSources((await bob.GetAsync($"/api/v1/shared/{token}")).GetProperty("messages")[1]);
        var copy = (await bob.SendAsync(HttpMethod.Post, $"/api/v1/shared/{token}/continue", expected: HttpStatusCode.Created)).Id();
        AssertSources((await bob.MessagesAsync(copy))[1]);

        var html = await ada.Client.GetStringAsync($"/api/v1/conversations/{conversation}/export?format=html");
        Assert.Contains("<li value=\"1\"><a rel=\"noopener noreferrer nofollow\" href=\"https://a.example/x?y=1&amp;z=%22\"><bdi>A &lt;b onclick", html, StringComparison.Ordinal);
        var markdown = await ada.Client.GetStringAsync($"/api/v1/conversations/{conversation}/export?format=markdown");
        Assert.Contains("\n- \\[1\\] A \\<b onclick\\=alert\\(1\\)\\>\\!\\[x\\]\\(https\\:\\/\\/evil\\.example\\/pixel\\) <" + Cited + ">\n", markdown, StringComparison.Ordinal);

        await bob.ImportAsync((await ada.Client.GetStringAsync($"/api/v1/conversations/{conversation}/export?format=json")).Replace("http://c.example/", "javascript:alert(1)", StringComparison.Ordinal));
        var imported = (await bob.IdsAsync("/api/v1/conversations")).Single(id => id != copy);
        Assert.Equal([Cited], Sources((await bob.MessagesAsync(imported))[1]).Select(s => s.Text("url")));
    }

    [Fact]
    public async Task A_question_has_no_sources()
    {
        using var ada = await ChatUser.SignInAsync(fixture.Host);
        var conversation = await ada.CreateConversationAsync();
        object[] parts = [new { type = "text", text = "See [1]." }, new { type = "source-url", sourceId = "1", url = "https://a.example/" }];

        await ada.SendAsync(HttpMethod.Post, $"/api/v1/conversations/{conversation}/messages", new { parts }, HttpStatusCode.BadRequest);
        await ada.SendAsync(HttpMethod.Post, "/api/v1/conversations/temporary", new { messages = new[] { new { role = "user", parts } } }, HttpStatusCode.BadRequest);
    }

    private static object Page(string url, string? title) => new { type = "url_citation", url_citation = new { url, title, start_index = 0, end_index = 6 } };

    private static List<JsonElement> Sources(JsonElement message) => [.. message.GetProperty("parts").EnumerateArray().Where(p => p.Text("type") == "source-url")];

    private static void AssertSources(JsonElement message)
    {
        var sources = Sources(message);
        Assert.Equal([("1", Cited), ("4", "http://c.example/")], sources.Select(s => (s.Text("sourceId"), s.Text("url"))));
        Assert.Equal("A <b onclick=alert(1)>![x](https://evil.example/pixel)", sources[0].Text("title"));
        Assert.False(sources[1].TryGetProperty("title", out _));
    }

    public sealed class SearchingEngine : IAsyncLifetime
    {
        internal EngineSimulator Engine { get; private set; } = null!;

        internal TestHost Host { get; private set; } = null!;

        public async ValueTask InitializeAsync()
        {
            Engine = await EngineSimulator.StartAsync();
            Engine.Answer(SimulatedAnswer.Words("Lisbon, says one [1]. Really.") with
            {
                Annotations = JsonSerializer.Serialize(new[]
                {
                    Page(Cited, "A \u202e<b onclick=alert(1)>![x](https://evil.example/pixel)"),
                    Page("javascript:alert(1)", "click me"),
                    Page(Cited, "the same"),
                    Page("https://b.example/" + new string('x', 3000), "long"),
                    Page("http://c.example", null),
                }),
            });
            var settings = Engine.AsNode("openai");
            settings["Chat:Titles"] = "false";
            Host = await TestHost.StartAsync(settings);
            using var ada = await ChatUser.SignInAsync(Host);
            await ChatFixture.EventuallyAsync(() => ada.GetAsync("/api/v1/models"), models => models.GetProperty("items").GetArrayLength() > 0);
        }

        public async ValueTask DisposeAsync()
        {
            await Host.DisposeAsync();
            await Engine.DisposeAsync();
        }
    }
}
