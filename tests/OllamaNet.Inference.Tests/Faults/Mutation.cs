using System.Text;
using System.Text.Json.Nodes;

namespace OllamaNet.Inference.Tests.Faults;

/// <summary>Bodies that are nearly right. The same seed makes the same bodies.</summary>
internal sealed class Mutation(int seed)
{
    private static readonly string[] Values =
    [
        "null", "true", "false", "0", "-1", "1e999", "-0.0", "0.5", "9223372036854775808", "99999999999999999999", "\"\"", "\"x\"", "\"\\u0000\"", "\"\\ud800\"", "\"data:image/png;base64,\"",
        "\"data:image/png;base64,!!!\"", "[]", "{}", "[null]", "[[]]", "[{}]", "{\"\":{}}", "[1,\"a\",null]", "\"auto\"", "\"required\"", "{\"type\":\"function\"}", "{\"type\":\"json_schema\"}",
        "[{\"type\":\"text\"}]", "[{\"type\":\"image_url\"}]", "[{\"type\":\"tool_result\"}]", "[{\"role\":\"tool\"}]", "\"http://127.0.0.1/\"", "\"sim:latest\"", "\"sim-embed:latest\"", "[[[[[[[[[[]]]]]]]]]]",
    ];

    private readonly Random _random = new(seed);

    public byte[] Of(string body, IReadOnlyList<string> names) => _random.Next(4) == 0 ? Bytes(body) : Encoding.UTF8.GetBytes(Structure(body, names));

    /// <summary>What no JSON writer would write.</summary>
    private byte[] Bytes(string body)
    {
        var bytes = Encoding.UTF8.GetBytes(body).ToList();
        for (var i = _random.Next(1, 4); i > 0 && bytes.Count > 0; i--)
        {
            var at = _random.Next(bytes.Count);
            switch (_random.Next(4))
            {
                case 0: bytes[at] = (byte)_random.Next(256); break;
                case 1: bytes.RemoveAt(at); break;
                case 2: bytes.Insert(at, (byte)"{}[]\",:\\0\0\u00e4"[_random.Next(10)]); break;
                default: bytes.RemoveRange(at, bytes.Count - at); break;
            }
        }

        return [.. bytes];
    }

    /// <summary>JSON that means something else.</summary>
    private string Structure(string body, IReadOnlyList<string> names)
    {
        var root = JsonNode.Parse(body)!;
        // Values that JsonNode would not take are put in as text afterwards.
        List<string> raw = [];
        for (var i = _random.Next(1, 4); i > 0; i--) Change(root, names, raw);
        var text = root.ToJsonString();
        for (var i = 0; i < raw.Count; i++) text = text.Replace($"\"@raw{i}@\"", raw[i], StringComparison.Ordinal);
        return text;
    }

    private void Change(JsonNode root, IReadOnlyList<string> names, List<string> raw)
    {
        var nodes = All(root).ToList();
        var node = nodes[_random.Next(nodes.Count)];
        raw.Add(_random.Next(20) == 0 ? $"\"{new string('a', 50_000)}\"" : Values[_random.Next(Values.Length)]);
        var value = $"@raw{raw.Count - 1}@";
        switch (node)
        {
            case JsonObject members when _random.Next(3) == 0 || members.Count == 0:
                members[names[_random.Next(names.Count)]] = value;
                break;
            case JsonObject members when _random.Next(3) == 0:
                members.Remove(members.ElementAt(_random.Next(members.Count)).Key);
                break;
            case JsonObject members:
                members[members.ElementAt(_random.Next(members.Count)).Key] = value;
                break;
            case JsonArray { Count: > 0 } list when _random.Next(2) == 0:
                list[_random.Next(list.Count)] = value;
                break;
            case JsonArray list:
                list.Add(value);
                break;
        }
    }

    private static IEnumerable<JsonNode> All(JsonNode node)
    {
        yield return node;
        var children = node is JsonObject members ? members.Select(m => m.Value) : node is JsonArray list ? list : [];
        foreach (var child in children.OfType<JsonNode>().ToList())
        {
            if (child is JsonValue) continue;
            foreach (var inner in All(child)) yield return inner;
        }
    }
}
