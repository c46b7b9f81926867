using System.Text;

namespace OllamaNet.Inference.Embedded.Models;

/// <summary>
/// Reads keys and tensor shapes of a GGUF file. Files come from people, so every count and length is checked against the file before it is believed.
/// Whole numbers become <see cref="long"/>; arrays are skipped: nobody here needs them.
/// </summary>
internal sealed class GgufReader(BinaryReader reader)
{
    private const int LongestText = 1 << 20;

    public (Dictionary<string, object> Values, long Parameters) Read()
    {
        if (!reader.ReadBytes(4).AsSpan().SequenceEqual("GGUF"u8)) throw new InvalidDataException("it is not a GGUF file");
        if (reader.ReadUInt32() is var version and not (2 or 3)) throw new InvalidDataException($"its GGUF version {version} is not known");
        var tensors = Count(24);
        var entries = Count(12);

        var values = new Dictionary<string, object>(StringComparer.Ordinal);
        for (var i = 0; i < entries; i++)
        {
            var key = Text();
            if (Value(reader.ReadUInt32(), depth: 0) is { } value) values[key] = value;
        }

        long parameters = 0;
        for (var i = 0; i < tensors; i++) parameters = checked(parameters + Tensor());
        return (values, parameters);
    }

    private long Tensor()
    {
        Skip(Length(LongestText));
        var dimensions = reader.ReadUInt32();
        if (dimensions > 4) throw new InvalidDataException("a tensor has too many dimensions");

        long size = 1;
        for (var i = 0; i < dimensions; i++)
        {
            var extent = reader.ReadInt64();
            if (extent < 0 || (extent > 0 && size > (1L << 50) / extent)) throw new InvalidDataException("a tensor has an impossible size");
            size *= extent;
        }
        Skip(4 + 8);
        return size;
    }

    private object? Value(uint type, int depth)
    {
        switch (type)
        {
            case 0: return (long)reader.ReadByte();
            case 1: return (long)reader.ReadSByte();
            case 2: return (long)reader.ReadUInt16();
            case 3: return (long)reader.ReadInt16();
            case 4: return (long)reader.ReadUInt32();
            case 5: return (long)reader.ReadInt32();
            case 6: return (double)reader.ReadSingle();
            case 7: return reader.ReadByte() != 0;
            case 8: return Text();
            case 9: SkipArray(depth); return null;
            case 10: return unchecked((long)reader.ReadUInt64());
            case 11: return reader.ReadInt64();
            case 12: return reader.ReadDouble();
            default: throw new InvalidDataException("a value has an unknown type");
        }
    }

    private void SkipArray(int depth)
    {
        if (depth > 2) throw new InvalidDataException("arrays are nested too deep");
        var type = reader.ReadUInt32();
        var size = type switch { 0 or 1 or 7 => 1, 2 or 3 => 2, 4 or 5 or 6 => 4, 10 or 11 or 12 => 8, _ => 0 };
        var count = Count(Math.Max(size, 1));
        if (size > 0)
        {
            Skip(count * size);
            return;
        }

        for (long i = 0; i < count; i++)
        {
            if (type == 8) Skip(Length(LongestText));
            else if (type == 9) SkipArray(depth + 1);
            else throw new InvalidDataException("a value has an unknown type");
        }
    }

    /// <summary>A number of things that take at least <paramref name="smallest"/> bytes each.</summary>
    private long Count(int smallest)
    {
        var count = reader.ReadUInt64();
        return count <= (ulong)(Left / smallest) ? (long)count : throw new EndOfStreamException();
    }

    private long Length(long longest)
    {
        var length = reader.ReadUInt64();
        return length <= (ulong)Math.Min(Left, longest) ? (long)length : throw new EndOfStreamException();
    }

    private string Text() => Encoding.UTF8.GetString(reader.ReadBytes((int)Length(LongestText)));

    private void Skip(long bytes)
    {
        if (bytes > Left) throw new EndOfStreamException();
        reader.BaseStream.Seek(bytes, SeekOrigin.Current);
    }

    private long Left => reader.BaseStream.Length - reader.BaseStream.Position;
}
