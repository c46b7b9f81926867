using System.Buffers.Text;
using System.Net;
using System.Text;
using System.Text.Json;
using OllamaNet.Testing;
using Xunit;

namespace OllamaNet.Auth.Tests;

public sealed class TokenTests(AuthHost shared) : IClassFixture<AuthHost>
{
    private const string Sub = "01939c1e-6f4a-7c3b-9a51-5d1c0f6f7a10", Sid = "01939c1e-6f4a-7c3b-9a51-5d1c0f6f7a11";
    private readonly TestHost host = shared.Host;

    [Fact]
    public async Task A_token_says_who_which_session_which_version_and_what_for()
    {
        using var user = await host.SignUpAsync(AuthHost.NewName());

        var header = Part(user.AccessToken, 0);
        var payload = Part(user.AccessToken, 1);

        Assert.Equal(("ES256", "at+jwt", await host.SigningKeyIdAsync()), (header.Text("alg"), header.Text("typ"), header.Text("kid")));
        Assert.Equal(("ollamanet", "ollamanet", user.Id.ToString()), (payload.Text("iss"), payload.Text("aud"), payload.Text("sub")));
        Assert.Equal(["User"], payload.GetProperty("roles").EnumerateArray().Select(r => r.GetString()!));
        Assert.Equal(1, payload.GetProperty("ver").GetInt32());
        Assert.Equal(900, payload.GetProperty("exp").GetInt64() - payload.GetProperty("iat").GetInt64());
        Assert.NotEqual(Guid.Empty, payload.GetProperty("sid").GetGuid());
    }

    [Fact]
    public async Task What_the_forge_makes_is_accepted_when_all_is_right() =>
        Assert.Equal(HttpStatusCode.NotFound, await host.MeAsync(await host.SignAsync(await HeaderAsync(), Payload())));

    [Theory]
    [InlineData("iss", "\"someone\"")]
    [InlineData("iss", null)]
    [InlineData("aud", "\"elsewhere\"")]
    [InlineData("aud", "[\"elsewhere\"]")]
    [InlineData("aud", null)]
    [InlineData("exp", "0")]
    [InlineData("exp", "1700000000")]
    [InlineData("exp", "1e300")]
    [InlineData("exp", "\"4102444800\"")]
    [InlineData("exp", null)]
    [InlineData("nbf", "4102444800")]
    [InlineData("nbf", null)]
    [InlineData("sub", "\"\"")]
    [InlineData("sub", "\"root\"")]
    [InlineData("sub", null)]
    [InlineData("sid", "\"x\"")]
    [InlineData("sid", null)]
    [InlineData("ver", "\"1\"")]
    [InlineData("ver", "1.5")]
    [InlineData("ver", null)]
    [InlineData("roles", "\"Admin\"")]
    [InlineData("roles", null)]
    public async Task A_wrong_or_missing_claim_is_refused_though_the_signature_holds(string claim, string? value) =>
        await ShouldBeRefusedAsync(await host.SignAsync(await HeaderAsync(), Payload(claim, value)));

    [Theory]
    [InlineData("""{"alg":"none","typ":"at+jwt","kid":"KID"}""")]
    [InlineData("""{"alg":"HS256","typ":"at+jwt","kid":"KID"}""")]
    [InlineData("""{"alg":"es256","typ":"at+jwt","kid":"KID"}""")]
    [InlineData("""{"alg":"ES256","typ":"JWT","kid":"KID"}""")]
    [InlineData("""{"alg":"ES256","kid":"KID"}""")]
    [InlineData("""{"alg":"ES256","typ":"at+jwt"}""")]
    [InlineData("""{"alg":"ES256","typ":"at+jwt","kid":"nobody"}""")]
    [InlineData("""{"alg":"ES256","typ":"at+jwt","kid":"KID","crit":["x"],"x":1}""")]
    [InlineData("""{"alg":"ES256","alg":"ES256","typ":"at+jwt","kid":"KID"}""")]
    [InlineData("\"KID\"")]
    [InlineData("[]")]
    [InlineData("")]
    public async Task Another_header_is_refused_though_the_signature_holds(string header) =>
        await ShouldBeRefusedAsync(await host.SignAsync(header.Replace("KID", await host.SigningKeyIdAsync(), StringComparison.Ordinal), Payload()));

    [Theory]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("{")]
    [InlineData("")]
    public async Task A_payload_that_is_no_object_is_refused(string payload) => await ShouldBeRefusedAsync(await host.SignAsync(await HeaderAsync(), payload));

    [Fact]
    public async Task A_claim_said_twice_is_refused() =>
        await ShouldBeRefusedAsync(await host.SignAsync(await HeaderAsync(), Payload().Replace("{", $$"""{"sub":"{{Sid}}",""", StringComparison.Ordinal)));

    [Fact]
    public async Task A_changed_payload_signature_or_form_is_refused()
    {
        using var user = await host.SignUpAsync(AuthHost.NewName());
        var parts = user.AccessToken.Split('.');
        var raised = Base64Url.EncodeToString(Encoding.UTF8.GetBytes(Part(user.AccessToken, 1).GetRawText().Replace("\"User\"", "\"Admin\"", StringComparison.Ordinal)));

        await ShouldBeRefusedAsync($"{parts[0]}.{raised}.{parts[2]}");
        await ShouldBeRefusedAsync($"{parts[0]}.{parts[1]}.");
        await ShouldBeRefusedAsync($"{parts[0]}.{parts[1]}.{new string('A', 86)}");
        await ShouldBeRefusedAsync($"{parts[0]}.{parts[1]}");
        await ShouldBeRefusedAsync(user.AccessToken + "=");
        await ShouldBeRefusedAsync(user.AccessToken + ".x");
        await ShouldBeRefusedAsync($" {user.AccessToken}");
        await ShouldBeRefusedAsync(new string('a', 9000));
    }

    [Fact]
    public async Task An_administrators_token_does_not_outlive_its_key_being_someone_elses()
    {
        await using var other = await TestHost.StartAsync();
        using var foreign = await other.SignUpAsync();

        await ShouldBeRefusedAsync(foreign.AccessToken);
    }

    [Fact]
    public async Task A_new_key_is_published_before_it_signs_and_the_old_one_stays_for_its_tokens()
    {
        await using var rotating = new AuthHostScope();
        var (rotated, clock) = await rotating.StartAsync();
        var old = await rotated.SigningKeyIdAsync();

        clock.Advance(TimeSpan.FromDays(91));
        var announced = await EventuallyAsync(rotated, keys => keys.Count == 2);
        Assert.Equal(old, await rotated.SigningKeyIdAsync());
        using var user = await rotated.LogInAsync("ada");
        clock.Advance(TimeSpan.FromMinutes(6));
        await UntilAsync(async () => await rotated.SigningKeyIdAsync() != old);

        Assert.Contains(old, announced);
        Assert.Equal(HttpStatusCode.OK, await rotated.MeAsync(user.AccessToken));
        using var newer = await rotated.LogInAsync("ada");
        Assert.NotEqual(old, Part(newer.AccessToken, 0).Text("kid"));
        clock.Advance(TimeSpan.FromMinutes(30));
        var left = await EventuallyAsync(rotated, keys => keys.Count == 1);
        Assert.DoesNotContain(old, left);
    }

    private static async Task<IReadOnlyList<string>> EventuallyAsync(TestHost host, Func<IReadOnlyList<string>, bool> holds)
    {
        IReadOnlyList<string> keys = [];
        await UntilAsync(async () =>
        {
            using var response = await host.SendAsync(HttpMethod.Get, "/.well-known/jwks.json");
            keys = [.. (await response.JsonAsync()).GetProperty("keys").EnumerateArray().Select(k => k.Text("kid"))];
            return holds(keys);
        });
        return keys;
    }

    private static async Task UntilAsync(Func<Task<bool>> holds)
    {
        for (var i = 0; i < 100; i++)
        {
            if (await holds()) return;
            await Task.Delay(100);
        }

        Assert.Fail("It did not happen within 10 seconds.");
    }

    private async Task<string> HeaderAsync() => $$"""{"alg":"ES256","typ":"at+jwt","kid":"{{await host.SigningKeyIdAsync()}}"}""";

    private string Payload(string? claim = null, string? value = null)
    {
        var now = shared.Clock.GetUtcNow().ToUnixTimeSeconds();
        var claims = new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["iss"] = "\"ollamanet\"",
            ["aud"] = "\"ollamanet\"",
            ["sub"] = $"\"{Sub}\"",
            ["sid"] = $"\"{Sid}\"",
            ["ver"] = "1",
            ["nbf"] = $"{now}",
            ["exp"] = $"{now + 60}",
            ["roles"] = "[\"User\"]",
        };
        if (claim is not null) claims[claim] = value;
        return $"{{{string.Join(',', claims.Where(c => c.Value is not null).Select(c => $"\"{c.Key}\":{c.Value}"))}}}";
    }

    private async Task ShouldBeRefusedAsync(string token)
    {
        using var response = await host.SendAsync(HttpMethod.Get, "/api/v1/me", null, ("Authorization", $"Bearer {token}"));
        await response.ShouldBeProblemAsync(HttpStatusCode.Unauthorized, "invalid-token");
        Assert.Equal("Bearer error=\"invalid_token\"", response.Headers.WwwAuthenticate.ToString());
    }

    private static JsonElement Part(string token, int index)
    {
        using var json = JsonDocument.Parse(Base64Url.DecodeFromChars(token.Split('.')[index]));
        return json.RootElement.Clone();
    }

    /// <summary>A host whose clock no other test reads.</summary>
    private sealed class AuthHostScope : IAsyncDisposable
    {
        private TestHost? host;

        public async Task<(TestHost Host, ManualClock Clock)> StartAsync()
        {
            var clock = new ManualClock();
            host = await TestHost.StartAsync(AuthHost.NoLimits, AuthHost.Use(clock));
            (await host.SignUpAsync("ada")).Dispose();
            return (host, clock);
        }

        public async ValueTask DisposeAsync()
        {
            if (host is not null) await host.DisposeAsync();
        }
    }
}
