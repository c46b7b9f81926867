using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;

namespace OllamaNet.Benchmarks.Product;

/// <summary>Somebody who uses the product; prepares what is measured, itself unmeasured.</summary>
internal sealed class Account : IDisposable
{
    public const string Password = "a tide table for the whole year";

    private static readonly string[] KeyScopes = ["models.use"];

    private readonly HttpClient _http;
    private Guid? _id;

    private Account(HttpClient http, string name) => (_http, Name) = (http, name);

    public string Name { get; }

    public string Token { get; private set; } = "";

    public static async Task<Account> RegisterAsync(IPEndPoint server, string name)
    {
        var account = new Account(new HttpClient { BaseAddress = new Uri($"http://{server}/api/v1/") }, name);
        await account.SignedInAsync("auth/register", new { userName = name, email = $"{name}@example.org", password = Password });
        return account;
    }

    /// <summary>As <see cref="RegisterAsync"/>, in an installation where they may be known from an earlier run.</summary>
    public static async Task<Account> OpenAsync(IPEndPoint server, string name, bool isKnown)
    {
        if (!isKnown) return await RegisterAsync(server, name);
        var account = new Account(new HttpClient { BaseAddress = new Uri($"http://{server}/api/v1/") }, name);
        await account.LogInAsync();
        return account;
    }

    /// <summary>A new access token: they last a quarter of an hour.</summary>
    public Task LogInAsync() => SignedInAsync("auth/login", new { login = Name, password = Password });

    /// <returns>The refresh token of one session more.</returns>
    public static async Task<string> NewSessionAsync(IPEndPoint server, string name)
    {
        using var account = new Account(new HttpClient { BaseAddress = new Uri($"http://{server}/api/v1/") }, name);
        return (await account.PostAsync("auth/login", new { login = name, password = Password })).GetProperty("refreshToken").GetString()!;
    }

    public async Task<Guid> IdAsync() => _id ??= (await GetAsync("me")).GetProperty("id").GetGuid();

    /// <summary>Has a title, so that none is made.</summary>
    public async Task<string> CreateConversationAsync(string title) =>
        (await PostAsync("conversations", new { title })).GetProperty("id").GetString()!;

    public async Task<List<string>> CreateConversationsAsync(int count)
    {
        List<string> ids = [];
        for (var i = 0; i < count; i++) ids.Add(await CreateConversationAsync($"Conversation {i}"));
        return ids;
    }

    /// <summary>Asks, and waits for the end of the answer.</summary>
    /// <returns>The stream, as it came.</returns>
    public async Task<string> AskAsync(string conversation, string message, string model)
    {
        using var response = await _http.PostAsJsonAsync(new Uri($"conversations/{conversation}/messages", UriKind.Relative), new { message, model });
        var stream = await response.Content.ReadAsStringAsync();
        return response.IsSuccessStatusCode && stream.Contains("\"finish\"", StringComparison.Ordinal) ? stream : throw new InvalidOperationException($"No answer: {(int)response.StatusCode} {stream}");
    }

    public async Task<JsonElement> GetAsync(string path) => await _http.GetFromJsonAsync<JsonElement>(new Uri(path, UriKind.Relative));

    public Task<string> GetTextAsync(string path) => _http.GetStringAsync(new Uri(path, UriKind.Relative));

    /// <returns>A key for the doors of other APIs.</returns>
    public async Task<string> CreateKeyAsync() =>
        (await PostAsync("keys", new { name = "bench", scopes = KeyScopes })).GetProperty("key").GetString()!;

    public void Dispose() => _http.Dispose();

    private async Task SignedInAsync(string path, object body)
    {
        Token = (await PostAsync(path, body)).GetProperty("accessToken").GetString()!;
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Token);
    }

    private async Task<JsonElement> PostAsync(string path, object body)
    {
        using var response = await _http.PostAsJsonAsync(new Uri(path, UriKind.Relative), body);
        if (!response.IsSuccessStatusCode) throw new InvalidOperationException($"{path}: {(int)response.StatusCode} {await response.Content.ReadAsStringAsync()}");
        return await response.Content.ReadFromJsonAsync<JsonElement>();
    }
}
