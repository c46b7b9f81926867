using System.Diagnostics;

namespace OllamaNet.Chat.Tests;

/// <summary>Read endpoints take three queries at most, however much there is to read.</summary>
public sealed class QueryBudgetTests(ChatFixture fixture) : IClassFixture<ChatFixture>
{
    [Theory]
    [InlineData("/api/v1/conversations")]
    [InlineData("/api/v1/shares")]
    [InlineData("/api/v1/exports")]
    [InlineData("/api/v1/imports")]
    [InlineData("/api/v1/conversations?folder=none&pinned=false")]
    [InlineData("/api/v1/conversations?tag=0197a1c4-6a52-7c3e-9d57-3f1f8a6f2b10")]
    [InlineData("/api/v1/folders")]
    [InlineData("/api/v1/tags")]
    [InlineData("/api/v1/trash")]
    [InlineData("/api/v1/conversations/{0}")]
    [InlineData("/api/v1/conversations/{0}/messages")]
    [InlineData("/api/v1/conversations/{0}/messages?limit=2")]
    [InlineData("/api/v1/conversations/{0}/messages?limit=2&around={1}")]
    [InlineData("/api/v1/conversations/{0}/feedback")]
    [InlineData("/api/v1/notes?conversation={0}&q=budget")]
    [InlineData("/api/v1/search?q=question")]
    [InlineData("/api/v1/search?q=qestion%20has:note%20folder:none")]
    [InlineData("/api/v1/conversations/{0}/messages/{1}")]
    [InlineData("/api/v1/conversations/{0}/queue")]
    [InlineData("/api/v1/conversations/{0}/context")]
    [InlineData("/api/v1/conversations/{0}/settings")]
    [InlineData("/api/v1/presets")]
    public async Task A_read_stays_within_its_budget(string path)
    {
        using var ada = await fixture.SignInAsync();
        var conversation = await ada.CreateConversationAsync(new { title = "budget" });
        for (var i = 0; i < 3; i++) await ada.AskWithAsync(conversation, $"question {i}", await ada.UploadedAsync($"{i}.txt", "file"u8.ToArray()));
        var message = (await ada.MessagesAsync(conversation))[^1].Id();
        var queries = 0;
        ActivityTraceId trace = default;
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name is "Npgsql" or "Microsoft.AspNetCore" or "OllamaNet.Chat.Tests",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = activity => { if (activity.Source.Name == "Npgsql" && activity.TraceId == trace && activity.GetTagItem("db.query.text") is not null) Interlocked.Increment(ref queries); },
        };
        ActivitySource.AddActivityListener(listener);
        using var source = new ActivitySource("OllamaNet.Chat.Tests");
        using (var activity = source.StartActivity("read"))
        {
            trace = activity!.TraceId;
            await ada.GetAsync(string.Format(System.Globalization.CultureInfo.InvariantCulture, path, conversation, message));
        }

        Assert.InRange(queries, 1, 3);
    }
}
