using System.Buffers;
using System.Text.Json;
using System.Text.Unicode;

namespace OllamaNet.Ollama;

/// <summary>Reads JSON strings as UTF-8 without making strings of them: in place where nothing is escaped, else in a pooled buffer.</summary>
public sealed class JsonText : IDisposable
{
    private byte[] _scratch = ArrayPool<byte>.Shared.Rent(1024);

    /// <summary>The string the reader stands on (null is empty); valid until the next call.</summary>
    /// <exception cref="JsonException">It is no string, or not well-formed Unicode.</exception>
    public ReadOnlySpan<byte> Read(ref Utf8JsonReader reader)
    {
        if (reader.TokenType is JsonTokenType.Null) return default;
        if (reader.TokenType is not JsonTokenType.String) throw new JsonException("A string was expected.");
        if (!reader.ValueIsEscaped)
            return Utf8.IsValid(reader.ValueSpan) ? reader.ValueSpan : throw new JsonException("The text is not UTF-8.");

        if (_scratch.Length < reader.ValueSpan.Length)
        {
            ArrayPool<byte>.Shared.Return(_scratch);
            _scratch = ArrayPool<byte>.Shared.Rent(reader.ValueSpan.Length);
        }

        try
        {
            return _scratch.AsSpan(0, reader.CopyString(_scratch));
        }
        catch (InvalidOperationException e)
        {
            throw new JsonException("The text is not well-formed Unicode.", e);
        }
    }

    public void Dispose()
    {
        if (_scratch.Length == 0) return;
        ArrayPool<byte>.Shared.Return(_scratch);
        _scratch = [];
    }
}
