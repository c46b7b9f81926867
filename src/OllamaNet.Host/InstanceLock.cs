using OllamaNet.Platform.Data;

namespace OllamaNet.Host;

/// <summary>One process at a time works on a data directory. The operating system takes the lock back, however the process ends.</summary>
internal sealed class InstanceLock : IDisposable
{
    private const long LeastFreeBytes = 128L << 20;

    private readonly FileStream file;

    private InstanceLock(FileStream file) => this.file = file;

    /// <summary>Opens the data directory for this process alone.</summary>
    /// <exception cref="HostProblem">It cannot be used; the message says why.</exception>
    public static (DataDirectory Data, InstanceLock Lock) Take(IConfiguration configuration)
    {
        var path = Path.GetFullPath(configuration[DataDirectory.Setting] is { Length: > 0 } given ? given : "data");
        try
        {
            var data = new DataDirectory(path);
            CheckSpace(data);
            return (data, new(Open(data)));
        }
        catch (UnauthorizedAccessException exception)
        {
            throw new HostProblem($"The data directory {path} cannot be written by this account. Give it to the account (chown -R), or choose another with --data.", exception);
        }
        catch (IOException exception)
        {
            throw new HostProblem($"The data directory {path} cannot be made: {exception.Message} Choose another with --data.", exception);
        }
    }

    /// <summary>Free bytes on the disk that holds the data, and whether they are enough to start.</summary>
    public static (long Free, bool Enough) Space(DataDirectory data)
    {
        var free = new DriveInfo(data.FullPath).AvailableFreeSpace;
        return (free, free >= LeastFreeBytes);
    }

    public void Dispose() => file.Dispose();

    private static FileStream Open(DataDirectory data)
    {
        var file = data.At("lock");
        try
        {
            return new FileStream(file, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException exception) when (File.Exists(file))
        {
            throw new InstanceInUse(data, exception);
        }
    }

    private static void CheckSpace(DataDirectory data)
    {
        if (Space(data) is { Enough: false } space)
            throw new HostProblem($"The disk of {data.FullPath} is full: {space.Free >> 20} MB free, {LeastFreeBytes >> 20} MB needed. Free some space, or choose another directory with --data.");
    }
}
