using System.Buffers;
using System.Text.Json;

namespace OllamaNet.Chat.Transfers.Imports;

/// <summary>A value of a file: an item of the list that the file is, or of a list in the object that it is, or another value of that object.</summary>
/// <param name="List">Name of the list or value; empty when the file is a list.</param>
/// <param name="Value">Null when the piece is larger than one may be.</param>
internal sealed record JsonPiece(string List, JsonDocument? Value);

/// <summary>Takes a JSON file apart while it is read: in memory is one piece at a time, however large the file is.</summary>
internal sealed class JsonPieces(Stream stream, int maxPieceBytes)
{
    private const int MaxDepth = 128;

    // What is made of a value takes memory by the token, of which there can be one in two bytes; in exports they are some ten bytes long.
    private readonly int _maxTokens = Math.Max(10_000, maxPieceBytes / 8);

    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(128 * 1024);
    private int _start;
    private int _end;
    private bool _ended;
    private JsonReaderState _state = new(new() { MaxDepth = MaxDepth, CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });

    // Where the walk is: depth 1 is inside the outermost value, 2 inside a list of it.
    private bool _outerIsList;
    private string _name = "";
    private bool _inList;

    /// <exception cref="JsonException">The file is not JSON.</exception>
    public async IAsyncEnumerable<JsonPiece> ReadAsync([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        try
        {
            await FillAsync(cancellationToken);
            if (_end >= 3 && _buffer.AsSpan(0, 3).SequenceEqual("\uFEFF"u8)) _start = 3;
            while (true)
            {
                switch (Next(out var piece))
                {
                    case Step.Piece: yield return piece!; break;
                    case Step.More when !_ended: await FillAsync(cancellationToken); break;
                    case Step.TooLarge:
                        await SkipAsync(cancellationToken);
                        yield return new(_name, null);
                        break;
                    case Step.On: break;
                    default: yield break;
                }
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(_buffer);
        }
    }

    private enum Step { Piece, More, TooLarge, On, End }

    private Step Next(out JsonPiece? piece)
    {
        piece = null;
        var reader = new Utf8JsonReader(_buffer.AsSpan(_start, _end - _start), _ended, _state);
        if (!reader.Read()) return _ended ? Step.End : Starved();

        switch (reader.TokenType)
        {
            case JsonTokenType.StartArray when reader.CurrentDepth == 0:
                _outerIsList = _inList = true;
                break;
            case JsonTokenType.StartObject when reader.CurrentDepth == 0:
                break;
            case JsonTokenType.PropertyName:
                _name = reader.GetString()!;
                break;
            case JsonTokenType.StartArray when reader.CurrentDepth == 1 && !_outerIsList:
                _inList = true;
                break;
            case JsonTokenType.EndArray when reader.CurrentDepth == 1 && !_outerIsList:
                _inList = false;
                break;
            case JsonTokenType.EndArray or JsonTokenType.EndObject:
                break;
            default:
                var before = reader;
                var tokens = 0;
                for (var depth = reader.CurrentDepth; before.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray || before.CurrentDepth > depth;)
                {
                    if (!before.Read()) return Starved();
                    if (++tokens > _maxTokens) return TooLarge();
                }

                var begin = (int)reader.TokenStartIndex;
                piece = new(_name, JsonDocument.Parse(_buffer.AsMemory(_start + begin, (int)before.BytesConsumed - begin).ToArray(), new() { MaxDepth = MaxDepth }));
                Consume(before);
                return Step.Piece;
        }

        Consume(reader);
        return Step.On;
    }

    private Step Starved() => _end - _start > maxPieceBytes ? TooLarge() : Step.More;

    private Step TooLarge() => _inList ? Step.TooLarge : throw new JsonException("A value is too large.");

    private void Consume(in Utf8JsonReader reader)
    {
        _start += (int)reader.BytesConsumed;
        _state = reader.CurrentState;
    }

    /// <summary>Passes over an item without keeping it, and lets the reader believe that it was a null.</summary>
    private async Task SkipAsync(CancellationToken cancellationToken)
    {
        var item = default(Passing);
        while (!item.Take(_buffer, ref _start, _end))
        {
            if (_ended) throw new JsonException("The file ends in the middle.");
            await FillAsync(cancellationToken);
        }

        var reader = new Utf8JsonReader(item.AfterComma ? ",null"u8 : "null"u8, isFinalBlock: false, _state);
        reader.Read();
        _state = reader.CurrentState;
    }

    /// <summary>Looks for the end of a value by its brackets and quotes: the reader takes no text in parts.</summary>
    private struct Passing
    {
        private int _depth;
        private bool _inText;
        private bool _escaped;

        public bool AfterComma { get; private set; }

        public bool Take(byte[] buffer, ref int start, int end)
        {
            while (start < end)
            {
                var one = buffer[start++];
                if (_escaped) _escaped = false;
                else if (_inText)
                {
                    _escaped = one == '\\';
                    _inText = one != '"';
                    if (!_inText && _depth == 0) return true;
                }
                else if (one == '"') _inText = true;
                else if (one is (byte)'{' or (byte)'[') _depth++;
                else if (one is (byte)'}' or (byte)']' && --_depth == 0) return true;
                else if (one == ',' && _depth == 0) AfterComma = true;
            }

            return false;
        }
    }

    private async Task FillAsync(CancellationToken cancellationToken)
    {
        if (_start > 0)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            (_end, _start) = (_end - _start, 0);
        }

        if (_end == _buffer.Length)
        {
            var larger = ArrayPool<byte>.Shared.Rent(_buffer.Length * 2);
            _buffer.AsSpan(0, _end).CopyTo(larger);
            ArrayPool<byte>.Shared.Return(_buffer);
            _buffer = larger;
        }

        // To the brim: a piece that is not whole is read again from its beginning, so let that be seldom.
        var read = await stream.ReadAtLeastAsync(_buffer.AsMemory(_end), _buffer.Length - _end, throwOnEndOfStream: false, cancellationToken);
        _ended = read < _buffer.Length - _end;
        _end += read;
    }
}
