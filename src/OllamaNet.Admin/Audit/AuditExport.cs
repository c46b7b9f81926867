using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using OllamaNet.Platform.Audit;
using OllamaNet.Platform.Http;

namespace OllamaNet.Admin.Audit;

/// <summary>Writes entries as they come, for spreadsheets and for other programs.</summary>
internal static class AuditExport
{
    public const string Csv = "text/csv", JsonLines = "application/jsonl";
    private const string Header = "at,action,outcome,actorId,actorName,keyId,keyName,targetKind,targetId,targetName,ip,agent,before,after,seq\r\n";
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    public static async Task WriteCsvAsync(IAsyncEnumerable<AuditRow> rows, Stream body)
    {
        await using var writer = new StreamWriter(body, Utf8, leaveOpen: true);
        await writer.WriteAsync(Header);
        await foreach (var row in rows)
        {
            string?[] fields =
            [
                row.At.UtcDateTime.ToString("O", CultureInfo.InvariantCulture), row.Action, row.Outcome is AuditOutcome.Success ? "success" : "failure", row.ActorId?.ToString(), row.ActorName,
                row.KeyId?.ToString(), row.KeyName, row.TargetKind, row.TargetId, row.TargetName, row.Ip, row.Agent, row.Before, row.After, row.Seq?.ToString(CultureInfo.InvariantCulture),
            ];
            await writer.WriteAsync(string.Join(',', fields.Select(CsvField.Of)));
            await writer.WriteAsync("\r\n");
        }
    }

    public static async Task WriteJsonLinesAsync(IAsyncEnumerable<AuditRow> rows, Stream body)
    {
        await using var writer = new StreamWriter(body, Utf8, leaveOpen: true);
        await foreach (var row in rows)
        {
            await writer.WriteAsync(JsonSerializer.Serialize(AuditResponse.Of(row), Options));
            await writer.WriteAsync('\n');
        }
    }
}
