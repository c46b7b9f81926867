using System.Diagnostics;
using System.Globalization;

namespace OllamaNet.Platform.Data;

/// <summary>
/// Under which account PostgreSQL runs; it refuses root. An ordinary user runs it as himself. Root runs it in a user namespace, where his own files
/// stay his and he is not root; or, where namespaces are forbidden, as <c>nobody</c>; or as whoever owns data that is there already.
/// </summary>
internal sealed class EmbeddedPostgresAccount
{
    private const int Nobody = 65534;
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private static readonly EmbeddedPostgresAccount Self = new([], null);
    private static readonly EmbeddedPostgresAccount Mapped = new(["unshare", "--user", $"--map-user={Nobody}"], null);

    private readonly string[] prefix;
    private readonly int? userId;

    private EmbeddedPostgresAccount(string[] prefix, int? userId) => (this.prefix, this.userId) = (prefix, userId);

    /// <summary>True when this account cannot reach the host's own folders, so that its files must lie elsewhere.</summary>
    public bool IsStranger => userId == Nobody;

    /// <summary>The account for data that exists.</summary>
    public static EmbeddedPostgresAccount OwnerOf(string cluster)
    {
        if (!OperatingSystem.IsLinux() || !Environment.IsPrivilegedProcess) return Self;

        using var stat = Self.Start("stat", ["--dereference", "--format=%u", cluster]);
        var owner = int.Parse(stat.StandardOutput.ReadToEnd(), CultureInfo.InvariantCulture);
        stat.WaitForExit();
        return owner == 0 ? Mapped : Of(owner);
    }

    /// <summary>The account for data that is still to be made in the folder.</summary>
    public static EmbeddedPostgresAccount ForNew(string folder, string program, bool userNamespaces)
    {
        if (!OperatingSystem.IsLinux() || !Environment.IsPrivilegedProcess) return Self;

        return userNamespaces && Mapped.Can("[ -w \"$1\" ] && [ -x \"$2\" ]", folder, program) ? Mapped : Of(Nobody);
    }

    public bool CanRun(string program) => Can("[ -x \"$1\" ]", program);

    /// <summary>A folder that this account alone may enter (and root).</summary>
    public void MakeFolder(string path)
    {
        if (userId is null)
        {
            if (OperatingSystem.IsWindows()) throw new PlatformNotSupportedException();
            Directory.CreateDirectory(path, OwnerOnly);
            File.SetUnixFileMode(path, OwnerOnly);
            return;
        }

        using var install = Self.Start("install", ["--directory", "--mode=700", $"--owner={userId}", $"--group={userId}", path]);
        var problem = install.StandardError.ReadToEnd();
        install.WaitForExit();
        if (install.ExitCode != 0) throw new EmbeddedPostgresException($"The folder {path} cannot be made: {problem.Trim()}");
    }

    /// <summary>A program to run to its end under this account.</summary>
    public Process Start(string program, params IEnumerable<string> arguments) => Process.Start(Describe([.. prefix, program, .. arguments]))!;

    /// <summary>
    /// A program that ends when the thread that starts it does. It has a session of its own, so that Ctrl-C in the terminal reaches the host alone.
    /// The signal is set last because a change of account takes it back.
    /// </summary>
    public Process StartBoundToThread(string program, params IEnumerable<string> arguments) => Process.Start(Describe(OperatingSystem.IsLinux()
        ? ["setsid", .. prefix, "setpriv", "--pdeathsig", "INT", program, .. arguments]
        : [program, .. arguments]))!;

    private static EmbeddedPostgresAccount Of(int userId) =>
        new(["setpriv", $"--reuid={userId}", $"--regid={userId}", "--clear-groups"], userId);

    private bool Can(string test, params string[] paths)
    {
        using var probe = Start("sh", ["-c", test, "sh", .. paths]);
        probe.WaitForExit();
        return probe.ExitCode == 0;
    }

    private static ProcessStartInfo Describe(string[] command)
    {
        var start = new ProcessStartInfo(command[0], command[1..])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = "/",
        };
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("PG", StringComparison.Ordinal) || name.StartsWith("LC_", StringComparison.Ordinal)).ToArray())
            start.Environment.Remove(name);
        start.Environment["LC_ALL"] = "C";
        return start;
    }
}
