using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;

namespace OllamaNet.Chat.Tests;

public sealed class ConversationTests(ChatFixture fixture) : IClassFixture<ChatFixture>
{
    [Fact]
    public async Task Conversations_are_listed_by_newest_activity_page_by_page()
    {
        using var ada = await fixture.SignInAsync();
        List<Guid> made = [];
        for (var i = 0; i < 7; i++) made.Add(await ada.CreateConversationAsync(new { title = $"number {i}" }));
        await ada.AskAsync(made[0], "I am the newest now");

        List<Guid> listed = [];
        string? next = null;
        do
        {
            var page = await ada.GetAsync($"/api/v1/conversations?limit=3{(next is null ? "" : $"&after={next}")}");
            listed.AddRange(page.GetProperty("items").EnumerateArray().Select(c => c.GetProperty("id").GetGuid()));
            next = page.Text("next");
        }
        while (next is not null);

        Assert.Equal([made[0], .. made.Skip(1).Reverse()], listed);
    }

    [Fact]
    public async Task A_conversation_can_be_renamed_and_deleted()
    {
        using var ada = await fixture.SignInAsync();
        var id = await ada.CreateConversationAsync();

        var renamed = await ada.Client.PatchAsJsonAsync($"/api/v1/conversations/{id}", new { title = "New name" });
        Assert.Equal("New name", (await renamed.JsonAsync()).Text("title"));
        Assert.Equal("New name", (await ada.ConversationAsync(id)).Text("title"));

        Assert.Equal(HttpStatusCode.NoContent, (await ada.Client.DeleteAsync($"/api/v1/conversations/{id}")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await ada.Client.DeleteAsync($"/api/v1/conversations/{id}")).StatusCode);
    }

    [Theory]
    [InlineData("GET", "/api/v1/conversations/{0}")]
    [InlineData("PATCH", "/api/v1/conversations/{0}")]
    [InlineData("DELETE", "/api/v1/conversations/{0}")]
    [InlineData("GET", "/api/v1/conversations/{0}/messages")]
    [InlineData("GET", "/api/v1/conversations/{0}/messages/{1}")]
    [InlineData("POST", "/api/v1/conversations/{0}/messages")]
    [InlineData("POST", "/api/v1/conversations/{0}/messages/{1}/regenerate")]
    [InlineData("GET", "/api/v1/conversations/{0}/stream")]
    [InlineData("GET", "/api/v1/conversations/{0}/stream?message={1}")]
    [InlineData("POST", "/api/v1/conversations/{0}/stop")]
    public async Task Someone_elses_conversation_looks_absent(string method, string path)
    {
        using var ada = await fixture.SignInAsync();
        using var eve = await fixture.SignInAsync();
        var id = await ada.CreateConversationAsync();
        var answer = (await ada.AskAsync(id, "Private")).MessageId();

        async Task<(HttpStatusCode, string?)> TryAsync(Guid conversation, Guid message)
        {
            object? body = method switch { "PATCH" => new { title = "Taken" }, "POST" when path.EndsWith("messages", StringComparison.Ordinal) => new { message = "Hi" }, "POST" when path.EndsWith("regenerate", StringComparison.Ordinal) => new { }, _ => null };
            using var request = new HttpRequestMessage(new(method), string.Format(System.Globalization.CultureInfo.InvariantCulture, path, conversation, message)) { Content = body is null ? null : JsonContent.Create(body) };
            var response = await eve.Client.SendAsync(request);
            return (response.StatusCode, (await response.JsonAsync()).Text("code"));
        }

        var theirs = await TryAsync(id, answer);
        Assert.Equal(HttpStatusCode.NotFound, theirs.Item1);
        Assert.Equal(await TryAsync(Guid.CreateVersion7(), Guid.CreateVersion7()), theirs);
        Assert.Equal("Private", (await ada.MessagesAsync(id))[0].PlainText());
    }

    [Fact]
    public async Task A_message_of_another_conversation_is_no_parent_and_no_leaf()
    {
        using var ada = await fixture.SignInAsync();
        var (one, two) = (await ada.CreateConversationAsync(), await ada.CreateConversationAsync());
        var answer = (await ada.AskAsync(one, "Here")).MessageId();

        var asked = await ada.Client.PostAsJsonAsync($"/api/v1/conversations/{two}/messages", new { message = "There", parentId = answer });
        var read = await ada.Client.GetAsync($"/api/v1/conversations/{two}/messages?leaf={answer}");
        var again = await ada.Client.PostAsJsonAsync($"/api/v1/conversations/{two}/messages/{answer}/regenerate", new { });

        Assert.Equal(HttpStatusCode.BadRequest, asked.StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, read.StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, again.StatusCode);
    }

    [Fact]
    public async Task Messages_are_paged_both_ways()
    {
        using var ada = await fixture.SignInAsync();
        var id = await ada.CreateConversationAsync(new { title = "long" });
        for (var i = 0; i < 5; i++) await ada.AskAsync(id, $"question {i}");

        var newest = await ada.GetAsync($"/api/v1/conversations/{id}/messages?limit=4");
        var older = await ada.GetAsync($"/api/v1/conversations/{id}/messages?limit=4&before={newest.Text("previous")}");
        var oldest = await ada.GetAsync($"/api/v1/conversations/{id}/messages?limit=4&before={older.Text("previous")}");
        var back = await ada.GetAsync($"/api/v1/conversations/{id}/messages?limit=4&after={oldest.Text("next")}");
        var last = await ada.GetAsync($"/api/v1/conversations/{id}/messages?limit=4&after={back.Text("next")}");

        static IEnumerable<string> Texts(JsonElement page) => page.GetProperty("items").EnumerateArray().Where(m => m.Text("role") == "user").Select(m => m.PlainText());
        Assert.Equal(["question 3", "question 4"], Texts(newest));
        Assert.Null(newest.Text("next"));
        Assert.Equal(["question 1", "question 2"], Texts(older));
        Assert.Equal(["question 0"], Texts(oldest));
        Assert.Null(oldest.Text("previous"));
        Assert.Equal(["question 1", "question 2"], Texts(back));
        Assert.Equal(["question 3", "question 4"], Texts(last));
        Assert.Null(last.Text("next"));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"message":""}""")]
    [InlineData("""{"message":"   "}""")]
    [InlineData("""{"message":5}""")]
    [InlineData("""{"message":"a","parts":[{"type":"text","text":"b"}]}""")]
    [InlineData("""{"parts":[]}""")]
    [InlineData("""{"parts":[{"type":"video","text":"x"}]}""")]
    [InlineData("""{"parts":[{"type":"file","url":"http://169.254.169.254/"}]}""")]
    [InlineData("""{"message":"a","unknown":1}""")]
    [InlineData("""{"message":"a\u0000b"}""")]
    [InlineData("""{"message":"a\ud800"}""")]
    [InlineData("""{"message":"a","parentId":"not-a-uuid"}""")]
    [InlineData("""{"message":"a","options":{"temperature":9}}""")]
    [InlineData("""{"message":"a","options":{"stop":[""]}}""")]
    [InlineData("""{"message":"a","options":{"format":"xml"}}""")]
    [InlineData("not json")]
    public async Task A_bad_question_is_a_problem_that_stores_nothing(string body)
    {
        using var ada = await fixture.SignInAsync();
        var id = await ada.CreateConversationAsync();

        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        var response = await ada.Client.PostAsync($"/api/v1/conversations/{id}/messages", content);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        Assert.Empty(await ada.MessagesAsync(id));
    }

    [Theory]
    [InlineData("/api/v1/conversations?after=xyz")]
    [InlineData("/api/v1/conversations?limit=0")]
    [InlineData("/api/v1/conversations?limit=201")]
    [InlineData("/api/v1/conversations?limit=abc")]
    public async Task A_bad_query_is_a_problem(string path)
    {
        using var ada = await fixture.SignInAsync();

        var response = await ada.Client.GetAsync(path);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
    }
}
