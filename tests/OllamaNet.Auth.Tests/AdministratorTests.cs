using System.Net;
using Microsoft.Extensions.DependencyInjection;
using OllamaNet.Auth.Registration;
using OllamaNet.Platform.Data;
using OllamaNet.Testing;
using Xunit;

namespace OllamaNet.Auth.Tests;

public sealed class AdministratorTests
{
    [Fact]
    public async Task The_first_account_from_this_machine_is_the_administrator_and_the_second_is_not()
    {
        await using var host = await TestHost.StartAsync();

        using var first = await host.RegisterAsync("ada");
        using var second = await host.RegisterAsync("bob");

        Assert.Equal(["Admin", "User"], await RolesAsync(first));
        Assert.Equal(["User"], await RolesAsync(second));
    }

    [Theory]
    [InlineData("X-Forwarded-For", "203.0.113.7")]
    [InlineData("X-Forwarded-For", "127.0.0.1")]
    [InlineData("X-Forwarded-Proto", "https")]
    [InlineData("X-Real-IP", "127.0.0.1")]
    [InlineData("Forwarded", "for=127.0.0.1")]
    [InlineData("Via", "1.1 proxy")]
    public async Task Whoever_comes_through_a_proxy_is_an_ordinary_user(string header, string value)
    {
        await using var host = await TestHost.StartAsync();

        using var remote = await host.PostAsync("register", new { userName = "eve", email = "eve@example.org", password = TestUser.Password }, (header, value));
        using var local = await host.RegisterAsync("ada");

        Assert.Equal(["User"], await RolesAsync(remote));
        Assert.Equal(["Admin", "User"], await RolesAsync(local));
    }

    [Fact]
    public async Task Behind_a_proxy_only_the_setup_code_makes_an_administrator()
    {
        await using var host = await TestHost.StartAsync(new Dictionary<string, string?>(StringComparer.Ordinal) { ["Gateway:BehindProxy"] = "true" });
        var code = await host.Services.GetRequiredService<SetupCode>().GetAsync(CancellationToken.None);

        using var without = await host.RegisterAsync("eve");
        using var with = await host.RegisterAsync("ada", setupCode: code);

        Assert.Equal(["User"], await RolesAsync(without));
        Assert.Equal(["Admin", "User"], await RolesAsync(with));
    }

    [Fact]
    public async Task The_setup_code_works_from_anywhere_once()
    {
        await using var host = await TestHost.StartAsync();
        var setup = host.Services.GetRequiredService<SetupCode>();
        var code = await setup.GetAsync(CancellationToken.None);
        (string, string) proxied = ("X-Forwarded-For", "203.0.113.7");

        using var wrong = await host.PostAsync("register", new { userName = "eve", email = "eve@example.org", password = TestUser.Password, setupCode = "aaaaa-aaaaa-aaaaa-aaaaa-aaaaa" }, proxied);
        using var right = await host.PostAsync("register", new { userName = "ada", email = "ada@example.org", password = TestUser.Password, setupCode = $" {code!.ToUpperInvariant()} " }, proxied);
        using var again = await host.PostAsync("register", new { userName = "bob", email = "bob@example.org", password = TestUser.Password, setupCode = code }, proxied);

        await wrong.ShouldBeProblemAsync(HttpStatusCode.Forbidden, "wrong-setup-code");
        Assert.Equal(["Admin", "User"], await RolesAsync(right));
        await again.ShouldBeProblemAsync(HttpStatusCode.Forbidden, "wrong-setup-code");
        Assert.Null(await setup.GetAsync(CancellationToken.None));
    }

    [Fact]
    [System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
    public async Task The_setup_code_stays_the_same_until_it_is_used_and_is_for_the_owner_only()
    {
        await using var host = await TestHost.StartAsync();
        var setup = host.Services.GetRequiredService<SetupCode>();
        var path = host.Services.GetRequiredService<DataDirectory>().At("setup-code");

        var codes = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => setup.GetAsync(CancellationToken.None)));

        Assert.Single(codes.Distinct());
        Assert.Matches("^([a-z2-9]{5}-){4}[a-z2-9]{5}$", codes[0]);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));
        (await host.SignUpAsync("ada")).Dispose();
        Assert.False(File.Exists(path));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(host.Services.GetRequiredService<DataDirectory>().At("master.key")));
    }

    [Fact]
    public async Task Two_who_register_first_at_once_make_one_administrator()
    {
        await using var host = await TestHost.StartAsync();

        var answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(i => host.RegisterAsync($"ada{i}")));

        var roles = await Task.WhenAll(answers.Select(RolesAsync));
        Assert.Single(roles, r => r.Contains("Admin"));
    }

    [Fact]
    public async Task Closed_registration_lets_the_administrator_in_and_nobody_else()
    {
        await using var host = await TestHost.StartAsync(new Dictionary<string, string?>(StringComparer.Ordinal) { ["Auth:Registration"] = "closed" });

        using var first = await host.RegisterAsync("ada");
        using var second = await host.RegisterAsync("bob");

        Assert.Equal(["Admin", "User"], await RolesAsync(first));
        await second.ShouldBeProblemAsync(HttpStatusCode.Forbidden, "registration-closed");
    }

    [Fact]
    public async Task Settings_make_the_administrator_once()
    {
        var file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, TestUser.Password + "\n");
        var settings = new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["Auth:Administrator:UserName"] = "root",
            ["Auth:Administrator:Email"] = "root@example.org",
            ["Auth:Administrator:PasswordFile"] = file,
        };
        await using var host = await TestHost.StartAsync(settings);
        await using var second = await TestHost.StartAsync(settings.Concat(host.SettingsToShare()).ToDictionary(StringComparer.Ordinal));
        File.Delete(file);

        using var login = await host.PostAsync("login", new { login = "root", password = TestUser.Password });
        using var other = await host.RegisterAsync("ada");

        Assert.Equal(["Admin", "User"], await RolesAsync(login));
        Assert.Equal(["User"], await RolesAsync(other));
        Assert.Null(await second.Services.GetRequiredService<SetupCode>().GetAsync(CancellationToken.None));
    }

    [Theory]
    [InlineData("root", "root@example.org", "password1234")]
    [InlineData("root", "root@example.org", null)]
    [InlineData("root", "nowhere", TestUser.Password)]
    [InlineData(null, "root@example.org", TestUser.Password)]
    public async Task An_administrator_that_cannot_be_made_is_said_at_start(string? userName, string email, string? password)
    {
        var settings = new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["Auth:Administrator:UserName"] = userName,
            ["Auth:Administrator:Email"] = email,
            ["Auth:Administrator:Password"] = password,
        };

        var exception = await Assert.ThrowsAsync<InvalidOperationException>(() => TestHost.StartAsync(settings));

        Assert.DoesNotContain(TestUser.Password, exception.Message, StringComparison.Ordinal);
        Assert.Matches("Administrator|administrator", exception.Message);
    }

    private static async Task<string[]> RolesAsync(HttpResponseMessage response)
    {
        var body = await response.JsonAsync();
        return [.. body.GetProperty("user").GetProperty("roles").EnumerateArray().Select(role => role.GetString()!)];
    }
}
