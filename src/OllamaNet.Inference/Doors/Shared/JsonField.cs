using System.Globalization;
using System.Text.Json;

namespace OllamaNet.Inference.Doors.Shared;

/// <summary>A value of a request's body that knows what the caller calls it. Unknown fields of these APIs are let through; wrong ones are named.</summary>
internal readonly struct JsonField
{
    private readonly string _parent;
    private readonly string _name;

    public JsonField(JsonElement root) : this(root, "", "")
    {
    }

    private JsonField(JsonElement value, string parent, string name) => (Value, _parent, _name) = (value, parent, name);

    public JsonElement Value { get; }

    public string Path => _parent.Length == 0 ? _name : _name.Length == 0 ? _parent : $"{_parent}.{_name}";

    /// <summary>Null counts as left out: that is how SDKs send what nobody set.</summary>
    public bool IsGiven => Value.ValueKind is not (JsonValueKind.Undefined or JsonValueKind.Null);

    public bool IsText => Value.ValueKind is JsonValueKind.String;

    public bool IsList => Value.ValueKind is JsonValueKind.Array;

    public bool IsObject => Value.ValueKind is JsonValueKind.Object;

    public bool Is(ReadOnlySpan<byte> text) => IsText && Value.ValueEquals(text);

    /// <summary>A member of an object; of anything else there is none.</summary>
    public JsonField this[string name] => new(IsObject && Value.TryGetProperty(name, out var member) ? member : default, Path, name);

    public IEnumerable<JsonField> Items()
    {
        if (!IsList) throw Wrong("a list");
        var (path, index) = (Path, 0);
        foreach (var item in Value.EnumerateArray()) yield return new(item, $"{path}[{(index++).ToString(CultureInfo.InvariantCulture)}]", "");
    }

    public string? TextOrNull() => IsGiven ? Text() : null;

    public string Text()
    {
        if (!IsText) throw Wrong("a string");
        try
        {
            return Value.GetString()!;
        }
        catch (InvalidOperationException)
        {
            // Half a surrogate pair, or bytes that are not UTF-8.
            throw Wrong("well-formed Unicode");
        }
    }

    public bool? BoolOrNull() => Value.ValueKind switch
    {
        JsonValueKind.Undefined or JsonValueKind.Null => null,
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => throw Wrong("true or false"),
    };

    public float? NumberOrNull(float least, float most)
    {
        if (!IsGiven) return null;
        if (Value.ValueKind is JsonValueKind.Number && Value.TryGetSingle(out var number) && number >= least && number <= most) return number;
        throw Wrong(string.Create(CultureInfo.InvariantCulture, $"a number from {least} to {most}"));
    }

    public int? IntegerOrNull(int least = int.MinValue, int most = int.MaxValue)
    {
        if (!IsGiven) return null;
        if (Value.ValueKind is JsonValueKind.Number && Value.TryGetDouble(out var number) && number >= least && number <= most && number == Math.Floor(number)) return (int)number;
        throw Wrong(string.Create(CultureInfo.InvariantCulture, $"a whole number from {least} to {most}"));
    }

    /// <summary>A string or a list of them.</summary>
    public IReadOnlyList<string> Texts(int most)
    {
        if (!IsGiven) return [];
        if (IsText) return [Text()];
        if (!IsList) throw Wrong("a string or a list of strings");
        if (Value.GetArrayLength() > most) throw Wrong(string.Create(CultureInfo.InvariantCulture, $"a list of at most {most}"));
        return [.. Items().Select(i => i.Text())];
    }

    public DoorException Wrong(string expected) =>
        Value.ValueKind is JsonValueKind.Undefined ? new(Path, $"'{Path}' is required and must be {expected}.") : new(Path, $"'{Path}' must be {expected}.");
}
