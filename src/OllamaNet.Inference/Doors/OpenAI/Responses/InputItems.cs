using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using OllamaNet.Inference.Doors.Shared;

namespace OllamaNet.Inference.Doors.OpenAI.Responses;

internal sealed record DeletedResponse(string Id, string Object, bool Deleted);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(DeletedResponse))]
internal sealed partial class ResponsesJson : JsonSerializerContext;

/// <summary>What was said in a turn, as it is kept and listed: items, each with an id.</summary>
internal static class InputItems
{
    public static string ToJson(JsonField input)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, ResponseEventSink.Writing))
        {
            json.WriteStartArray();
            if (input.IsText) WriteQuestion(json, input.Text());
            else foreach (var item in input.Items()) WriteItem(json, item);
            json.WriteEndArray();
        }

        return Encoding.UTF8.GetString(buffer.GetBuffer().AsSpan(0, (int)buffer.Length));
    }

    public static byte[] Page(string items, bool newestFirst, string? after, int limit)
    {
        var all = JsonElement.Parse(items).EnumerateArray().ToList();
        if (newestFirst) all.Reverse();
        var rest = after is null ? all : [.. all.SkipWhile(i => IdOf(i) != after).Skip(1)];
        var page = rest.Take(limit).ToList();
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, ResponseEventSink.Writing))
        {
            json.WriteStartObject();
            json.WriteString("object"u8, "list"u8);
            json.WriteStartArray("data"u8);
            foreach (var item in page) item.WriteTo(json);
            json.WriteEndArray();
            json.WriteString("first_id"u8, page.Count == 0 ? null : IdOf(page[0]));
            json.WriteString("last_id"u8, page.Count == 0 ? null : IdOf(page[^1]));
            json.WriteBoolean("has_more"u8, rest.Count > page.Count);
            json.WriteEndObject();
        }

        return buffer.ToArray();
    }

    private static string? IdOf(JsonElement item) => item.GetProperty("id").GetString();

    private static void WriteQuestion(Utf8JsonWriter json, string text)
    {
        json.WriteStartObject();
        json.WriteString("id"u8, ResponseId.New("msg_"));
        json.WriteString("type"u8, "message"u8);
        json.WriteString("role"u8, "user"u8);
        json.WriteStartArray("content"u8);
        json.WriteStartObject();
        json.WriteString("type"u8, "input_text"u8);
        json.WriteString("text"u8, text);
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteItem(Utf8JsonWriter json, JsonField item)
    {
        var type = item["type"].TextOrNull() ?? "message";
        json.WriteStartObject();
        json.WriteString("id"u8, item["id"].TextOrNull() ?? ResponseId.New(type switch { "message" => "msg_", "reasoning" => "rs_", _ => "fc_" }));
        json.WriteString("type"u8, type);
        foreach (var member in item.Value.EnumerateObject().Where(m => m.Name is not ("id" or "type"))) member.WriteTo(json);
        json.WriteEndObject();
    }
}
