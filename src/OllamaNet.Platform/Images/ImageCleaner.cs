using System.Diagnostics;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace OllamaNet.Platform.Images;

/// <summary>An image as it was decoded and written anew: of what came in, only the pixels are left.</summary>
public sealed record CleanImage(byte[] Bytes, string MediaType, int Width, int Height);

/// <summary>
/// Decodes and re-encodes images in a process of its own (libvips), limited in memory, time and size of files, with a directory that is deleted afterwards.
/// Decoders are what breaks on bad files; one that breaks here takes nothing with it.
/// </summary>
public sealed class ImageCleaner : IDisposable
{
    private const long MemoryBytes = 1L << 30;
    private const string Prefix = "ollamanet-image-";
    private static readonly TimeSpan Longest = TimeSpan.FromHours(1);
    private readonly IOptions<ImageOptions> _options;
    private readonly ILogger<ImageCleaner> _logger;
    private readonly SemaphoreSlim _turns = new(2);

    internal ImageCleaner(IOptions<ImageOptions> options, TimeProvider time, ILogger<ImageCleaner> logger)
    {
        (_options, _logger) = (options, logger);
        DeleteLeft(time.GetUtcNow() - Longest);
    }

    /// <summary>Looked at each time: it may be installed while this runs.</summary>
    public bool IsInstalled => Program is not null && Find("prlimit") is not null;

    private string? Program => _options.Value.Vipsthumbnail is { Length: > 0 } path ? (File.Exists(path) ? path : null) : Find("vipsthumbnail");

    /// <param name="side">The longer side is made no longer than this.</param>
    /// <returns>Null when the image cannot be read.</returns>
    public Task<CleanImage?> CleanAsync(ReadOnlyMemory<byte> image, ImageHeader header, int side, CancellationToken cancellationToken) =>
        // Photographs become JPEG; all else may have sharp edges or be transparent.
        CleanAsync(image, header, header.IsPhotograph ? "out.jpg" : "out.png", ["--size", FormattableString.Invariant($"{side}x{side}>")], cancellationToken);

    /// <summary>The square in the middle, as a PNG with this side.</summary>
    /// <returns>Null when the image cannot be read.</returns>
    public Task<CleanImage?> CleanSquareAsync(ReadOnlyMemory<byte> image, ImageHeader header, int side, CancellationToken cancellationToken) =>
        CleanAsync(image, header, "out.png", ["--size", FormattableString.Invariant($"{side}x{side}"), "--smartcrop", "centre"], cancellationToken);

    private async Task<CleanImage?> CleanAsync(ReadOnlyMemory<byte> image, ImageHeader header, string target, string[] size, CancellationToken cancellationToken)
    {
        await _turns.WaitAsync(cancellationToken);
        var directory = Directory.CreateTempSubdirectory(Prefix);
        try
        {
            // Names are ours.
            var source = $"in.{header.Extension}";
            await File.WriteAllBytesAsync(Path.Combine(directory.FullName, source), image, cancellationToken);
            var made = Path.Combine(directory.FullName, target);
            if (!await RunAsync(directory.FullName, source, target, size, cancellationToken) || !File.Exists(made)) return null;

            var bytes = await File.ReadAllBytesAsync(made, cancellationToken);
            return ImageHeader.Read(bytes) is { } written ? new(bytes, written.MediaType, written.Width, written.Height) : null;
        }
        finally
        {
            directory.Delete(recursive: true);
            _turns.Release();
        }
    }

    public void Dispose() => _turns.Dispose();

    /// <summary>What a process that was killed left behind: somebody's pictures.</summary>
    private static void DeleteLeft(DateTimeOffset before)
    {
        try
        {
            foreach (var directory in new DirectoryInfo(Path.GetTempPath()).EnumerateDirectories(Prefix + "*").Where(d => d.LastWriteTimeUtc < before.UtcDateTime)) directory.Delete(recursive: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Another account's, deleted by another process just now, or no folder at all: the next start tries again, and questions do not wait for it.
        }
    }

    private async Task<bool> RunAsync(string directory, string source, string target, string[] size, CancellationToken cancellationToken)
    {
        var patience = TimeSpan.FromSeconds(_options.Value.Seconds);
        var start = new ProcessStartInfo(Find("prlimit")!,
        [
            $"--as={MemoryBytes}", $"--cpu={_options.Value.Seconds}", $"--fsize={64 << 20}", "--core=0", "--nofile=64",
            // The first frame only, turned as its EXIF says, in sRGB: the profile goes with the rest of what is not pixels. What is cut off is refused.
            Program!, $"{source}[fail_on=truncated]", .. size, "--export-profile", "srgb", "--output", target.EndsWith(".jpg", StringComparison.Ordinal) ? $"{target}[strip,Q=88]" : $"{target}[strip]",
        ])
        {
            WorkingDirectory = directory,
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        };
        // Nothing of ours, and only the decoders that libvips holds fit for files of strangers. Which of them reads it the signature says, and that was looked at.
        start.Environment.Clear();
        (start.Environment["TMPDIR"], start.Environment["HOME"]) = (directory, directory);
        (start.Environment["VIPS_CONCURRENCY"], start.Environment["VIPS_BLOCK_UNTRUSTED"]) = ("1", "1");

        using var process = Process.Start(start)!;
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timeout.CancelAfter(patience);
        try
        {
            // Read to the end and forgotten, or a full pipe would stop it.
            process.StandardInput.Close();
            await Task.WhenAll(
                process.StandardError.BaseStream.CopyToAsync(Stream.Null, timeout.Token), process.StandardOutput.BaseStream.CopyToAsync(Stream.Null, timeout.Token), process.WaitForExitAsync(timeout.Token));
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync(CancellationToken.None);
            cancellationToken.ThrowIfCancellationRequested();
        }

        if (process.ExitCode != 0) _logger.ImageNotRead(process.ExitCode);
        return process.ExitCode == 0;
    }

    private static string? Find(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Append("/usr/bin").Where(p => p.Length > 0).Select(p => Path.Combine(p, program)).FirstOrDefault(File.Exists);
}
