using System.Net;
using OllamaNet.Testing;
using Xunit;

namespace OllamaNet.Host.Tests.Access;

/// <summary>Every cell of docs/access.md, called. <c>OLLAMANET_UPDATE_DOCS=1</c> writes the page anew.</summary>
public sealed class AccessTableTests(AccessHost shared) : IClassFixture<AccessHost>
{
    private static readonly string Page = Path.Combine(Repository.Root, "docs", "access.md");

    [Fact]
    public async Task The_page_says_what_the_endpoints_say()
    {
        var page = AccessTable.Page(Route.Of(shared.Host));
        if (Environment.GetEnvironmentVariable("OLLAMANET_UPDATE_DOCS") == "1") await File.WriteAllTextAsync(Page, page);

        Assert.True(await File.ReadAllTextAsync(Page) == page, "docs/access.md is not what the endpoints say. Run this test with OLLAMANET_UPDATE_DOCS=1 and commit the page.");
    }

    [Fact]
    public async Task Nobody_is_let_in_where_the_table_says_no()
    {
        using var caller = new HttpClient { BaseAddress = shared.Host.Address };

        Assert.Empty(await WrongAsync(caller, cells => cells.Anyone));
    }

    [Theory, InlineData(false), InlineData(true)]
    public async Task Who_is_signed_in_gets_where_the_table_says_so_and_nowhere_else(bool administrator)
    {
        // Some routes end the session or change the account they are called with.
        using var person = await shared.PersonAsync(administrator);

        Assert.Empty(await WrongAsync(person.Client, cells => administrator ? cells.Admin : cells.User, async () =>
        {
            using var again = await shared.Host.LogInAsync(person.UserName);
            person.Client.DefaultRequestHeaders.Authorization = new("Bearer", again.AccessToken);
        }));
    }

    [Theory, InlineData(false), InlineData(true)]
    public async Task An_account_that_was_disabled_gets_no_further_than_a_stranger(bool administrator)
    {
        using var person = await shared.PersonAsync(administrator);
        using (var disabled = await shared.Administrator.Client.PostAsync($"/api/v1/admin/users/{person.Id}/disable", null)) disabled.EnsureSuccessStatusCode();
        await AccessHost.UntilRefusedAsync(person.Client);

        Assert.Empty(await WrongAsync(person.Client, cells => cells.Anyone));
    }

    /// <summary>Calls everything with nothing to say, and names what let in or kept out against the table.</summary>
    private async Task<List<string>> WrongAsync(HttpClient caller, Func<Cells, bool> may, Func<Task>? signInAgain = null)
    {
        var wrong = new List<string>();
        foreach (var route in Route.Of(shared.Host))
        {
            var cells = AccessTable.Of(route);
            using var request = route.Request();
            using var response = await caller.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
            // A public route may still refuse what was said there, such as a wrong password.
            var letIn = cells.Anyone || response.StatusCode is not (HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden);
            if (letIn != may(cells)) wrong.Add($"{route} answered {(int)response.StatusCode}");
            if (signInAgain is not null && (route.Pattern.StartsWith("/api/v1/auth", StringComparison.Ordinal) || route.Pattern.StartsWith("/api/v1/me", StringComparison.Ordinal))) await signInAgain();
        }

        return wrong;
    }
}
