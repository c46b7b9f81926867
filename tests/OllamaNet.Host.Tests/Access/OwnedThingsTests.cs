using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using OllamaNet.Testing;
using Xunit;

namespace OllamaNet.Host.Tests.Access;

/// <summary>Somebody has one of everything; another user, and an administrator, call every route with the ids of it.</summary>
public sealed class OwnedThingsTests(AccessHost shared) : IClassFixture<AccessHost>
{
    private const string Missing = "0199f3a2-0000-7000-8000-000000000001";

    [Theory, InlineData(false), InlineData(true)]
    public async Task Nobody_reaches_what_belongs_to_another(bool administrator)
    {
        using var owner = await shared.PersonAsync(administrator: false);
        using var stranger = await shared.PersonAsync(administrator);
        var things = await ThingsOfAsync(owner.Client);
        var before = await ReadAsync(owner.Client, things);
        var bodies = await shared.Host.Client.GetFromJsonAsync<JsonElement>("/openapi/v1.json");

        var wrong = new List<string>();
        var walked = 0;
        foreach (var route in Route.Of(shared.Host).Where(r => things.ContainsKey(CollectionOf(r))))
        {
            walked++;
            var body = BodyOf(bodies, route);
            var foreign = await AnswerAsync(stranger.Client, route, things[CollectionOf(route)], body);
            var missing = await AnswerAsync(stranger.Client, route, things[CollectionOf(route)].ToDictionary(t => t.Key, _ => Missing, StringComparer.Ordinal), body);
            if (foreign != missing || foreign.Status is not HttpStatusCode.NotFound) wrong.Add($"{route}: {foreign}; a missing one: {missing}");
        }

        Assert.Empty(wrong);
        Assert.InRange(walked, 60, int.MaxValue);
        Assert.Equal(before, await ReadAsync(owner.Client, things));
    }

    /// <summary>The same, where somebody's own conversation is named with the message of another's.</summary>
    [Fact]
    public async Task A_message_is_reached_through_its_own_conversation_only()
    {
        using var owner = await shared.PersonAsync(administrator: false);
        using var stranger = await shared.PersonAsync(administrator: false);
        var theirs = (await ThingsOfAsync(owner.Client))["/api/v1/conversations"];
        var own = (await ThingsOfAsync(stranger.Client))["/api/v1/conversations"];
        Dictionary<string, string> mixed = new(theirs, StringComparer.Ordinal) { ["id"] = own["id"] };
        var bodies = await shared.Host.Client.GetFromJsonAsync<JsonElement>("/openapi/v1.json");

        var wrong = new List<string>();
        foreach (var route in Route.Of(shared.Host).Where(r => r.Pattern.StartsWith("/api/v1/conversations/{id:guid}/messages/{messageId", StringComparison.Ordinal)))
            if ((await AnswerAsync(stranger.Client, route, mixed, BodyOf(bodies, route))).Status is var status and not HttpStatusCode.NotFound) wrong.Add($"{route}: {status}");

        Assert.Empty(wrong);
    }

    private static async Task<(HttpStatusCode Status, string? Code)> AnswerAsync(HttpClient caller, Route route, IReadOnlyDictionary<string, string> ids, string body)
    {
        using var request = route.Request(ids, body);
        request.Headers.TryAddWithoutValidation("If-Match", "*");
        using var response = await caller.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        var isProblem = response.Content.Headers.ContentType?.MediaType is "application/problem+json";
        return (response.StatusCode, isProblem ? (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("code").GetString() : null);
    }

    /// <summary>The example of the API's own description: what is refused is refused for whose it is.</summary>
    private static string BodyOf(JsonElement document, Route route)
    {
        var pattern = route.Pattern.Replace(":guid", "", StringComparison.Ordinal);
        return document.GetProperty("paths").TryGetProperty(pattern, out var path) && path.TryGetProperty(route.Method.ToLowerInvariant(), out var operation)
            && operation.TryGetProperty("requestBody", out var body) && body.GetProperty("content").TryGetProperty("application/json", out var json) && json.TryGetProperty("example", out var example)
            ? example.GetRawText() : "{}";
    }

    /// <summary>What the resource is a collection of: the part of the path before the first id.</summary>
    private static string CollectionOf(Route route) => route.Pattern.IndexOf("/{id", StringComparison.Ordinal) is var at and > 0 ? route.Pattern[..at] : "";

    /// <returns>For each collection, the ids that its routes take.</returns>
    private static async Task<Dictionary<string, Dictionary<string, string>>> ThingsOfAsync(HttpClient owner)
    {
        var conversation = await CreatedAsync(owner, "/api/v1/conversations", new { title = "Mine" });
        var question = await ImportedAsync(owner);
        var deleted = await CreatedAsync(owner, "/api/v1/conversations", new { title = "Gone" });
        (await owner.DeleteAsync($"/api/v1/conversations/{deleted}")).EnsureSuccessStatusCode();
        using var text = new StringContent("words", Encoding.UTF8, "text/plain");
        using var uploaded = await owner.PostAsync("/api/v1/attachments?name=a.txt", text);
        var sessions = await owner.GetFromJsonAsync<JsonElement>("/api/v1/auth/sessions");
        var imports = await owner.GetFromJsonAsync<JsonElement>("/api/v1/imports");
        Dictionary<string, string> One(string id) => new(StringComparer.Ordinal) { ["id"] = id };

        return new(StringComparer.Ordinal)
        {
            ["/api/v1/conversations"] = new(StringComparer.Ordinal) { ["id"] = question.Conversation, ["messageId"] = question.Message, ["questionId"] = Missing },
            ["/api/v1/folders"] = One(await CreatedAsync(owner, "/api/v1/folders", new { name = "Mine" })),
            ["/api/v1/tags"] = One(await CreatedAsync(owner, "/api/v1/tags", new { name = "mine" })),
            ["/api/v1/notes"] = One(await CreatedAsync(owner, "/api/v1/notes", new { conversationId = conversation, text = "Mine" })),
            ["/api/v1/presets"] = One(await CreatedAsync(owner, "/api/v1/presets", new { name = "Mine" })),
            ["/api/v1/shares"] = One(await CreatedAsync(owner, "/api/v1/shares", new { conversationId = question.Conversation })),
            ["/api/v1/exports"] = One(await CreatedAsync(owner, "/api/v1/exports", new { format = "json" })),
            ["/api/v1/imports"] = One(imports.GetProperty("items")[0].GetProperty("id").GetString()!),
            ["/api/v1/trash"] = One(deleted),
            ["/api/v1/attachments"] = One((await uploaded.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetString()!),
            ["/api/v1/keys"] = One(await CreatedAsync(owner, "/api/v1/keys", new { name = "mine", scopes = new[] { "models.use" } })),
            ["/api/v1/auth/sessions"] = One(sessions.GetProperty("items")[0].GetProperty("id").GetString()!),
        };
    }

    private static async Task<string> CreatedAsync(HttpClient owner, string path, object body)
    {
        using var response = await owner.PostAsJsonAsync(path, body);
        var answer = await response.Content.ReadFromJsonAsync<JsonElement>();
        Assert.True(response.StatusCode is HttpStatusCode.Created, $"{path}: {answer}");
        return answer.GetProperty("id").GetString()!;
    }

    /// <summary>A conversation with a message, without an engine.</summary>
    private static async Task<(string Conversation, string Message)> ImportedAsync(HttpClient owner)
    {
        using var file = JsonContent.Create(new[]
        {
            new
            {
                conversation_id = "c", title = "Asked",
                mapping = new { n0 = new { parent = (string?)null, message = new { author = new { role = "user" }, content = new { content_type = "text", parts = new[] { "A question" } } } } },
            },
        });
        using var import = await owner.PostAsync("/api/v1/imports", file);
        import.EnsureSuccessStatusCode();
        for (var tries = 0; tries < 300; tries++)
        {
            var list = await owner.GetFromJsonAsync<JsonElement>("/api/v1/conversations");
            if (list.GetProperty("items").EnumerateArray().FirstOrDefault(c => c.GetProperty("title").GetString() == "Asked") is { ValueKind: JsonValueKind.Object } found)
            {
                var id = found.GetProperty("id").GetString()!;
                var messages = await owner.GetFromJsonAsync<JsonElement>($"/api/v1/conversations/{id}/messages");
                if (messages.GetProperty("items") is var items && items.GetArrayLength() > 0) return (id, items[0].GetProperty("id").GetString()!);
            }

            await Task.Delay(100);
        }

        throw new TimeoutException("The import did not end.");
    }

    /// <summary>All of it as its owner sees it.</summary>
    private static async Task<string> ReadAsync(HttpClient owner, Dictionary<string, Dictionary<string, string>> things)
    {
        var all = new StringBuilder();
        foreach (var collection in things.Keys.Where(c => c is not ("/api/v1/exports" or "/api/v1/attachments" or "/api/v1/auth/sessions"))) all.AppendLine(await owner.GetStringAsync(collection));
        all.AppendLine(await owner.GetStringAsync($"/api/v1/conversations/{things["/api/v1/conversations"]["id"]}/messages"));
        all.AppendLine(await owner.GetStringAsync($"/api/v1/attachments/{things["/api/v1/attachments"]["id"]}/content"));
        return all.ToString();
    }
}
