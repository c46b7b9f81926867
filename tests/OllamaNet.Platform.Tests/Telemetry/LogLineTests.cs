using System.Diagnostics;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;
using OllamaNet.Platform.Telemetry;
using Xunit;

namespace OllamaNet.Platform.Tests.Telemetry;

public sealed class LogLineTests
{
    private static readonly KeyValuePair<string, object?>[] Values = [new("ConversationId", 7), new("{OriginalFormat}", "Conversation {ConversationId} deleted")];

    [Fact]
    public void A_collector_gets_one_flat_object_a_line()
    {
        using var activity = new Activity("request").Start();

        var line = Write(new JsonLines(TimeProvider.System), new InvalidOperationException("first\nsecond"));

        Assert.Equal(1, line.TrimEnd().Count(c => c == '\n') + 1);
        var json = JsonDocument.Parse(line).RootElement;
        Assert.Equal("Warning", json.GetProperty("level").GetString());
        Assert.Equal("OllamaNet.Chat.Conversation", json.GetProperty("category").GetString());
        Assert.Equal("ConversationDeleted", json.GetProperty("event").GetString());
        Assert.Equal("Conversation 7 deleted", json.GetProperty("message").GetString());
        Assert.Equal(activity.TraceId.ToHexString(), json.GetProperty("traceId").GetString());
        Assert.Equal(7, json.GetProperty("values").GetProperty("ConversationId").GetInt32());
        Assert.False(json.GetProperty("values").TryGetProperty("{OriginalFormat}", out _));
        Assert.Contains("second", json.GetProperty("exception").GetString(), StringComparison.Ordinal);
        Assert.True(json.GetProperty("time").TryGetDateTimeOffset(out _));
    }

    [Fact]
    public void A_person_gets_one_readable_line()
    {
        using var activity = new Activity("request").Start();

        var line = Write(new PlainLines(TimeProvider.System), exception: null);

        Assert.Matches($"^\\d\\d:\\d\\d:\\d\\d warn Conversation: Conversation 7 deleted trace={activity.TraceId.ToHexString()}\\s*$", line);
    }

    private static string Write(ConsoleFormatter formatter, Exception? exception)
    {
        using var text = new StringWriter();
        var entry = new LogEntry<IReadOnlyList<KeyValuePair<string, object?>>>(
            LogLevel.Warning, "OllamaNet.Chat.Conversation", new EventId(1, "ConversationDeleted"), Values, exception, (_, _) => "Conversation 7 deleted");
        formatter.Write(entry, scopeProvider: null, text);
        return text.ToString();
    }
}
