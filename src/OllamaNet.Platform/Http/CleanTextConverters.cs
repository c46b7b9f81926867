using System.Text.Json;
using System.Text.Json.Serialization;

namespace OllamaNet.Platform.Http;

/// <summary>A string of a body holds what no database and no engine takes.</summary>
internal sealed class InvalidTextException(string message, Exception? innerException = null) : JsonException(message, innerException);

/// <summary>Refuses NUL, lone surrogates and invalid UTF-8 in every string of a body: PostgreSQL stores none of them.</summary>
internal sealed class CleanStringConverter : JsonConverter<string>
{
    public override string? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType is JsonTokenType.Null) return null;
        return reader.TokenType is JsonTokenType.String ? CleanText.Read(ref reader) : throw new JsonException();
    }

    public override string ReadAsPropertyName(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => CleanText.Read(ref reader);

    public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options) => writer.WriteStringValue(value);

    public override void WriteAsPropertyName(Utf8JsonWriter writer, string value, JsonSerializerOptions options) => writer.WritePropertyName(value);
}

/// <summary>The same for JSON that is taken as it comes, such as a schema.</summary>
internal sealed class CleanElementConverter : JsonConverter<JsonElement>
{
    public override JsonElement Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var walk = reader;
        var depth = walk.CurrentDepth;
        do
        {
            if (walk.TokenType is JsonTokenType.String or JsonTokenType.PropertyName) CleanText.Read(ref walk);
        }
        while (walk.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray || walk.CurrentDepth > depth ? walk.Read() : false);

        return JsonElement.ParseValue(ref reader);
    }

    public override void Write(Utf8JsonWriter writer, JsonElement value, JsonSerializerOptions options) => value.WriteTo(writer);
}

internal static class CleanText
{
    public static string Read(ref Utf8JsonReader reader)
    {
        string text;
        try
        {
            text = reader.GetString()!;
        }
        catch (InvalidOperationException exception)
        {
            throw new InvalidTextException("The text is not valid Unicode: it holds half a surrogate pair or bytes that are not UTF-8.", exception);
        }

        return text.Contains('\0', StringComparison.Ordinal) ? throw new InvalidTextException("The text holds a NUL character.") : text;
    }
}
