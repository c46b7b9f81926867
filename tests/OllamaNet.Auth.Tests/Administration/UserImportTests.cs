using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using OllamaNet.Testing;
using Xunit;

namespace OllamaNet.Auth.Tests.Administration;

public sealed class UserImportTests(AuthHost shared) : IClassFixture<AuthHost>
{
    private const string Header = "userName,email,name,roles\n";
    private readonly TestHost host = shared.Host;
    private readonly HttpClient administrator = shared.Administrator.Client;

    [Fact]
    public async Task A_dry_run_says_what_would_become_of_each_line_and_makes_nothing()
    {
        var name = AuthHost.NewName();

        var report = await ImportAsync($"{Header}{name},{name}@example.org,Ada,User\nx,nothing,,\n", dryRun: true);

        Assert.Equal((1, 1), (report.GetProperty("made").GetInt32(), report.GetProperty("failed").GetInt32()));
        Assert.Equal((2, 3), (Line(report, 0).GetProperty("line").GetInt32(), Line(report, 1).GetProperty("line").GetInt32()));
        Assert.Equal(JsonValueKind.Null, Line(report, 0).GetProperty("path").ValueKind);
        Assert.Empty(await administrator.ListAsync($"text={name}"));
    }

    [Fact]
    public async Task Lines_that_are_wrong_are_reported_and_the_others_made_with_a_link_each()
    {
        var (ada, eva) = (AuthHost.NewName(), AuthHost.NewName());

        var report = await ImportAsync($"\uFEFFroles;email;userName;name\r\nAdmin;{ada}@example.org;{ada};\"Ada; the \"\"first\"\"\r\nof all\"\r\n\r\nUser;{eva}@example.org;{eva};Eva\r\nKing;k@example.org;king;\r\n;{ada}@EXAMPLE.org;other;\r\n");

        Assert.Equal([2, 5, 6, 7], report.GetProperty("lines").EnumerateArray().Select(l => l.GetProperty("line").GetInt32()));
        Assert.Contains("one line", Line(report, 0).Text("error"), StringComparison.Ordinal);
        Assert.Contains("role", Line(report, 2).Text("error"), StringComparison.Ordinal);
        var link = Line(report, 1).Text("path")["/reset#".Length..];
        using var set = await host.PostAsync("password-reset/confirm", new { token = link, password = "seven quiet rivers run north" });
        Assert.Equal(HttpStatusCode.NoContent, set.StatusCode);
        (await host.LogInAsync(eva, "seven quiet rivers run north")).Dispose();
    }

    [Fact]
    public async Task A_name_or_address_that_is_taken_fails_alone_in_the_file_and_beside_it()
    {
        using var known = await host.SignUpAsync(AuthHost.NewName());
        var name = AuthHost.NewName();

        var report = await ImportAsync($"{Header}{known.UserName.ToUpperInvariant()},{name}1@example.org,,\n{name}2,{known.UserName}@example.org,,\n{name},{name}@example.org,,Admin\n{name.ToUpperInvariant()},{name}3@example.org,,\n{name}4,{name}@EXAMPLE.org,,\n");

        Assert.Equal([true, true, false, true, true], report.GetProperty("lines").EnumerateArray().Select(l => l.GetProperty("error").ValueKind is JsonValueKind.String));
        Assert.Equal("Admin", Assert.Single(await administrator.ListAsync($"text={name}@")).Text("role"));
    }

    [Fact]
    public async Task What_is_read_by_a_spreadsheet_is_no_formula()
    {
        var report = await ImportAsync($"{Header}=cmd|'/c calc'!A1,@evil,+1,-2\n", dryRun: true);

        var line = report.Text("csv").Split("\r\n")[1];
        Assert.Contains("'=cmd", line, StringComparison.Ordinal);
        Assert.Contains("'@evil", line, StringComparison.Ordinal);
        Assert.Contains("'+1", line, StringComparison.Ordinal);
        Assert.Contains("'-2", line, StringComparison.Ordinal);
    }

    [Theory, InlineData(""), InlineData("a,b\n1,2\n"), InlineData("userName,userName,email\n"), InlineData("userName,email\n\"never ends,x\n"), InlineData("userName,email\nx\0,y\n")]
    public async Task What_is_no_table_is_refused_whole(string text) => Assert.Equal("not-a-table", (await ImportAsync(text, expected: HttpStatusCode.BadRequest)).Text("code"));

    [Fact]
    public async Task There_are_bounds_to_size_and_lines()
    {
        var many = Header + string.Concat(Enumerable.Range(0, 5_001).Select(i => $"u{i},u{i}@example.org,,\n"));

        var lines = await ImportAsync(many, dryRun: true, expected: HttpStatusCode.BadRequest);
        using var large = await SendAsync(administrator, Header + new string('x', 1024 * 1024), dryRun: true);

        Assert.Contains("5000", lines.Text("detail"), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, large.StatusCode);
    }

    [Fact]
    public async Task Only_administrators_import_and_never_by_key_and_each_account_is_recorded()
    {
        using var user = await host.SignUpAsync(AuthHost.NewName());
        var (key, _) = await shared.Administrator.CreateKeyAsync(new { name = "users", scopes = new[] { "users.manage" } });
        using var byKey = host.ClientWith(key);
        var name = AuthHost.NewName();

        using var ordinary = await SendAsync(user.Client, Header);
        using var keyed = await SendAsync(byKey, Header);
        await ImportAsync($"{Header}{name},{name}@example.org,,\n");

        await ordinary.ShouldBeProblemAsync(HttpStatusCode.Forbidden, "forbidden");
        await keyed.ShouldBeProblemAsync(HttpStatusCode.Forbidden, "key-not-allowed");
        var audit = await administrator.GetFromJsonAsync<JsonElement>($"/api/v1/admin/audit?text={name}");
        Assert.Contains(audit.GetProperty("items").EnumerateArray(), e => e.Text("action") == "user.created");
    }

    private static JsonElement Line(JsonElement report, int index) => report.GetProperty("lines")[index];

    private async Task<JsonElement> ImportAsync(string csv, bool dryRun = false, HttpStatusCode expected = HttpStatusCode.OK)
    {
        using var response = await SendAsync(administrator, csv, dryRun);
        Assert.True(response.StatusCode == expected, await response.Content.ReadAsStringAsync());
        return await response.JsonAsync();
    }

    private static Task<HttpResponseMessage> SendAsync(HttpClient client, string csv, bool dryRun = false) =>
        client.PostAsync($"/api/v1/admin/users/import?dryRun={(dryRun ? "true" : "false")}", new StringContent(csv, Encoding.UTF8, "text/csv"));
}
