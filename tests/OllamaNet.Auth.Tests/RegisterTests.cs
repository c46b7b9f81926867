using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using OllamaNet.Testing;
using Xunit;

namespace OllamaNet.Auth.Tests;

public sealed class RegisterTests(AuthHost shared) : IClassFixture<AuthHost>
{
    private readonly TestHost host = shared.Host;

    [Fact]
    public async Task Registering_signs_in()
    {
        var name = AuthHost.NewName();

        using var response = await host.RegisterAsync(name);

        var body = await response.JsonAsync();
        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
        Assert.Equal(name, body.Text("user", "userName"));
        Assert.Equal($"{name}@example.org", body.Text("user", "email"));
        Assert.Equal("Bearer", body.Text("tokenType"));
        Assert.Equal(900, body.GetProperty("expiresIn").GetInt32());
        Assert.StartsWith("onr_", body.Text("refreshToken"), StringComparison.Ordinal);
        using var client = host.ClientWith(body.Text("accessToken"));
        var me = await client.GetFromJsonAsync<JsonElement>("/api/v1/me");
        Assert.Equal(body.Text("user", "id"), me.Text("id"));
        Assert.Equal(7, me.GetProperty("id").GetGuid().Version);
    }

    [Theory]
    [InlineData("NAME", "other-NAME@example.org", "user-name-taken")]
    [InlineData("other-NAME", "Name@Example.Org", "email-taken")]
    public async Task A_name_or_address_belongs_to_one_user(string userName, string email, string code)
    {
        var name = AuthHost.NewName();
        using var first = await host.SignUpAsync(name);

        using var response = await host.RegisterAsync(
            userName.Replace("NAME", name.ToUpperInvariant(), StringComparison.Ordinal), email.Replace("name", name, StringComparison.OrdinalIgnoreCase));

        await response.ShouldBeProblemAsync(HttpStatusCode.Conflict, code);
    }

    [Fact]
    public async Task Registering_the_same_name_at_once_makes_one_user()
    {
        var name = AuthHost.NewName();

        var responses = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => host.RegisterAsync(name, i % 2 == 0 ? null : $"{name}{i}@example.org")));

        Assert.Single(responses, r => r.StatusCode == HttpStatusCode.Created);
        foreach (var refused in responses.Where(r => r.StatusCode != HttpStatusCode.Created))
            await refused.ShouldBeProblemAsync(HttpStatusCode.Conflict);
    }

    [Theory]
    [InlineData("short pass")]
    [InlineData("123456789012")]
    [InlineData("abcdefghijklmn")]
    [InlineData("aaaaaaaaaaaaaaaa")]
    [InlineData("passwordpassword")]
    [InlineData("Password1234!")]
    [InlineData("qwerty123456")]
    [InlineData("xyzxyzxyzxyz")]
    [InlineData("ada@example.org")]
    [InlineData("OllamaNet2026!")]
    [InlineData("ada-lovelace1815")]
    [InlineData("😀😁😂😃😄😅")]
    public async Task A_password_that_attackers_try_first_is_refused(string password)
    {
        using var response = await host.RegisterAsync("ada-lovelace", "ada@example.org", password);

        var problem = await response.ShouldBeProblemAsync(HttpStatusCode.BadRequest, "validation");
        Assert.NotEmpty(problem.GetProperty("errors").GetProperty("password").EnumerateArray());
    }

    [Theory]
    [InlineData("correct horse battery staple")]
    [InlineData("ich mag kaffee am morgen")]
    [InlineData("Zwölf Boxkämpfer jagen Viktor")]
    [InlineData("kX9#mQ2$vL7!")]
    [InlineData("            a b c d          ")]
    public async Task No_kinds_of_characters_are_asked_for(string password)
    {
        var name = AuthHost.NewName();

        using var registered = await host.RegisterAsync(name, password: password);
        using var login = await host.PostAsync("login", new { login = name, password });

        Assert.Equal(HttpStatusCode.Created, registered.StatusCode);
        Assert.Equal(HttpStatusCode.OK, login.StatusCode);
    }

    [Theory]
    [InlineData("""{"userName":"a","email":"ada@example.org","password":"correct horse battery staple"}""", "userName")]
    [InlineData("""{"userName":"ada lovelace","email":"ada@example.org","password":"correct horse battery staple"}""", "userName")]
    [InlineData("""{"userName":"ada@home","email":"ada@example.org","password":"correct horse battery staple"}""", "userName")]
    [InlineData("""{"userName":"ada\n","email":"ada@example.org","password":"correct horse battery staple"}""", "userName")]
    [InlineData("""{"userName":"аda","email":"ada@example.org","password":"correct horse battery staple"}""", "userName")]
    [InlineData("""{"userName":"ada","email":"ada","password":"correct horse battery staple"}""", "email")]
    [InlineData("""{"userName":"ada","email":"ada@@example.org","password":"correct horse battery staple"}""", "email")]
    [InlineData("""{"userName":"ada","email":"a da@example.org","password":"correct horse battery staple"}""", "email")]
    [InlineData("""{"userName":"ada","email":"ada@example.org\r\nBcc: x@example.org","password":"correct horse battery staple"}""", "email")]
    [InlineData("""{"email":"ada@example.org","password":"correct horse battery staple"}""", "userName")]
    public async Task A_bad_field_is_named(string body, string field)
    {
        using var response = await host.PostJsonAsync("register", body);

        var problem = await response.ShouldBeProblemAsync(HttpStatusCode.BadRequest);
        Assert.Contains(problem.GetProperty("errors").EnumerateObject(), e => e.Name == field);
    }

    [Theory]
    [InlineData("""{"userName":"ada","email":"ada@example.org","password":"correct horse \u0000 staple"}""")]
    [InlineData("""{"userName":"ada","email":"ada@example.org","password":"correct horse \ud800 staple"}""")]
    [InlineData("""{"userName":"ada","email":"ada@example.org","password":"correct horse battery staple","roles":["Admin"]}""")]
    [InlineData("""{"userName":"ada","email":"ada@example.org","password":"correct horse battery staple","session":"forever"}""")]
    [InlineData("""{"userName":"ada","email":"ada@example.org","password":12345678901234}""")]
    [InlineData("""{"userName":"ada","email":"ada@example.org","password":null}""")]
    [InlineData("""["ada"]""")]
    [InlineData("""{"userName":"ada",""")]
    [InlineData("")]
    [InlineData("null")]
    public async Task Nonsense_is_refused(string body)
    {
        using var response = await host.PostJsonAsync("register", body);

        await response.ShouldBeProblemAsync(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task A_password_of_any_length_costs_no_hash()
    {
        using var registered = await host.RegisterAsync("ada", password: new string('x', 300_000));
        using var login = await host.PostAsync("login", new { login = "ada", password = new string('x', 300_000) });

        await registered.ShouldBeProblemAsync(HttpStatusCode.BadRequest, "validation");
        await login.ShouldBeProblemAsync(HttpStatusCode.BadRequest, "validation");
    }
}
