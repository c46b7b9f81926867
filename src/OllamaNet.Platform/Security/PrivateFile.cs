using System.Runtime.InteropServices;
using System.Text;

namespace OllamaNet.Platform.Security;

/// <summary>A file that only the owner of the process can read.</summary>
public static partial class PrivateFile
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
            Publish(temporary, path);
        }
        finally
        {
            File.Delete(temporary);
        }
    }

    /// <summary>Gives the file its name, unless there is one of that name: File.Move looks first and renames then, and of two at once the later would win.</summary>
    private static void Publish(string temporary, string path)
    {
        if (!OperatingSystem.IsWindows())
        {
            if (Link(temporary, path) != 0 && !File.Exists(path)) throw new IOException($"{path} could not be made: {Marshal.GetLastPInvokeErrorMessage()}");
            return;
        }

        try
        {
            File.Move(temporary, path, overwrite: false);
        }
        catch (IOException) when (File.Exists(path))
        {
        }
    }

    [LibraryImport("libc", EntryPoint = "link", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Link(string existing, string added);
}
