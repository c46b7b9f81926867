using Microsoft.Extensions.Configuration;

namespace OllamaNet.Platform.Data;

/// <summary>The folder that holds everything this installation keeps outside its database: keys, models, the embedded database itself.</summary>
public sealed class DataDirectory
{
    public const string Setting = "OllamaNet:DataDirectory";

    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    public DataDirectory(IConfiguration configuration) : this(configuration[Setting] is { Length: > 0 } path ? path : "data")
    {
    }

    public DataDirectory(string path)
    {
        FullPath = Path.GetFullPath(path);
        Make(FullPath);
    }

    public string FullPath { get; }

    /// <summary>The full path of something inside.</summary>
    public string At(string name) => Path.Combine(FullPath, name);

    /// <summary>The full path of a folder inside, which is made when missing.</summary>
    public string Folder(string name)
    {
        var path = At(name);
        Make(path);
        return path;
    }

    /// <summary>Writes a file that only this account may read. A crash leaves the old file or the new one, never half of one.</summary>
    public void WriteSecret(string name, ReadOnlySpan<byte> content)
    {
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;

        var temporary = At(name + ".new");
        File.Delete(temporary);
        using (var file = new FileStream(temporary, options))
        {
            file.Write(content);
            file.Flush(flushToDisk: true);
        }
        File.Move(temporary, At(name), overwrite: true);
    }

    private static void Make(string path)
    {
        if (OperatingSystem.IsWindows()) Directory.CreateDirectory(path);
        else Directory.CreateDirectory(path, OwnerOnly);
    }
}
