using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace OllamaNet.Auth.Tests.Sso;

/// <summary>
/// Simulates an OpenID Connect provider, for what no real one would do: it says of itself, signs and answers whatever a test wants. It checks PKCE, and that a code is
/// used once. What a real provider does is tested with one.
/// </summary>
public sealed class SimulatedProvider : IAsyncDisposable
{
    public const string ClientId = "ollamanet", ClientSecret = "a secret of the client & more";

    private readonly WebApplication app;
    private readonly ConcurrentDictionary<string, (string Challenge, JsonObject Answer)> codes = new(StringComparer.Ordinal);
    private int keyRequests, tokenRequests;

    private readonly TimeProvider time;

    private SimulatedProvider(WebApplication app, TimeProvider time) => (this.app, this.time) = (app, time);

    public string Issuer { get; private set; } = "";

    public int Port => new Uri(Issuer).Port;

    public RSA Rsa { get; } = RSA.Create(2048);

    public ECDsa Ec { get; } = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    public int KeyRequests => keyRequests;

    public int TokenRequests => tokenRequests;

    /// <summary>Changes what it says of itself.</summary>
    public Action<JsonObject>? Bend { get; set; }

    /// <summary>Answers in place of everything else; false: it did not.</summary>
    public Func<HttpContext, Task<bool>>? Instead { get; set; }

    /// <summary>What it tells of the person besides the token.</summary>
    public JsonObject? UserInfo { get; set; }

    /// <summary>The names of its keys.</summary>
    public string RsaId { get; set; } = "rsa";

    public static async Task<SimulatedProvider> StartAsync(TimeProvider? time = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var provider = new SimulatedProvider(app, time ?? TimeProvider.System);
        app.Run(provider.AnswerAsync);
        await app.StartAsync();
        provider.Issuer = app.Urls.First();
        return provider;
    }

    /// <summary>The code that a browser gets that went there with this challenge.</summary>
    public string CodeFor(string challenge, string? idToken, string accessToken = "at")
    {
        var code = Guid.CreateVersion7().ToString("N");
        JsonObject answer = new() { ["token_type"] = "Bearer", ["access_token"] = accessToken };
        if (idToken is not null) answer["id_token"] = idToken;
        codes[code] = (challenge, answer);
        return code;
    }

    public JsonObject Claims(string subject, string nonce, Action<JsonObject>? bend = null)
    {
        var now = time.GetUtcNow().ToUnixTimeSeconds();
        JsonObject claims = new()
        {
            ["iss"] = Issuer,
            ["aud"] = ClientId,
            ["sub"] = subject,
            ["nonce"] = nonce,
            ["iat"] = now,
            ["exp"] = now + 300,
            ["email"] = $"{subject}@example.net",
            ["email_verified"] = true,
        };
        bend?.Invoke(claims);
        return claims;
    }

    public string Sign(JsonObject claims, string algorithm = "RS256", string? keyId = "rsa", RSA? with = null)
    {
        JsonObject header = new() { ["alg"] = algorithm, ["typ"] = "JWT" };
        if (keyId is not null) header["kid"] = keyId;
        var content = $"{Encode(header.ToJsonString())}.{Encode(claims.ToJsonString())}";
        var bytes = Encoding.ASCII.GetBytes(content);
        var signature = algorithm switch
        {
            "RS256" => (with ?? Rsa).SignData(bytes, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1),
            "PS512" => (with ?? Rsa).SignData(bytes, HashAlgorithmName.SHA512, RSASignaturePadding.Pss),
            "ES256" => Ec.SignData(bytes, HashAlgorithmName.SHA256),
            "HS256" => HMACSHA256.HashData(Encoding.ASCII.GetBytes(Rsa.ExportSubjectPublicKeyInfoPem()), bytes),
            _ => [],
        };
        return $"{content}.{Base64Url.EncodeToString(signature)}";
    }

    public async ValueTask DisposeAsync()
    {
        await app.DisposeAsync();
        Rsa.Dispose();
        Ec.Dispose();
    }

    private static string Encode(string text) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(text));

    private async Task AnswerAsync(HttpContext context)
    {
        if (Instead is { } instead && await instead(context)) return;
        JsonObject? answer = context.Request.Path.Value switch
        {
            "/.well-known/openid-configuration" => Description(),
            "/keys" => Keys(),
            "/token" => await ExchangeAsync(context),
            "/me" => UserInfo,
            _ => null,
        };
        if (answer is null)
        {
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
            answer = new() { ["error"] = "invalid_grant" };
        }

        context.Response.ContentType = "application/json";
        await context.Response.WriteAsync(answer.ToJsonString());
    }

    private JsonObject Description()
    {
        JsonObject description = new()
        {
            ["issuer"] = Issuer,
            ["authorization_endpoint"] = $"{Issuer}/authorize",
            ["token_endpoint"] = $"{Issuer}/token",
            ["jwks_uri"] = $"{Issuer}/keys",
            ["userinfo_endpoint"] = $"{Issuer}/me",
        };
        Bend?.Invoke(description);
        return description;
    }

    private JsonObject Keys()
    {
        Interlocked.Increment(ref keyRequests);
        var (rsa, ec) = (Rsa.ExportParameters(false), Ec.ExportParameters(false));
        return new()
        {
            ["keys"] = new JsonArray(
                new JsonObject { ["kty"] = "RSA", ["kid"] = RsaId, ["n"] = Base64Url.EncodeToString(rsa.Modulus), ["e"] = Base64Url.EncodeToString(rsa.Exponent) },
                new JsonObject { ["kty"] = "EC", ["kid"] = "ec", ["use"] = "sig", ["crv"] = "P-256", ["x"] = Base64Url.EncodeToString(ec.Q.X), ["y"] = Base64Url.EncodeToString(ec.Q.Y) },
                new JsonObject { ["kty"] = "oct", ["kid"] = "shared", ["k"] = Base64Url.EncodeToString("everybody knows this one"u8) }),
        };
    }

    private async Task<JsonObject?> ExchangeAsync(HttpContext context)
    {
        Interlocked.Increment(ref tokenRequests);
        var form = await context.Request.ReadFormAsync();
        var basic = Convert.ToBase64String(Encoding.UTF8.GetBytes($"{WebUtility.UrlEncode(ClientId)}:{WebUtility.UrlEncode(ClientSecret)}"));
        if (context.Request.Headers.Authorization != $"Basic {basic}" || !codes.TryRemove(form["code"].ToString(), out var known)) return null;
        return Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(form["code_verifier"].ToString()))) == known.Challenge ? known.Answer : null;
    }
}
