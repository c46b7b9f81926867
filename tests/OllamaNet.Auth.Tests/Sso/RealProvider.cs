using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using OllamaNet.Testing;
using Xunit;

namespace OllamaNet.Auth.Tests.Sso;

/// <summary>The package <c>oidc-provider</c> as a program of its own, and a browser that goes through its pages.</summary>
public sealed class RealProvider : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private readonly HttpClient control = new();
    private Process process = null!;

    public string Issuer { get; private set; } = "";

    public async ValueTask InitializeAsync()
    {
        var folder = Path.Combine(Repository.Root, "tests", "clients");
        process = Process.Start(new ProcessStartInfo("node", ["oidc-provider.mjs"]) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false })!;
        _ = process.StandardError.ReadToEndAsync();
        using var patience = new CancellationTokenSource(Patience);
        while (Issuer.Length == 0 && await process.StandardOutput.ReadLineAsync(patience.Token) is { } line)
            if (line.StartsWith("issuer ", StringComparison.Ordinal)) Issuer = line[7..];
        Assert.StartsWith("http://127.0.0.1:", Issuer, StringComparison.Ordinal);
    }

    public ValueTask DisposeAsync()
    {
        process.Kill();
        process.Dispose();
        control.Dispose();
        return ValueTask.CompletedTask;
    }

    /// <summary>Makes this server known to it.</summary>
    public async Task<(string Id, string Secret)> RegisterAsync(string redirect, string way = "client_secret_basic")
    {
        using var response = await control.PostAsJsonAsync($"{Issuer}/reg", new { redirect_uris = new[] { redirect }, token_endpoint_auth_method = way });
        var client = await response.JsonAsync();
        return (client.Text("client_id"), client.TryGetProperty("client_secret", out var secret) ? secret.GetString()! : "");
    }

    public async Task PutIntoGroupsAsync(string account, params string[] groups)
    {
        using var response = await control.PostAsync($"{Issuer}/test/groups", JsonContent.Create(new { account, of = groups }));
        response.EnsureSuccessStatusCode();
    }

    /// <summary>Logs in there, consents, and stops where it leads back.</summary>
    /// <returns>Where it leads back to.</returns>
    public async Task<Uri> GoThroughAsync(Uri address, string account)
    {
        using var browser = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, CookieContainer = new CookieContainer() });
        for (var step = 0; step < 20; step++)
        {
            if (address.GetLeftPart(UriPartial.Authority) != Issuer) return address;
            using var response = await browser.GetAsync(address);
            if (response.Headers.Location is { } location)
            {
                address = new Uri(address, location);
                continue;
            }

            var page = await response.Content.ReadAsStringAsync();
            var form = page.Contains("name=\"login\"", StringComparison.Ordinal)
                ? new Dictionary<string, string>(StringComparer.Ordinal) { ["prompt"] = "login", ["login"] = account, ["password"] = "any" }
                : new(StringComparer.Ordinal) { ["prompt"] = "consent" };
            using var sent = await browser.PostAsync(address, new FormUrlEncodedContent(form));
            address = new Uri(address, sent.Headers.Location ?? throw new InvalidOperationException($"{(int)sent.StatusCode}: {page}"));
        }

        throw new InvalidOperationException($"The provider does not come to an end at {address}.");
    }
}
