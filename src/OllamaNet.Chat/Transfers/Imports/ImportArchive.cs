using System.Buffers.Binary;
using System.IO.Compression;
using OllamaNet.Platform.Jobs;

namespace OllamaNet.Chat.Transfers.Imports;

/// <summary>The JSON files of an upload, whether it is one or an archive of some. Names in an archive are looked at and never used.</summary>
internal sealed class ImportArchive(TransferOptions options)
{
    private const int MaxEntries = 20_000;
    private const int MaxDirectoryBytes = 8 * 1024 * 1024;
    private const int MaxRatio = 200;
    private const int FreeRatio = 16 * 1024 * 1024;
    private const int EndLength = 22;

    public static async Task<bool> IsZipAsync(FileStream file, CancellationToken cancellationToken)
    {
        var head = new byte[4];
        var read = await file.ReadAtLeastAsync(head, 4, throwOnEndOfStream: false, cancellationToken);
        file.Position = 0;
        return read == 4 && head.AsSpan().SequenceEqual("PK\u0003\u0004"u8);
    }

    /// <summary>The files with conversations, each to be read before the next is asked for.</summary>
    public async IAsyncEnumerable<Stream> ReadAsync(FileStream file, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await CheckDirectoryAsync(file, cancellationToken);
        await using var zip = await OpenAsync(file, cancellationToken);
        if (zip.Entries.Count > MaxEntries) throw new JobFailedException("archive-too-large", $"The archive holds more than {JsonText.Number(MaxEntries)} files.");
        if (zip.Entries.Any(e => IsUnsafe(e.FullName))) throw new JobFailedException("unsafe-archive", "The archive holds names that lead out of it. It was not made by an export.");

        var left = new Budget(options.MaxExpandedBytes);
        foreach (var entry in zip.Entries.Where(e => HoldsConversations(e.FullName)).OrderBy(e => e.FullName, StringComparer.Ordinal))
        {
            await using var expanded = await entry.OpenAsync(cancellationToken);
            await using var limited = new LimitedStream(expanded, left, Math.Max(FreeRatio, entry.CompressedLength * MaxRatio));
            yield return limited;
        }
    }

    private static bool HoldsConversations(string name)
    {
        var file = name[(name.LastIndexOf('/') + 1)..];
        return file.Equals(TransferDocument.FileName, StringComparison.OrdinalIgnoreCase)
            || (file.StartsWith("conversations", StringComparison.OrdinalIgnoreCase) && file.EndsWith(".json", StringComparison.OrdinalIgnoreCase))
            || (file.StartsWith("chat-export", StringComparison.OrdinalIgnoreCase) && file.EndsWith(".json", StringComparison.OrdinalIgnoreCase));
    }

    private static bool IsUnsafe(string name) =>
        name.StartsWith('/') || name.Contains('\\', StringComparison.Ordinal) || name.Contains('\0', StringComparison.Ordinal) || name.Contains(':', StringComparison.Ordinal) || name.Split('/').Contains("..", StringComparer.Ordinal);

    private static async Task<ZipArchive> OpenAsync(FileStream file, CancellationToken cancellationToken)
    {
        try
        {
            file.Position = 0;
            var zip = await ZipArchive.CreateAsync(file, ZipArchiveMode.Read, leaveOpen: true, entryNameEncoding: null, cancellationToken);
            _ = zip.Entries;
            return zip;
        }
        catch (InvalidDataException)
        {
            throw new JobFailedException("broken-archive", "The archive is damaged. Download it again, then import it again.");
        }
    }

    /// <summary>The list of files is read as a whole by whoever opens an archive: how long it is must be known before.</summary>
    private static async Task CheckDirectoryAsync(FileStream file, CancellationToken cancellationToken)
    {
        var tail = new byte[(int)Math.Min(file.Length, EndLength + ushort.MaxValue)];
        file.Position = file.Length - tail.Length;
        await file.ReadExactlyAsync(tail, cancellationToken);
        var end = tail.AsSpan().LastIndexOf("PK\u0005\u0006"u8);
        if (end < 0 || end + EndLength > tail.Length) throw new JobFailedException("broken-archive", "The archive is damaged. Download it again, then import it again.");

        var offset = BinaryPrimitives.ReadUInt32LittleEndian(tail.AsSpan(end + 16));
        if (offset is uint.MaxValue || BinaryPrimitives.ReadUInt16LittleEndian(tail.AsSpan(end + 10)) is ushort.MaxValue || tail.Length - end > EndLength + ushort.MaxValue || file.Length - tail.Length + end - offset > MaxDirectoryBytes)
            throw new JobFailedException("archive-too-large", "The archive holds too many files. Unpack it and import the JSON file in it.");
    }

    private sealed class Budget(long bytes)
    {
        public long Left { get; set; } = bytes;
    }

    /// <summary>Counts what comes out of the compression; what the archive says of itself counts for nothing.</summary>
    private sealed class LimitedStream(Stream inner, Budget budget, long most) : Stream
    {
        private long _read;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => _read; set => throw new NotSupportedException(); }

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => Count(await inner.ReadAsync(buffer, cancellationToken));

        public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

        public override int Read(byte[] buffer, int offset, int count) => Count(inner.Read(buffer, offset, count));

        public override void Flush() => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        private int Count(int read)
        {
            _read += read;
            budget.Left -= read;
            if (_read > most || budget.Left < 0) throw new JobFailedException("archive-too-large", "The archive expands to more than may be imported at once.");
            return read;
        }
    }
}
