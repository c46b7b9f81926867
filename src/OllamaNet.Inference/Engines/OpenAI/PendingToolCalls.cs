using System.Text;
using System.Text.Json;
using OllamaNet.Contracts.Inference;
using OllamaNet.Ollama;

namespace OllamaNet.Inference.Engines.OpenAI;

/// <summary>Puts together tool calls that come in interleaved pieces.</summary>
internal sealed class PendingToolCalls
{
    // More than any model calls in one turn; what claims more is not an answer.
    private const int Most = 128;

    private readonly SortedDictionary<int, Pending> _calls = [];

    public bool Any => _calls.Count > 0;

    public void Add(JsonElement pieces)
    {
        if (pieces.ValueKind is JsonValueKind.Null) return;
        if (pieces.ValueKind is not JsonValueKind.Array) throw new JsonException("Tool calls must be a list.");
        foreach (var piece in pieces.EnumerateArray())
        {
            if (piece.ValueKind is not JsonValueKind.Object) throw new JsonException("A tool call must be an object.");
            var call = Find(piece);
            call.Id ??= Text(piece, "id");
            if (!piece.TryGetProperty("function", out var function) || function.ValueKind is not JsonValueKind.Object) continue;
            call.Name ??= Text(function, "name");
            if (Text(function, "arguments") is { } arguments) call.Arguments.Append(arguments);
            if (call.Arguments.Length > LineReader.LongestLine) throw new WireException(WireFailure.TooLong, "The arguments of a tool call do not end.");
        }
    }

    public void SendTo(IAnswerSink sink)
    {
        foreach (var (index, call) in _calls)
        {
            var arguments = call.Arguments.Length == 0 ? "{}" : call.Arguments.ToString();
            if (call.Name is null || JsonElement.Parse(arguments).ValueKind is not JsonValueKind.Object) throw new JsonException("A tool call must have a name and an object.");
            sink.ToolCall(new(call.Id ?? $"call_{index + 1}", call.Name, arguments));
        }
    }

    /// <summary>By index; some servers leave it out and begin each call with an id.</summary>
    private Pending Find(JsonElement piece)
    {
        var last = _calls.Count == 0 ? -1 : _calls.Keys.Last();
        int index;
        if (piece.TryGetProperty("index", out var given) && given.ValueKind is JsonValueKind.Number && given.TryGetInt32(out var number)) index = number;
        else index = Text(piece, "id") is not null || last < 0 ? last + 1 : last;

        if (_calls.TryGetValue(index, out var call)) return call;
        if (_calls.Count == Most) throw new JsonException("Too many tool calls.");
        return _calls[index] = new();
    }

    private static string? Text(JsonElement piece, string name) =>
        piece.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.String ? value.GetString() : null;

    private sealed class Pending
    {
        public string? Id { get; set; }

        public string? Name { get; set; }

        public StringBuilder Arguments { get; } = new();
    }
}
