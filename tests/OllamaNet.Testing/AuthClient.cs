using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;

namespace OllamaNet.Testing;

/// <summary>Somebody with an account, and a client that is signed in as them.</summary>
public sealed class TestUser(HttpClient client, JsonElement signedIn) : IDisposable
{
    public const string Password = "correct horse battery staple";

    /// <summary>Sends the access token with each request.</summary>
    public HttpClient Client { get; } = client;

    public Guid Id { get; } = signedIn.GetProperty("user").GetProperty("id").GetGuid();

    public string UserName { get; } = signedIn.GetProperty("user").GetProperty("userName").GetString()!;

    public string AccessToken { get; } = signedIn.GetProperty("accessToken").GetString()!;

    /// <summary>Null when it went into the cookie.</summary>
    public string? RefreshToken { get; } = signedIn.TryGetProperty("refreshToken", out var token) ? token.GetString() : null;

    public void Dispose() => Client.Dispose();
}

public static class AuthClient
{
    private static int lastNumber;

    /// <summary>Registers a user. The first on a host becomes its administrator.</summary>
    /// <param name="userName">A new one when left out.</param>
    public static async Task<TestUser> SignUpAsync(this TestHost host, string? userName = null, string? setupCode = null)
    {
        userName ??= $"user-{Interlocked.Increment(ref lastNumber)}";
        using var response = await host.Client.PostAsJsonAsync(
            "/api/v1/auth/register", new { userName, email = $"{userName}@example.org", password = TestUser.Password, setupCode });
        return await host.ReadAsync(response);
    }

    /// <summary>Registers an ordinary user, and the administrator first when there is none.</summary>
    public static async Task<TestUser> SignUpOrdinaryAsync(this TestHost host, string? userName = null)
    {
        var user = await host.SignUpAsync(userName);
        if (!await user.IsAdministratorAsync()) return user;
        return await host.SignUpAsync(userName is null ? null : $"{userName}-too");
    }

    public static async Task<TestUser> LogInAsync(this TestHost host, string login, string password = TestUser.Password)
    {
        using var response = await host.Client.PostAsJsonAsync("/api/v1/auth/login", new { login, password });
        return await host.ReadAsync(response);
    }

    /// <summary>Makes an API key.</summary>
    /// <param name="request">The body; left out: a key for models.</param>
    /// <returns>The key itself, <c>onk_…</c>, and its id.</returns>
    public static async Task<(string Key, Guid Id)> CreateKeyAsync(this TestUser user, object? request = null)
    {
        using var response = await user.Client.PostAsJsonAsync("/api/v1/keys", request ?? new { name = "test", scopes = new[] { "models.use" } });
        var body = await response.Content.ReadFromJsonAsync<JsonElement>();
        if (response.StatusCode is not HttpStatusCode.Created) throw new HttpRequestException($"{(int)response.StatusCode}: {body}", null, response.StatusCode);
        return (body.GetProperty("key").GetString()!, body.GetProperty("id").GetGuid());
    }

    /// <summary>A client that sends this access token or API key.</summary>
    public static HttpClient ClientWith(this TestHost host, string accessToken)
    {
        var client = new HttpClient { BaseAddress = host.Address };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", accessToken);
        return client;
    }

    private static async Task<bool> IsAdministratorAsync(this TestUser user)
    {
        var me = await user.Client.GetFromJsonAsync<JsonElement>("/api/v1/me");
        return me.GetProperty("roles").EnumerateArray().Any(role => role.GetString() == "Admin");
    }

    private static async Task<TestUser> ReadAsync(this TestHost host, HttpResponseMessage response)
    {
        var body = await response.Content.ReadAsStringAsync();
        if (response.StatusCode is not (HttpStatusCode.OK or HttpStatusCode.Created)) throw new HttpRequestException($"{(int)response.StatusCode}: {body}", null, response.StatusCode);

        using var json = JsonDocument.Parse(body);
        var signedIn = json.RootElement.Clone();
        return new TestUser(host.ClientWith(signedIn.GetProperty("accessToken").GetString()!), signedIn);
    }
}
