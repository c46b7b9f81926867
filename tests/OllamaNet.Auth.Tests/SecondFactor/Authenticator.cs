using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using OllamaNet.Auth.SecondFactor;
using OllamaNet.Testing;
using Xunit;

namespace OllamaNet.Auth.Tests.SecondFactor;

/// <summary>The app on somebody's phone.</summary>
internal sealed record Authenticator(byte[] Secret, ManualClock Clock)
{
    public IReadOnlyList<string> RecoveryCodes { get; init; } = [];

    /// <summary>The code that turned it on.</summary>
    public string Used { get; init; } = "";

    public string Now => Totp.Code(Secret, Totp.StepAt(Clock.GetUtcNow()));

    /// <summary>A code that was not used yet: of a step later.</summary>
    public string Next()
    {
        Clock.Advance(TimeSpan.FromSeconds(Totp.Period));
        return Now;
    }

    public string Wrong() => Enumerable.Range(0, 10).Select(digit => new string((char)('0' + digit), Totp.Digits)).First(code => Totp.Match(Secret, code, Clock.GetUtcNow(), 0) is null);
}

internal static class TotpSteps
{
    private const string Letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    public static Task<HttpResponseMessage> BeginTotpAsync(this TestUser user, string currentPassword = TestUser.Password) => user.Client.PostAsJsonAsync("/api/v1/auth/totp", new { currentPassword });

    public static Task<HttpResponseMessage> ConfirmTotpAsync(this TestUser user, string code) => user.Client.PostAsJsonAsync("/api/v1/auth/totp/confirm", new { code });

    public static async Task<HttpResponseMessage> EndTotpAsync(this TestUser user, string code, string currentPassword = TestUser.Password)
    {
        using var request = new HttpRequestMessage(HttpMethod.Delete, "/api/v1/auth/totp") { Content = JsonContent.Create(new { currentPassword, code }) };
        return await user.Client.SendAsync(request);
    }

    public static async Task<Authenticator> TurnTotpOnAsync(this TestUser user, ManualClock clock)
    {
        using var begun = await user.BeginTotpAsync();
        var app = new Authenticator(Decode((await begun.JsonAsync()).Text("secret")), clock);
        var used = app.Now;
        using var confirmed = await user.ConfirmTotpAsync(used);
        Assert.Equal(HttpStatusCode.OK, confirmed.StatusCode);
        return app with { Used = used, RecoveryCodes = [.. (await confirmed.JsonAsync()).GetProperty("recoveryCodes").EnumerateArray().Select(code => code.GetString()!)] };
    }

    /// <summary>The first step: what a right password gives.</summary>
    public static async Task<string> TicketAsync(this TestHost host, string login, string password = TestUser.Password)
    {
        using var response = await host.PostAsync("login", new { login, password });
        return (await response.ShouldBeProblemAsync(HttpStatusCode.Unauthorized, "second-factor-required")).Text("ticket");
    }

    public static Task<HttpResponseMessage> SendCodeAsync(this TestHost host, string ticket, string code) => host.PostAsync("login/totp", new { ticket, code });

    public static async Task<JsonElement> TotpAsync(this TestUser user) => await user.Client.GetFromJsonAsync<JsonElement>("/api/v1/auth/totp");

    public static byte[] Decode(string text)
    {
        var bits = string.Concat(text.Select(letter => Convert.ToString(Letters.IndexOf(letter, StringComparison.Ordinal), 2).PadLeft(5, '0')));
        return [.. Enumerable.Range(0, bits.Length / 8).Select(i => Convert.ToByte(bits.Substring(i * 8, 8), 2))];
    }
}
