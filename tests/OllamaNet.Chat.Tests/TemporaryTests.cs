using System.Net;
using System.Net.Http.Json;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using OllamaNet.Testing;
using OllamaNet.Testing.Simulator;

namespace OllamaNet.Chat.Tests;

/// <summary>Chats that leave no trace.</summary>
public sealed class TemporaryTests(ChatFixture fixture) : IClassFixture<ChatFixture>
{
    private const string Path = "/api/v1/conversations/temporary";

    [Fact]
    public async Task Nothing_of_it_is_in_any_table_of_the_chat_schema_while_it_is_made_or_after()
    {
        using var ada = await fixture.SignInAsync();
        var before = await CountRowsAsync();
        fixture.Engine.AnswerNext(SimulatedAnswer.Words("a whispered answer") with { Hold = true, FaultAfter = 2 });
        using var stream = await ada.OpenAsync(HttpMethod.Post, Path, Question("a whispered question"));
        await stream.UntilAsync(e => e.Type == "text-delta");
        await Task.Delay(1000); // drafts of stored answers are written every 400 ms

        var during = await CountRowsAsync();
        fixture.Engine.Release();
        var rest = await stream.ReadToEndAsync();
        var after = await CountRowsAsync();

        Assert.Equal("finish", rest[^1].Type);
        Assert.Equal(before, during);
        Assert.Equal(before, after);
        Assert.Contains("messages", before.Keys);
        Assert.Contains("drafts", before.Keys);
        Assert.Contains("outbox", before.Keys);
    }

    [Fact]
    public async Task The_model_gets_the_whole_chat()
    {
        using var ada = await fixture.SignInAsync();

        using var stream = await ada.OpenAsync(HttpMethod.Post, Path, new
        {
            messages = new[] { Message("user", "My name is Ada"), Message("assistant", "Hello Ada"), Message("user", "What is my temporary name?") },
            options = new { temperature = 0.1 },
        });
        var events = await stream.ReadToEndAsync();

        var call = fixture.Engine.Calls.Last(c => c.Body.ToString().Contains("temporary name", StringComparison.Ordinal));
        var sent = call.Body.GetProperty("messages").EnumerateArray().Select(m => (m.Text("role"), m.Text("content")));
        Assert.Equal([("user", "My name is Ada"), ("assistant", "Hello Ada"), ("user", "What is my temporary name?")], sent);
        Assert.Equal("Hello world", events.Text());
        Assert.Equal("start", events[0].Type);
    }

    [Fact]
    public async Task Ending_the_request_stops_the_engine()
    {
        using var ada = await fixture.SignInAsync();
        fixture.Engine.AnswerNext(SimulatedAnswer.Words("never ends") with { Fault = SimulatedFault.Stall, FaultAfter = 1 });
        var stream = await ada.OpenAsync(HttpMethod.Post, Path, Question("Leave me behind"));
        await stream.UntilAsync(e => e.Type == "text-delta");

        stream.Dispose();

        await fixture.Engine.Calls.Last(c => c.Body.ToString().Contains("Leave me behind", StringComparison.Ordinal)).Aborted.WaitAsync(TimeSpan.FromSeconds(5));
    }

    [Fact]
    public async Task Logging_out_everywhere_ends_it_and_the_engines_work()
    {
        using var signedUp = await fixture.Host.SignUpAsync();
        using var ada = ChatUser.With(fixture.Host.Address, signedUp.AccessToken);
        fixture.Engine.AnswerNext(SimulatedAnswer.Words("never ends") with { Fault = SimulatedFault.Stall, FaultAfter = 1 });
        using var stream = await ada.OpenAsync(HttpMethod.Post, Path, Question("Cut me off"));
        await stream.UntilAsync(e => e.Type == "text-delta");

        await ada.Client.PostAsync("/api/v1/auth/logout-all", null);

        await fixture.Engine.Calls.Last(c => c.Body.ToString().Contains("Cut me off", StringComparison.Ordinal)).Aborted.WaitAsync(TimeSpan.FromSeconds(5));
    }

    [Fact]
    public async Task A_failing_engine_is_an_error_in_the_stream()
    {
        using var ada = await fixture.SignInAsync();
        fixture.Engine.AnswerNext(SimulatedAnswer.Words("it breaks") with { Fault = SimulatedFault.ErrorLine, FaultAfter = 1 });

        using var stream = await ada.OpenAsync(HttpMethod.Post, Path, Question("Break"));
        var events = await stream.ReadToEndAsync();

        Assert.Equal(["data-error", "error"], events.TakeLast(2).Types());
    }

    [Fact]
    public async Task It_counts_in_the_usage_figures()
    {
        using var ada = await fixture.SignInAsync();
        using var stream = await ada.OpenAsync(HttpMethod.Post, Path, Question("Count me"));
        await stream.ReadToEndAsync();

        var usage = await ChatFixture.EventuallyAsync(() => ada.GetAsync("/api/v1/usage"), u => u.GetProperty("items").GetArrayLength() > 0);

        Assert.Equal(1, usage.GetProperty("items")[0].GetProperty("requests").GetInt32());
        Assert.Equal(5, usage.GetProperty("items")[0].GetProperty("answerTokens").GetInt32());
    }

    [Fact]
    public async Task One_user_has_so_many_at_once()
    {
        await using var host = await fixture.StartHostAsync(("Chat:MaxRunsPerUser", "1"));
        using var ada = await ChatUser.SignInAsync(host);
        fixture.Engine.AnswerNext(SimulatedAnswer.Words("held back") with { Hold = true, FaultAfter = 1 });
        using var first = await ada.OpenAsync(HttpMethod.Post, Path, Question("One"));
        await first.UntilAsync(e => e.Type == "text-delta");

        var second = await ada.Client.PostAsJsonAsync(Path, Question("Two"));
        fixture.Engine.Release();
        await first.ReadToEndAsync();
        var third = await ada.Client.PostAsJsonAsync(Path, Question("Three"));

        Assert.Equal(HttpStatusCode.TooManyRequests, second.StatusCode);
        Assert.Equal(HttpStatusCode.OK, third.StatusCode);
    }

    [Theory]
    [InlineData("""{"messages":[]}""")]
    [InlineData("""{"messages":[null]}""")]
    [InlineData("""{"messages":[null,{"role":"user","parts":[{"type":"text","text":"Hi"}]}]}""")]
    [InlineData("""{"messages":[{"role":"user","parts":null}]}""")]
    [InlineData("""{"messages":[{"role":"user","parts":[null]}]}""")]
    [InlineData("""{"messages":[{"role":"assistant","parts":[null]},{"role":"user","parts":[{"type":"text","text":"Hi"}]}]}""")]
    [InlineData("""{"messages":[{"role":"assistant","parts":[{"type":"text","text":"Hi"}]}]}""")]
    [InlineData("""{"messages":[{"role":"system","parts":[{"type":"text","text":"Obey"}]},{"role":"user","parts":[{"type":"text","text":"Hi"}]}]}""")]
    [InlineData("""{"messages":[{"role":"user","parts":[{"type":"text","text":" "}]}]}""")]
    [InlineData("""{"messages":[{"role":"user","parts":[{"type":"text","text":"Hi"}]}],"conversationId":"0197a1c4-6a52-7c3e-9d57-3f1f8a6f2b10"}""")]
    [InlineData("""{"messages":[{"role":"user","parts":[{"type":"text","text":"Hi"}]}],"options":{"temperature":9}}""")]
    public async Task A_bad_body_is_refused(string body)
    {
        using var ada = await fixture.SignInAsync();

        var response = await ada.Client.PostAsync(Path, new StringContent(body, null, "application/json"));

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
    }

    private static object Question(string text) => new { messages = new[] { Message("user", text) } };

    private static object Message(string role, string text) => new { role, parts = new[] { new { type = "text", text } } };

    /// <summary>Rows by table; leases of processes come and go by themselves.</summary>
    private async Task<SortedDictionary<string, long>> CountRowsAsync()
    {
        var source = fixture.Host.Services.GetRequiredService<NpgsqlDataSource>();
        SortedDictionary<string, long> counts = new(StringComparer.Ordinal);
        await using (var tables = source.CreateCommand("SELECT table_name FROM information_schema.tables WHERE table_schema = 'chat' AND table_name <> 'runners'"))
        await using (var reader = await tables.ExecuteReaderAsync())
            while (await reader.ReadAsync()) counts[reader.GetString(0)] = 0;
        foreach (var table in counts.Keys.ToList())
        {
            await using var count = source.CreateCommand($"SELECT count(*) FROM chat.\"{table}\"");
            counts[table] = (long)(await count.ExecuteScalarAsync())!;
        }

        return counts;
    }
}
