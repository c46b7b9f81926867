using System.Net;
using System.Net.Http.Json;
using OllamaNet.Auth.Tests.Administration;
using OllamaNet.Auth.Tests.SecondFactor;
using OllamaNet.Testing;
using Xunit;

namespace OllamaNet.Auth.Tests.Deletion;

/// <summary>Who must not delete, and what must not bring back.</summary>
public sealed class DeletionAttackTests(AuthHost shared) : IClassFixture<AuthHost>
{
    private readonly TestHost host = shared.Host;
    private readonly HttpClient root = shared.Administrator.Client;

    [Fact]
    public async Task A_session_alone_deletes_nothing()
    {
        using var user = await host.SignUpAsync(AuthHost.NewName());
        using var key = host.ClientWith((await user.CreateKeyAsync(new { name = "k", scopes = new[] { "models.use", "conversations.use" } })).Key);

        using var without = await user.Client.SendDeletionAsync(new { });
        using var wrong = await user.Client.SendDeletionAsync(new { currentPassword = "not the password at all" });
        using var byKey = await key.SendDeletionAsync(new { currentPassword = TestUser.Password });
        using var byNobody = await host.Client.SendDeletionAsync(new { currentPassword = TestUser.Password });

        await without.ShouldBeProblemAsync(HttpStatusCode.BadRequest);
        await wrong.ShouldBeProblemAsync(HttpStatusCode.Forbidden, "wrong-password");
        await byKey.ShouldBeProblemAsync(HttpStatusCode.Forbidden);
        await byNobody.ShouldBeProblemAsync(HttpStatusCode.Unauthorized);
        Assert.Equal(HttpStatusCode.OK, await host.MeAsync(user.AccessToken));
    }

    [Fact]
    public async Task The_second_step_is_asked_for_where_it_is_on_at_leaving_and_at_coming_back()
    {
        using var user = await host.SignUpAsync(AuthHost.NewName());
        var app = await user.TurnTotpOnAsync(shared.Clock);

        using var without = await user.Client.SendDeletionAsync(new { currentPassword = TestUser.Password });
        using var wrong = await user.Client.SendDeletionAsync(new { currentPassword = TestUser.Password, code = app.Wrong() });
        using var deleted = await user.Client.SendDeletionAsync(new { currentPassword = TestUser.Password, code = app.Next() });

        await without.ShouldBeProblemAsync(HttpStatusCode.BadRequest, "validation");
        await wrong.ShouldBeProblemAsync(HttpStatusCode.Forbidden, "wrong-code");
        Assert.Equal(HttpStatusCode.Accepted, deleted.StatusCode);
        var first = await host.TicketAsync(user.UserName);
        using var early = await host.RestoreAsync(first);
        await early.ShouldBeProblemAsync(HttpStatusCode.Unauthorized, "invalid-ticket");
        using var second = await host.SendCodeAsync(first, app.Next());
        var ticket = (await second.ShouldBeProblemAsync(HttpStatusCode.Forbidden, "account-deleted")).Text("ticket");
        using var crossed = await host.SendCodeAsync(ticket, app.Next());
        await crossed.ShouldBeProblemAsync(HttpStatusCode.Unauthorized, "invalid-ticket");
        using var restored = await host.RestoreAsync(ticket);
        Assert.Equal(HttpStatusCode.OK, restored.StatusCode);
    }

    [Fact]
    public async Task A_ticket_is_worthless_after_five_minutes_for_others_and_after_an_administrator_shut_the_account()
    {
        using var user = await host.SignUpAsync(AuthHost.NewName());
        await user.DeleteAccountAsync();
        var old = (await host.RefusedAsDeletedAsync(user.UserName)).Text("ticket");
        shared.Clock.Advance(TimeSpan.FromMinutes(6));
        using var late = await host.RestoreAsync(old);
        using var garbage = await host.RestoreAsync(new string('A', 75));
        var ticket = (await host.RefusedAsDeletedAsync(user.UserName)).Text("ticket");
        await root.DoAsync(user.Id, "disable");
        using var shut = await host.RestoreAsync(ticket);
        using var login = await host.PostAsync("login", new { login = user.UserName, password = TestUser.Password });

        await late.ShouldBeProblemAsync(HttpStatusCode.Unauthorized, "invalid-ticket");
        await garbage.ShouldBeProblemAsync(HttpStatusCode.Unauthorized, "invalid-ticket");
        await shut.ShouldBeProblemAsync(HttpStatusCode.Unauthorized, "invalid-ticket");
        await login.ShouldBeProblemAsync(HttpStatusCode.Forbidden, "account-disabled");
    }

    [Fact]
    public async Task Of_many_who_bring_back_with_one_ticket_one_gets_a_session()
    {
        using var user = await host.SignUpAsync(AuthHost.NewName());
        await user.DeleteAccountAsync();
        var ticket = (await host.RefusedAsDeletedAsync(user.UserName)).Text("ticket");

        var answers = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => host.RestoreAsync(ticket)));

        Assert.Single(answers, a => a.StatusCode == HttpStatusCode.OK);
        foreach (var answer in answers) answer.Dispose();
    }

    [Fact]
    public async Task The_last_administrator_cannot_go_and_of_two_who_go_at_once_one_stays()
    {
        await using var own = await TestHost.StartAsync(AuthHost.NoLimits);
        using var first = await own.SignUpAsync("first");
        using var alone = await first.Client.SendDeletionAsync(new { currentPassword = TestUser.Password });
        await alone.ShouldBeProblemAsync(HttpStatusCode.Conflict, "last-administrator");
        using var second = await own.SignUpAsync("second");
        await first.Client.ChangeAsync(second.Id, new { role = "Admin" });
        using var secondNow = await own.LogInAsync("second");

        var answers = await Task.WhenAll(
            first.Client.SendDeletionAsync(new { currentPassword = TestUser.Password }),
            secondNow.Client.SendDeletionAsync(new { currentPassword = TestUser.Password }));

        Assert.Single(answers, a => a.StatusCode == HttpStatusCode.Accepted);
        foreach (var answer in answers) answer.Dispose();
    }

    [Fact]
    public async Task Administrators_delete_neither_themselves_here_nor_by_key()
    {
        using var user = await host.SignUpAsync(AuthHost.NewName());
        using var key = host.ClientWith((await shared.Administrator.CreateKeyAsync(new { name = "k", scopes = new[] { "users.manage" } })).Key);

        using var self = await root.DeleteUserAsync(shared.Administrator.Id, atOnce: true);
        using var byKey = await key.DeleteUserAsync(user.Id, atOnce: true);
        using var restoredByKey = await key.PostAsJsonAsync($"/api/v1/admin/users/{user.Id}/restore", new { });

        await self.ShouldBeProblemAsync(HttpStatusCode.Conflict, "not-yourself");
        await byKey.ShouldBeProblemAsync(HttpStatusCode.Forbidden, "key-not-allowed");
        await restoredByKey.ShouldBeProblemAsync(HttpStatusCode.Forbidden, "key-not-allowed");
        Assert.Equal(HttpStatusCode.OK, await host.MeAsync(user.AccessToken));
    }
}
