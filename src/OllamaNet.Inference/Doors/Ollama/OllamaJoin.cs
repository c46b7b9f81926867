using System.Buffers;
using System.Text.Json;
using OllamaNet.Inference.Doors.Shared;
using OllamaNet.Ollama;

namespace OllamaNet.Inference.Doors.Ollama;

/// <summary>Makes one object of the lines of an Ollama, as it does itself for a request that does not stream.</summary>
internal static class OllamaJoin
{
    /// <exception cref="JsonException">Text in it is not well-formed Unicode.</exception>
    /// <returns>The last line with all text, thinking, calls and probabilities of the others in it.</returns>
    public static ReadOnlyMemory<byte> Join(ReadOnlyMemory<byte> lines)
    {
        var joined = new Joined();
        var rest = lines;
        ReadOnlyMemory<byte> last = default;
        while (!rest.IsEmpty)
        {
            var end = rest.Span.IndexOf((byte)'\n');
            var line = end < 0 ? rest : rest[..end];
            rest = end < 0 ? default : rest[(end + 1)..];
            if (line.Span.Trim(" \t\r"u8).IsEmpty) continue;
            joined.Add(line.Span);
            last = line;
        }

        return joined.IntoLast(last);
    }

    private sealed class Joined
    {
        private readonly ArrayBufferWriter<byte> _text = new(1024);
        private readonly ArrayBufferWriter<byte> _thinking = new();
        private readonly List<JsonElement> _calls = [];
        private readonly List<JsonElement> _logprobs = [];

        public void Add(ReadOnlySpan<byte> line)
        {
            using var text = new JsonText();
            var reader = new Utf8JsonReader(line);
            reader.Read();
            Add(ref reader, text);
        }

        public ReadOnlyMemory<byte> IntoLast(ReadOnlyMemory<byte> line)
        {
            var output = new ArrayBufferWriter<byte>(_text.WrittenCount + line.Length + 256);
            using var document = JsonDocument.Parse(line);
            using var json = new Utf8JsonWriter(output, new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
            json.WriteStartObject();
            foreach (var member in document.RootElement.EnumerateObject().Where(m => m.Name is not ("thinking" or "logprobs")))
            {
                if (member.NameEquals("message"u8)) WriteMessage(json);
                else if (member.NameEquals("response"u8)) WriteResponse(json);
                else member.WriteTo(json);
            }

            WriteList(json, "logprobs", _logprobs);
            json.WriteEndObject();
            json.Flush();
            return output.WrittenMemory;
        }

        private void Add(ref Utf8JsonReader reader, JsonText text)
        {
            while (reader.Read() && reader.TokenType is JsonTokenType.PropertyName)
            {
                var (content, thinking) = (reader.ValueTextEquals("content"u8) || reader.ValueTextEquals("response"u8), reader.ValueTextEquals("thinking"u8));
                var (calls, probabilities) = (reader.ValueTextEquals("tool_calls"u8), reader.ValueTextEquals("logprobs"u8));
                var message = reader.ValueTextEquals("message"u8);
                reader.Read();
                if (message && reader.TokenType is JsonTokenType.StartObject) Add(ref reader, text);
                else if (content && reader.TokenType is JsonTokenType.String) _text.Write(text.Read(ref reader));
                else if (thinking && reader.TokenType is JsonTokenType.String) _thinking.Write(text.Read(ref reader));
                else if ((calls || probabilities) && reader.TokenType is JsonTokenType.StartArray) (calls ? _calls : _logprobs).AddRange(JsonElement.ParseValue(ref reader).EnumerateArray());
                else reader.Skip();
            }
        }

        private void WriteMessage(Utf8JsonWriter json)
        {
            json.WriteStartObject("message"u8);
            json.WriteString("role"u8, "assistant"u8);
            json.WriteString("content"u8, _text.WrittenSpan);
            if (_thinking.WrittenCount > 0) json.WriteString("thinking"u8, _thinking.WrittenSpan);
            WriteList(json, "tool_calls", _calls);
            json.WriteEndObject();
        }

        private void WriteResponse(Utf8JsonWriter json)
        {
            json.WriteString("response"u8, _text.WrittenSpan);
            if (_thinking.WrittenCount > 0) json.WriteString("thinking"u8, _thinking.WrittenSpan);
        }

        private static void WriteList(Utf8JsonWriter json, string name, List<JsonElement> members)
        {
            if (members.Count == 0) return;
            json.WriteStartArray(name);
            foreach (var member in members) member.WriteTo(json);
            json.WriteEndArray();
        }
    }
}
