using System.Text;

namespace OllamaNet.Platform.Security;

/// <summary>A file that only the owner of the process can read.</summary>
public static class PrivateFile
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Writes the file whole or not at all; another process that does the same at once wins or loses cleanly.</summary>
    public static void CreateIfAbsent(string path, Func<string> content)
    {
        if (File.Exists(path)) return;

        var temporary = $"{path}.{Environment.ProcessId}.{Environment.CurrentManagedThreadId}.tmp";
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write, Options = FileOptions.WriteThrough };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = OwnerOnly;
        using (var file = new FileStream(temporary, options)) file.Write(Encoding.UTF8.GetBytes(content() + "\n"));

        try
        {
            File.Move(temporary, path, overwrite: false);
        }
        catch (IOException) when (File.Exists(path))
        {
            File.Delete(temporary);
        }
    }
}
