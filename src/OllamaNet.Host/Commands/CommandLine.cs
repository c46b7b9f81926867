using System.CommandLine;
using Microsoft.Extensions.Options;
using OllamaNet.Platform.Backups;
using OllamaNet.Platform.Data;

namespace OllamaNet.Host.Commands;

/// <summary>The commands of the program. Options become settings, so that each can also be given in a file or in the environment.</summary>
internal static class CommandLine
{
    private delegate Task<int> Run(string[] settings, CancellationToken cancellationToken);

    private static readonly Option<string?> Data = new("--data")
    {
        Description = "Folder for everything that is kept: database, keys, models. Default: OLLAMANET_DATA, or ./data",
        HelpName = "folder",
        Recursive = true,
    };

    private static readonly Option<string?> Urls = new("--urls") { Description = $"Where to listen. Default: {BindRules.DefaultUrl}", HelpName = "url;url" };

    private static readonly Option<bool> BehindProxy = new("--behind-proxy") { Description = "A proxy in front terminates TLS, so listening beyond this machine is allowed" };

    private static readonly Option<string?> PassphraseFile = new("--passphrase-file")
    {
        Description = "File whose first line is the passphrase. Default: OLLAMANET_BACKUP_PASSPHRASE, or it is asked for",
        HelpName = "file",
    };

    public static async Task<int> RunAsync(string[] args)
    {
        try
        {
            // Ctrl-C belongs to the host, which stops in order.
            return await Root().Parse(args).InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = null, EnableDefaultExceptionHandler = false });
        }
        catch (OptionsValidationException exception)
        {
            await Console.Error.WriteLineAsync($"ollamanet: a setting is not right. {string.Join(' ', exception.Failures)}");
            return 1;
        }
        catch (Exception exception) when (exception is HostProblem or EmbeddedPostgresException or BackupException)
        {
            await Console.Error.WriteLineAsync($"ollamanet: {exception.Message}");
            return 1;
        }
    }

    private static RootCommand Root()
    {
        var root = new RootCommand("OllamaNet: a place of your own to talk with language models. Without a command it serves. Any setting can be given as --Section:Name=value.");
        Define(root, ServeCommand.RunAsync, Data, Urls, BehindProxy);
        root.Add(Define(new Command("serve", "Start the server, with its database and its inference engine"), ServeCommand.RunAsync, Urls, BehindProxy));
        root.Add(Define(new Command("migrate", "Bring the database up to date, and end"), MigrateCommand.RunAsync));
        root.Add(Define(new Command("doctor", "Check database, engine, ports and disk, and say what to do"), DoctorCommand.RunAsync, Urls));
        var audit = new Command("audit", "The record of who did what");
        audit.Add(Define(new Command("verify", "Check that no entry of the audit log was changed or taken away, and say where"), AuditCommand.VerifyAsync));
        root.Add(audit);
        root.Add(DefineWithFile(new Command("backup", "Write everything but the models into one encrypted file, also while the server runs"), "The file to write", BackupCommands.BackupAsync));
        root.Add(DefineWithFile(new Command("restore", "Bring a backup back, into a new data directory and an empty database"), "The backup", BackupCommands.RestoreAsync));
        root.Add(Define(new Command("version", "Show the versions of the program and of what it runs on"), VersionCommand.RunAsync));
        return root;
    }

    private static Command Define(Command command, Run run, params Option[] options)
    {
        foreach (var option in options) command.Add(option);
        command.TreatUnmatchedTokensAsErrors = false;
        command.SetAction((parsed, cancellationToken) => run(Settings(parsed), cancellationToken));
        return command;
    }

    private static Command DefineWithFile(Command command, string description, Func<string, string?, string[], CancellationToken, Task<int>> run)
    {
        var file = new Argument<string>("file") { Description = description };
        command.Add(file);
        command.Add(PassphraseFile);
        command.TreatUnmatchedTokensAsErrors = false;
        command.SetAction((parsed, cancellationToken) => run(parsed.GetValue(file)!, parsed.GetValue(PassphraseFile), Settings(parsed), cancellationToken));
        return command;
    }

    private static string[] Settings(ParseResult parsed)
    {
        if (parsed.UnmatchedTokens.FirstOrDefault(token => !IsSetting(token)) is { } stranger)
            throw new HostProblem($"'{stranger}' is neither a command nor an option; --help shows them. Settings are given as --Section:Name=value.");

        List<string> settings = [.. parsed.UnmatchedTokens];
        if ((parsed.GetValue(Data) ?? Environment.GetEnvironmentVariable("OLLAMANET_DATA")) is { Length: > 0 } data) settings.Add($"--{DataDirectory.Setting}={data}");
        if (parsed.GetResult(Urls) is not null) settings.Add($"--{WebHostDefaults.ServerUrlsKey}={parsed.GetValue(Urls)}");
        if (parsed.GetResult(BehindProxy) is not null) settings.Add($"--{BindRules.BehindProxy}={parsed.GetValue(BehindProxy)}");
        return [.. settings];
    }

    private static bool IsSetting(string token) => token.StartsWith("--", StringComparison.Ordinal) && token.Contains(':', StringComparison.Ordinal) && token.Contains('=', StringComparison.Ordinal);
}
