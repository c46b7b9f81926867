using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;

namespace OllamaNet.Chat.Tests;

public sealed class NoteTests(ChatFixture fixture) : IClassFixture<ChatFixture>
{
    [Fact]
    public async Task A_note_is_on_a_conversation_a_message_or_a_range_of_it()
    {
        using var ada = await fixture.SignInAsync();
        var (conversation, answer) = await fixture.ConversedAsync(ada, "Where is Lisbon?", "Lisbon is in Portugal.");

        var whole = await ada.NoteAsync(new { conversationId = conversation, text = "About travels" });
        var message = await ada.NoteAsync(new { conversationId = conversation, messageId = answer, text = "A good answer" });
        var range = await ada.NoteAsync(new { conversationId = conversation, messageId = answer, rangeStart = 13, rangeEnd = 21, text = "Look for flights" });

        Assert.Equal(JsonValueKind.Null, whole.GetProperty("messageId").ValueKind);
        Assert.Equal(JsonValueKind.Null, message.GetProperty("quote").ValueKind);
        Assert.Equal("Portugal", range.Text("quote"));
        Assert.Equal(range.ToString(), (await ada.GetAsync($"/api/v1/notes/{range.GetProperty("id").GetGuid()}")).ToString());
        Assert.Equal(["Look for flights", "A good answer", "About travels"], await ada.NotesAsync($"?conversation={conversation}"));
        Assert.Equal(["Look for flights", "A good answer"], await ada.NotesAsync($"?message={answer}"));
    }

    [Fact]
    public async Task A_note_is_changed_and_deleted_and_what_it_is_on_stays()
    {
        using var ada = await fixture.SignInAsync();
        var (conversation, answer) = await fixture.ConversedAsync(ada, "Where is Lisbon?", "Lisbon is in Portugal.");
        var id = (await ada.NoteAsync(new { conversationId = conversation, messageId = answer, rangeStart = 0, rangeEnd = 6, text = "before" })).GetProperty("id").GetGuid();

        var changed = await (await ada.Client.PatchAsJsonAsync($"/api/v1/notes/{id}", new { text = "after" })).JsonAsync();

        Assert.Equal("after", changed.Text("text"));
        Assert.Equal("Lisbon", changed.Text("quote"));
        Assert.True(changed.GetProperty("updatedAt").GetDateTimeOffset() > changed.GetProperty("createdAt").GetDateTimeOffset());
        Assert.Equal(HttpStatusCode.NoContent, (await ada.Client.DeleteAsync($"/api/v1/notes/{id}")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await ada.Client.DeleteAsync($"/api/v1/notes/{id}")).StatusCode);
        Assert.Equal(2, (await ada.MessagesAsync(conversation)).Count);
    }

    [Fact]
    public async Task Notes_are_found_by_their_words_and_by_the_words_they_are_on()
    {
        using var ada = await fixture.SignInAsync();
        var (conversation, answer) = await fixture.ConversedAsync(ada, "Where is Lisbon?", "Lisbon is in Portugal.");
        await ada.NoteAsync(new { conversationId = conversation, text = "100 % sure" });
        await ada.NoteAsync(new { conversationId = conversation, text = "1000 sure" });
        await ada.NoteAsync(new { conversationId = conversation, messageId = answer, rangeStart = 13, rangeEnd = 21, text = "A country" });

        Assert.Equal(["100 % sure"], await ada.NotesAsync("?q=100%20%25"));
        Assert.Equal(["A country"], await ada.NotesAsync("?q=PORTU"));
        Assert.Empty(await ada.NotesAsync("?q=_"));
        Assert.Equal(["A country", "1000 sure", "100 % sure"], await ada.NotesAsync("?q=%20"));
    }

    [Fact]
    public async Task Notes_are_listed_page_by_page()
    {
        using var ada = await fixture.SignInAsync();
        var conversation = await ada.CreateConversationAsync();
        for (var i = 0; i < 5; i++) await ada.NoteAsync(new { conversationId = conversation, text = $"note {i}" });

        List<string> seen = [];
        string? next = null;
        do
        {
            var page = await ada.GetAsync($"/api/v1/notes?limit=2{(next is null ? "" : $"&after={next}")}");
            seen.AddRange(page.GetProperty("items").EnumerateArray().Select(n => n.Text("text")!));
            next = page.Text("next");
        }
        while (next is not null);

        Assert.Equal(["note 4", "note 3", "note 2", "note 1", "note 0"], seen);
    }

    [Fact]
    public async Task A_quote_moves_the_range_to_the_nearest_place_that_says_it()
    {
        using var ada = await fixture.SignInAsync();
        var (conversation, answer) = await fixture.ConversedAsync(ada, "Say it", "one two one two one");

        async Task<int> PlaceAsync(int start, string quote) =>
            (await ada.NoteAsync(new { conversationId = conversation, messageId = answer, rangeStart = start, rangeEnd = start + quote.Length, quote, text = "here" })).GetProperty("rangeStart").GetInt32();

        Assert.Equal(8, await PlaceAsync(8, "one"));
        Assert.Equal(8, await PlaceAsync(10, "one"));
        Assert.Equal(16, await PlaceAsync(14, "one"));
        Assert.Equal(12, await PlaceAsync(900, "two"));
        var gone = await ada.Client.PostAsJsonAsync("/api/v1/notes", new { conversationId = conversation, messageId = answer, rangeStart = 0, rangeEnd = 5, quote = "three", text = "here" });
        Assert.Equal(HttpStatusCode.BadRequest, gone.StatusCode);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(5, 3)]
    [InlineData(-1, 3)]
    [InlineData(0, 14)]
    [InlineData(0, 3)]
    [InlineData(3, 5)]
    [InlineData(2_000_000_000, 2_000_000_001)]
    public async Task A_range_outside_the_text_or_through_a_character_is_refused(int start, int end)
    {
        using var ada = await fixture.SignInAsync();
        var (conversation, answer) = await fixture.ConversedAsync(ada, "Wave", "ok👋 and bye.");

        var response = await ada.Client.PostAsJsonAsync("/api/v1/notes", new { conversationId = conversation, messageId = answer, rangeStart = start, rangeEnd = end, text = "x" });

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Empty(await ada.NotesAsync(""));
    }

    [Theory]
    [InlineData("""{"text":"x"}""")]
    [InlineData("""{"conversationId":"C"}""")]
    [InlineData("""{"conversationId":"C","text":""}""")]
    [InlineData("""{"conversationId":"C","text":" \n "}""")]
    [InlineData("""{"conversationId":"C","text":null}""")]
    [InlineData("""{"conversationId":"C","text":"x","rangeStart":0,"rangeEnd":1}""")]
    [InlineData("""{"conversationId":"C","messageId":"M","text":"x","rangeStart":0}""")]
    [InlineData("""{"conversationId":"C","messageId":"M","text":"x","rangeEnd":1}""")]
    [InlineData("""{"conversationId":"C","messageId":"M","text":"x","quote":"Lisbon"}""")]
    [InlineData("""{"conversationId":"C","messageId":"M","text":"x","rangeStart":0,"rangeEnd":20000}""")]
    [InlineData("""{"conversationId":"C","text":"x","ownerId":"C"}""")]
    [InlineData("""{"conversationId":"C","text":"a\u0000b"}""")]
    [InlineData("""{"conversationId":"C","text":"a\ud800"}""")]
    public async Task A_bad_note_is_a_problem_that_stores_nothing(string body)
    {
        using var ada = await fixture.SignInAsync();
        var (conversation, answer) = await fixture.ConversedAsync(ada, "Where is Lisbon?", "Lisbon is in Portugal.");

        using var content = new StringContent(body.Replace("\"C\"", $"\"{conversation}\"", StringComparison.Ordinal).Replace("\"M\"", $"\"{answer}\"", StringComparison.Ordinal), Encoding.UTF8, "application/json");
        var response = await ada.Client.PostAsync("/api/v1/notes", content);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        Assert.Empty(await ada.NotesAsync(""));
    }

    [Fact]
    public async Task A_note_has_ten_thousand_characters_at_most()
    {
        using var ada = await fixture.SignInAsync();
        var conversation = await ada.CreateConversationAsync();

        var fits = await ada.Client.PostAsJsonAsync("/api/v1/notes", new { conversationId = conversation, text = new string('x', 10_000) });
        var longer = await ada.Client.PostAsJsonAsync("/api/v1/notes", new { conversationId = conversation, text = new string('x', 10_001) });
        var grown = await ada.Client.PatchAsJsonAsync(fits.Headers.Location, new { text = new string('x', 10_001) });

        Assert.Equal(HttpStatusCode.Created, fits.StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, longer.StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, grown.StatusCode);
    }

    [Fact]
    public async Task A_conversation_takes_a_thousand_notes_even_when_they_come_at_once()
    {
        using var ada = await fixture.SignInAsync();
        var conversation = await ada.CreateConversationAsync();
        await fixture.ExecuteAsync($"""
            INSERT INTO chat.notes (id, owner_id, conversation_id, text, created_at, updated_at)
            SELECT gen_random_uuid(), owner_id, id, 'n', now(), now() FROM chat.conversations, generate_series(1, 998) WHERE id = '{conversation}'
            """);

        var statuses = await Task.WhenAll(Enumerable.Range(0, 8).Select(async _ => (await ada.Client.PostAsJsonAsync("/api/v1/notes", new { conversationId = conversation, text = "one more" })).StatusCode));

        Assert.Equal(2, statuses.Count(s => s is HttpStatusCode.Created));
        Assert.Equal(6, statuses.Count(s => s is HttpStatusCode.Conflict));
    }

    [Fact]
    public async Task Someone_elses_note_looks_absent()
    {
        using var ada = await fixture.SignInAsync();
        using var eve = await fixture.SignInAsync();
        var (conversation, answer) = await fixture.ConversedAsync(ada, "Private", "Secret answer");
        var id = (await ada.NoteAsync(new { conversationId = conversation, messageId = answer, text = "my own words" })).GetProperty("id").GetGuid();
        var (others, othersAnswer) = await fixture.ConversedAsync(eve, "Mine", "Also mine");

        Assert.Equal(HttpStatusCode.NotFound, (await eve.Client.GetAsync($"/api/v1/notes/{id}")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await eve.Client.PatchAsJsonAsync($"/api/v1/notes/{id}", new { text = "taken" })).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await eve.Client.DeleteAsync($"/api/v1/notes/{id}")).StatusCode);
        Assert.Empty(await eve.NotesAsync(""));
        Assert.Empty(await eve.NotesAsync($"?conversation={conversation}"));
        Assert.Empty(await eve.NotesAsync($"?message={answer}&q=words"));
        foreach (var body in new object[]
        {
            new { conversationId = conversation, text = "x" },
            new { conversationId = others, messageId = answer, text = "x" },
            new { conversationId = others, messageId = answer, rangeStart = 0, rangeEnd = 6, text = "x" },
            new { conversationId = conversation, messageId = othersAnswer, text = "x" },
            new { conversationId = Guid.CreateVersion7(), text = "x" },
        })
            Assert.Equal(HttpStatusCode.NotFound, (await eve.Client.PostAsJsonAsync("/api/v1/notes", body)).StatusCode);
        Assert.Equal(["my own words"], await ada.NotesAsync(""));
    }

    [Fact]
    public async Task A_message_of_another_conversation_takes_no_note_here()
    {
        using var ada = await fixture.SignInAsync();
        var (_, answer) = await fixture.ConversedAsync(ada, "One", "First");
        var two = await ada.CreateConversationAsync();

        Assert.Equal(HttpStatusCode.NotFound, (await ada.Client.PostAsJsonAsync("/api/v1/notes", new { conversationId = two, messageId = answer, text = "x" })).StatusCode);
    }

    [Fact]
    public async Task Notes_of_a_conversation_in_the_trash_are_there_with_it()
    {
        using var ada = await fixture.SignInAsync();
        var conversation = await ada.CreateConversationAsync();
        var id = (await ada.NoteAsync(new { conversationId = conversation, text = "away" })).GetProperty("id").GetGuid();
        await fixture.ExecuteAsync($"UPDATE chat.conversations SET deleted_at = now() WHERE id = '{conversation}'");

        Assert.Empty(await ada.NotesAsync(""));
        Assert.Equal(HttpStatusCode.NotFound, (await ada.Client.GetAsync($"/api/v1/notes/{id}")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await ada.Client.PatchAsJsonAsync($"/api/v1/notes/{id}", new { text = "x" })).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await ada.Client.DeleteAsync($"/api/v1/notes/{id}")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await ada.Client.PostAsJsonAsync("/api/v1/notes", new { conversationId = conversation, text = "x" })).StatusCode);
    }

    [Fact]
    public async Task A_range_of_an_answer_that_still_grows_is_not_taken()
    {
        using var ada = await fixture.SignInAsync();
        var conversation = await ada.CreateConversationAsync();
        var (release, answer) = await fixture.AnsweringAsync(ada, conversation);

        var response = await ada.Client.PostAsJsonAsync("/api/v1/notes", new { conversationId = conversation, messageId = answer, rangeStart = 0, rangeEnd = 1, text = "x" });
        var rated = await ada.Client.PutAsJsonAsync($"/api/v1/conversations/{conversation}/messages/{answer}/feedback", new { rating = 1 });
        release();

        Assert.Equal(HttpStatusCode.Conflict, response.StatusCode);
        Assert.Equal(HttpStatusCode.Conflict, rated.StatusCode);
    }

    [Theory]
    [InlineData("?limit=0")]
    [InlineData("?limit=201")]
    [InlineData("?after=xyz")]
    [InlineData("?conversation=abc")]
    public async Task A_bad_query_is_a_problem(string query)
    {
        using var ada = await fixture.SignInAsync();

        Assert.Equal(HttpStatusCode.BadRequest, (await ada.Client.GetAsync($"/api/v1/notes{query}")).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await ada.Client.GetAsync($"/api/v1/notes?q={new string('x', 201)}")).StatusCode);
    }
}
