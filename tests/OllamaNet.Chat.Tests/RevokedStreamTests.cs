using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using OllamaNet.Chat.Data;
using OllamaNet.Platform.Security;
using OllamaNet.Testing;
using OllamaNet.Testing.Simulator;

namespace OllamaNet.Chat.Tests;

public sealed class RevokedStreamTests(ChatFixture fixture) : IClassFixture<ChatFixture>
{
    [Fact]
    public async Task Logging_out_everywhere_ends_the_open_stream_within_seconds_but_not_the_answer()
    {
        using var signedUp = await fixture.Host.SignUpAsync();
        using var ada = ChatUser.With(fixture.Host.Address, signedUp.AccessToken);
        var conversation = await ada.CreateConversationAsync();
        fixture.Engine.AnswerNext(SimulatedAnswer.Words("still being made") with { Hold = true, FaultAfter = 1 });
        using var stream = await ada.OpenAsync(HttpMethod.Post, $"/api/v1/conversations/{conversation}/messages", new { message = "Watch me" });
        await stream.UntilAsync(e => e.Type == "text-delta");

        await ada.Client.PostAsync("/api/v1/auth/logout-all", null);
        await stream.IsCutAsync().WaitAsync(TimeSpan.FromSeconds(5));

        fixture.Engine.Release();
        using var again = await fixture.Host.LogInAsync(signedUp.UserName);
        using var adaAgain = ChatUser.With(fixture.Host.Address, again.AccessToken);
        var message = await ChatFixture.EventuallyAsync(async () => (await adaAgain.MessagesAsync(conversation))[1], m => m.Text("status") != "running");
        Assert.Equal("still being made", message.PlainText());
    }

    [Fact]
    public async Task A_disabled_users_answer_followers_and_events_end_within_5_seconds_in_every_process()
    {
        using var signedUp = await fixture.Host.SignUpAsync();
        using var ada = ChatUser.With(fixture.Host.Address, signedUp.AccessToken);
        await using var other = await fixture.StartHostAsync(fixture.Host.SettingsToShare());
        using var adaThere = ada.At(other);
        var conversation = await ada.CreateConversationAsync();
        fixture.Engine.AnswerNext(SimulatedAnswer.Words("still being made") with { Hold = true, FaultAfter = 1 });
        using var answer = await ada.OpenAsync(HttpMethod.Post, $"/api/v1/conversations/{conversation}/messages", new { message = "Watch me" });
        await answer.UntilAsync(e => e.Type == "text-delta");
        using var follower = await ada.OpenAsync(HttpMethod.Get, $"/api/v1/conversations/{conversation}/stream");
        using var events = await ada.OpenAsync(HttpMethod.Get, "/api/v1/events");
        using var eventsThere = await adaThere.OpenAsync(HttpMethod.Get, "/api/v1/events");

        await DisableAsync(other, signedUp.Id);
        var cut = Task.WhenAll(answer.IsCutAsync(), follower.IsCutAsync(), events.IsCutAsync(), eventsThere.IsCutAsync());
        await cut.WaitAsync(TimeSpan.FromSeconds(5));

        Assert.Equal(System.Net.HttpStatusCode.Unauthorized, (await ada.Client.GetAsync("/api/v1/events")).StatusCode);
        fixture.Engine.Release();
    }

    /// <summary>What disabling an account writes, at another process than the one that serves it.</summary>
    private static async Task DisableAsync(TestHost host, Guid user)
    {
        await using var scope = host.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<ChatDb>();
        await db.Database.ExecuteSqlAsync($"UPDATE platform.principals SET disabled = true, security_version = security_version + 1 WHERE user_id = {user}");
        await db.RevokeAsync(RevocationKind.User, user, minimumVersion: null, default);
    }
}
