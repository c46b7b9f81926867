using System.Globalization;
using OllamaNet.Platform.Audit;
using OllamaNet.Platform.Backups;

namespace OllamaNet.Host.Commands;

internal static class BackupCommands
{
    private const string Variable = "OLLAMANET_BACKUP_PASSPHRASE";
    private const int ShortestPassphrase = 12;

    /// <summary>Writes everything into one encrypted file, beside a running server or without one.</summary>
    public static async Task<int> BackupAsync(string file, string? passphraseFile, string[] settings, CancellationToken cancellationToken)
    {
        var path = Path.GetFullPath(file);
        if (File.Exists(path)) throw new HostProblem($"{path} is there already. Name a file that is not.");
        var passphrase = Passphrase(passphraseFile, twice: true);

        await using var session = Session.Join(settings);
        var services = session.App.Services;
        await session.Database.ReadyAsync(services, cancellationToken);
        var unfinished = $"{path}.part";
        long rows;
        try
        {
            var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write, BufferSize = 1 << 20 };
            if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            await using (var output = new FileStream(unfinished, options))
            {
                rows = await services.GetRequiredService<Backup>().WriteAsync(output, passphrase, VersionCommand.Version, Say, cancellationToken);
                output.Flush(flushToDisk: true);
            }

            File.Move(unfinished, path, overwrite: false);
        }
        catch (IOException e)
        {
            throw new HostProblem($"{path} cannot be written: {e.Message}", e);
        }
        finally
        {
            File.Delete(unfinished);
        }

        await services.GetRequiredService<AuditLog>().RecordAsync(new AuditEntry(AuditActions.BackupMade) { After = new { rows } }, cancellationToken);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{rows} rows in {path}, {new FileInfo(path).Length} bytes. Models are not in it. It cannot be opened without the passphrase."));
        return 0;
    }

    /// <summary>Brings a backup back into an empty database and a new data directory.</summary>
    public static async Task<int> RestoreAsync(string file, string? passphraseFile, string[] settings, CancellationToken cancellationToken)
    {
        var path = Path.GetFullPath(file);
        if (!File.Exists(path)) throw new HostProblem($"There is no file {path}.");
        var passphrase = Passphrase(passphraseFile, twice: false);

        await using var session = Session.Open([.. settings, "--Logging:LogLevel:Default=None"], configuration => Restore.CheckTarget(new(configuration)));
        var services = session.App.Services;
        await session.Database.ReadyAsync(services, cancellationToken);
        await using var input = new FileStream(path, new FileStreamOptions { BufferSize = 1 << 20, Options = FileOptions.SequentialScan });
        var rows = await services.GetRequiredService<Restore>().ReadAsync(input, passphrase, Say, cancellationToken);

        await services.GetRequiredService<AuditLog>().RecordAsync(new AuditEntry(AuditActions.BackupRestored) { After = new { rows } }, cancellationToken);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{rows} rows are back in {session.Data.FullPath}. Models have to be installed again. Start the server on it."));
        return 0;
    }

    private static void Say(string table, long rows)
    {
        if (rows > 0) Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{rows,12} {table}"));
    }

    private static string Passphrase(string? file, bool twice)
    {
        var passphrase = file is not null ? FirstLineOf(file) : Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } given ? given : Ask(twice);
        return passphrase.Length >= ShortestPassphrase ? passphrase : throw new HostProblem($"The passphrase is too short: {ShortestPassphrase} characters at least. Whoever has the file can try as many as they like.");
    }

    private static string FirstLineOf(string file)
    {
        try
        {
            return File.ReadLines(file).FirstOrDefault() ?? "";
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new HostProblem($"The passphrase cannot be read: {e.Message}", e);
        }
    }

    private static string Ask(bool twice)
    {
        if (Console.IsInputRedirected) throw new HostProblem($"A passphrase is needed: --passphrase-file, or the environment variable {Variable}.");
        var passphrase = ReadHidden("Passphrase: ");
        return !twice || ReadHidden("Again: ") == passphrase ? passphrase : throw new HostProblem("These were two different passphrases.");
    }

    private static string ReadHidden(string prompt)
    {
        Console.Write(prompt);
        var typed = new System.Text.StringBuilder();
        while (Console.ReadKey(intercept: true) is { Key: not ConsoleKey.Enter } key)
            if (key.Key is not ConsoleKey.Backspace) typed.Append(key.KeyChar);
            else if (typed.Length > 0) typed.Length--;
        Console.WriteLine();
        return typed.ToString();
    }
}
