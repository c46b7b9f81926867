using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using OllamaNet.Platform.Security;
using OllamaNet.Testing;

namespace OllamaNet.Chat.Tests;

/// <summary>A signed-in person who talks to the conversations API.</summary>
internal sealed class ChatUser : IDisposable
{
    private ChatUser(HttpClient client) => Client = client;

    public HttpClient Client { get; }

    /// <summary>Empty for somebody who came with a token.</summary>
    public Guid Id { get; private init; }

    public static ChatUser With(Uri address, string accessToken) =>
        With(address, accessToken, Guid.Empty);

    private static ChatUser With(Uri address, string accessToken, Guid id) =>
        new(new HttpClient { BaseAddress = address, DefaultRequestHeaders = { Authorization = new("Bearer", accessToken) } }) { Id = id };

    /// <summary>A new person each time, without the cost of a password.</summary>
    public static async Task<ChatUser> SignInAsync(TestHost host, string role = Roles.User)
    {
        var id = Guid.CreateVersion7();
        var token = await host.Services.GetRequiredService<TokenIssuer>().IssueAsync(new AccessToken(id, Guid.CreateVersion7(), 1, [role]), default);
        return With(host.Address, token, id);
    }

    /// <summary>The same person at another host.</summary>
    public ChatUser At(TestHost host) => new(new HttpClient { BaseAddress = host.Address, DefaultRequestHeaders = { Authorization = Client.DefaultRequestHeaders.Authorization } });

    public async Task<Guid> CreateConversationAsync(object? body = null)
    {
        var response = await Client.PostAsJsonAsync("/api/v1/conversations", body ?? new { });
        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
        return (await response.JsonAsync()).GetProperty("id").GetGuid();
    }

    public async Task<JsonElement> GetAsync(string path)
    {
        var response = await Client.GetAsync(path);
        Assert.True(response.IsSuccessStatusCode, $"{path}: {(int)response.StatusCode} {await response.Content.ReadAsStringAsync()}");
        return await response.JsonAsync();
    }

    public Task<JsonElement> ConversationAsync(Guid id) => GetAsync($"/api/v1/conversations/{id}");

    public async Task<List<JsonElement>> MessagesAsync(Guid id) => [.. (await GetAsync($"/api/v1/conversations/{id}/messages")).GetProperty("items").EnumerateArray()];

    /// <summary>Asks and reads to the end.</summary>
    public async Task<List<StreamEvent>> AskAsync(Guid id, string message, string? idempotencyKey = null)
    {
        using var stream = await OpenAsync(HttpMethod.Post, $"/api/v1/conversations/{id}/messages", new { message }, idempotencyKey);
        return await stream.ReadToEndAsync();
    }

    /// <summary>Opens a stream; what comes is read by the caller.</summary>
    public async Task<EventStream> OpenAsync(HttpMethod method, string path, object? body = null, string? idempotencyKey = null, string? lastEventId = null)
    {
        var request = new HttpRequestMessage(method, path) { Content = body is null ? null : JsonContent.Create(body) };
        if (idempotencyKey is not null) request.Headers.Add("Idempotency-Key", idempotencyKey);
        if (lastEventId is not null) request.Headers.Add("Last-Event-ID", lastEventId);
        var response = await Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        Assert.True(response.StatusCode is HttpStatusCode.OK, $"{path}: {(int)response.StatusCode} {(response.StatusCode is HttpStatusCode.OK ? "" : await response.Content.ReadAsStringAsync())}");
        Assert.Equal("text/event-stream", response.Content.Headers.ContentType?.MediaType);
        return new(response);
    }

    public void Dispose() => Client.Dispose();
}

internal sealed record StreamEvent(string? Id, JsonElement Data)
{
    public string Type => Data.GetProperty("type").GetString()!;

    public string Delta => Data.GetProperty("delta").GetString()!;
}

/// <summary>An open SSE response; ends at <c>[DONE]</c>.</summary>
internal sealed class EventStream : IDisposable
{
    private readonly HttpResponseMessage _response;
    private readonly IAsyncEnumerator<StreamEvent> _events;
    private bool _done;

    public EventStream(HttpResponseMessage response)
    {
        _response = response;
        _events = ReadAsync().GetAsyncEnumerator();
    }

    public HttpResponseHeaders Headers => _response.Headers;

    public async Task<StreamEvent> NextAsync() => await _events.MoveNextAsync() ? _events.Current : throw new InvalidOperationException("The stream has ended.");

    public async Task<List<StreamEvent>> UntilAsync(Func<StreamEvent, bool> last)
    {
        List<StreamEvent> events = [];
        do events.Add(await NextAsync().WaitAsync(TimeSpan.FromSeconds(20)));
        while (!last(events[^1]));
        return events;
    }

    public async Task<List<StreamEvent>> ReadToEndAsync()
    {
        List<StreamEvent> events = [];
        while (await _events.MoveNextAsync()) events.Add(_events.Current);
        Assert.True(_done, "The stream was cut: no [DONE].");
        return events;
    }

    /// <summary>The server closes the stream although the answer goes on.</summary>
    public async Task IsCutAsync()
    {
        while (await _events.MoveNextAsync()) continue;
        Assert.False(_done);
    }

    public void Dispose() => _response.Dispose();

    private async IAsyncEnumerable<StreamEvent> ReadAsync()
    {
        await foreach (var item in System.Net.ServerSentEvents.SseParser.Create(await _response.Content.ReadAsStreamAsync()).EnumerateAsync())
        {
            if (item.Data == "[DONE]")
            {
                _done = true;
                yield break;
            }

            yield return new(item.EventId, JsonDocument.Parse(item.Data).RootElement);
        }
    }
}

internal static class StreamReading
{
    public static string Text(this IEnumerable<StreamEvent> events) => string.Concat(events.Where(e => e.Type == "text-delta").Select(e => e.Delta));

    public static IEnumerable<string> Types(this IEnumerable<StreamEvent> events) => events.Select(e => e.Type);

    public static Guid MessageId(this IEnumerable<StreamEvent> events) => events.First(e => e.Type == "start").Data.GetProperty("messageId").GetGuid();

    public static async Task<JsonElement> JsonAsync(this HttpResponseMessage response) => JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement;

    public static string PlainText(this JsonElement message) =>
        string.Concat(message.GetProperty("parts").EnumerateArray().Where(p => p.GetProperty("type").GetString() == "text").Select(p => p.GetProperty("text").GetString()));

    public static string? Text(this JsonElement element, string name) => element.GetProperty(name).GetString();
}
