using System.Globalization;
using System.Text;
using OllamaNet.Platform.Http;

namespace OllamaNet.Inference.Usage;

/// <summary>The sums as a table for spreadsheets (RFC 4180).</summary>
internal static class UsageCsv
{
    public const string MediaType = "text/csv";

    /// <param name="withCost">For administrators.</param>
    public static string Of(IReadOnlyList<UsageItem> items, UsageBy by, bool withCost)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{System.Text.Json.JsonNamingPolicy.CamelCase.ConvertName(by.ToString())},name,requests,promptTokens,answerTokens,errors,firstTokenMs,durationMs{(withCost ? ",cost" : "")}\r\n");
        foreach (var item in items)
        {
            text.Append(CultureInfo.InvariantCulture, $"{CsvField.Of(GroupOf(item))},{CsvField.Of(item.Name)},{item.Requests},{item.PromptTokens},{item.AnswerTokens},{item.Errors},{item.FirstTokenMs},{item.DurationMs}");
            if (withCost) text.Append(CultureInfo.InvariantCulture, $",{item.Cost}");
            text.Append("\r\n");
        }

        return text.ToString();
    }

    private static string? GroupOf(UsageItem item) =>
        (item.Hour ?? item.Day)?.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture) ?? item.Model ?? item.Node ?? item.User?.ToString() ?? item.Key ?? item.Protocol?.ToString();
}
