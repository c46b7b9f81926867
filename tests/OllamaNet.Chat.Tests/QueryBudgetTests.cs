using System.Diagnostics;
using System.Globalization;
using System.Net;

namespace OllamaNet.Chat.Tests;

/// <summary>Read endpoints take three queries at most, however much there is to read.</summary>
public sealed class QueryBudgetTests(ChatFixture fixture) : IClassFixture<ChatFixture>
{
    private const int Budget = 3;

    private static readonly string[] Paths =
    [
        "conversations", "conversations?folder=none&pinned=false", "conversations?tag=0197a1c4-6a52-7c3e-9d57-3f1f8a6f2b10", "trash", "tags",
        "conversations/{conversation}", "conversations/{conversation}/settings", "conversations/{conversation}/context", "conversations/{conversation}/queue",
        "conversations/{conversation}/messages", "conversations/{conversation}/messages?limit=2", "conversations/{conversation}/messages?limit=2&before={cursor}",
        "conversations/{conversation}/messages?limit=2&after={cursor}", "conversations/{conversation}/messages?limit=2&leaf={message}",
        "conversations/{conversation}/messages?limit=2&around={message}", "conversations/{conversation}/messages/{message}",
        "conversations/{conversation}/feedback", "conversations/{conversation}/messages/{message}/feedback", "admin/feedback", "admin/feedback/shared",
        "folders", "folders/{folder}", "notes?conversation={conversation}&q=budget", "notes/{note}", "presets", "presets/default", "presets/{preset}",
        "search?q=question", "search?q=qestion%20has:note%20folder:none", "attachments/{attachment}", "attachments/{attachment}/content",
        "shares", "shared/{token}", "exports", "exports/{export}", "imports", "imports/{import}",
    ];

    [Fact]
    public async Task Every_read_stays_within_its_budget()
    {
        using var ada = await fixture.SignInAdminAsync();
        var places = await FurnishAsync(ada);

        List<string> outside = [];
        foreach (var path in Paths)
        {
            var filled = places.Aggregate(path, (text, place) => text.Replace($"{{{place.Key}}}", place.Value, StringComparison.Ordinal));
            // A stranger's look at a link is counted.
            var (status, queries) = await CountAsync(path.StartsWith("shared/", StringComparison.Ordinal) ? fixture.Host.Client : ada.Client, $"/api/v1/{filled}");
            if (status is not HttpStatusCode.OK || queries is < 1 or > Budget) outside.Add(string.Create(CultureInfo.InvariantCulture, $"{path}: {(int)status}, {queries}"));
        }

        Assert.Empty(outside);
    }

    /// <summary>A conversation with all that makes it dear to read, and one of everything else.</summary>
    private static async Task<Dictionary<string, string>> FurnishAsync(ChatUser ada)
    {
        var preset = await ada.CreatePresetAsync(new { name = "Budget", systemPrompt = "Be brief.", options = new { topK = 9 } });
        var outer = await ada.CreateFolderAsync(new { name = "Outer", systemPrompt = "Of the folder." });
        var folder = await ada.CreateFolderAsync(new { name = "Inner", parentId = outer });
        var conversation = await ada.CreateConversationAsync(new { title = "budget", presetId = preset, folderId = folder });
        var file = await ada.UploadedAsync("0.txt", "file"u8.ToArray());
        await ada.AskWithAsync(conversation, "question 0", file);
        for (var i = 1; i < 3; i++) await ada.AskWithAsync(conversation, $"question {i}", await ada.UploadedAsync($"{i}.txt", "file"u8.ToArray()));
        var messages = await ada.MessagesAsync(conversation);
        var answer = messages[^1].Id();
        await ada.RateAsync(conversation, answer, new { rating = 1, reasons = new[] { "helpful" }, shared = true });
        var note = (await ada.NoteAsync(new { conversationId = conversation, text = "budget" })).Id();
        var (_, token) = await ada.ShareAsync(new { conversationId = conversation });
        var import = (await ada.ImportAsync(ShareSteps.ChatGptFile(["budget"], "A question"))).Id();
        var export = (await ada.SendAsync(HttpMethod.Post, "/api/v1/exports", new { format = "json" }, HttpStatusCode.Created)).Id();
        return new()
        {
            ["conversation"] = conversation.ToString(),
            ["message"] = answer.ToString(),
            ["cursor"] = messages[3].Id().ToString("N"),
            ["folder"] = folder.ToString(),
            ["note"] = note.ToString(),
            ["preset"] = preset.ToString(),
            ["attachment"] = file.Id().ToString(),
            ["token"] = token,
            ["import"] = import.ToString(),
            ["export"] = export.ToString(),
        };
    }

    private static async Task<(HttpStatusCode Status, int Queries)> CountAsync(HttpClient client, string path)
    {
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
        using var activity = source.StartActivity("read");
        trace = activity!.TraceId;
        using var response = await client.GetAsync(path);
        return (response.StatusCode, queries);
    }
}
