using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Npgsql;

namespace OllamaNet.Platform.Data;

/// <summary>The files of one embedded database: made on first use, checked on every other.</summary>
internal sealed class EmbeddedPostgresCluster
{
    private const string MajorVersion = "18";
    private const int Port = 5432;
    private const string Account = "ollamanet";
    private const string PasswordFile = "postgres.password";
    private const int LongestSocketPath = 107;

    private readonly EmbeddedPostgresOptions options;
    private readonly EmbeddedPostgresAccount account;
    private readonly string password;
    private readonly string socketDirectory;
    private readonly bool exists;
    private EmbeddedPostgresPrograms programs;

    public EmbeddedPostgresCluster(EmbeddedPostgresOptions options)
    {
        this.options = options;
        programs = EmbeddedPostgresPrograms.Find(options.NativeDirectory);

        var link = options.Data.At("postgres");
        exists = Directory.Exists(link);
        account = exists ? EmbeddedPostgresAccount.OwnerOf(link) : EmbeddedPostgresAccount.ForNew(options.Data.FullPath, programs.Postgres, options.UserNamespaces);

        var id = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(options.Data.FullPath)))[..16];
        Folder = exists ? new DirectoryInfo(link).ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? link
            : account.IsStranger ? Path.Combine(options.SharedDirectory, id, "postgres")
            : link;

        socketDirectory = Path.Combine(Path.GetDirectoryName(Folder)!, "socket");
        if (Encoding.UTF8.GetByteCount($"{socketDirectory}/.s.PGSQL.{Port}") > LongestSocketPath) socketDirectory = Path.Combine(Path.GetTempPath(), "ollamanet-" + id);

        if (!File.Exists(options.Data.At(PasswordFile)))
            options.Data.WriteSecret(PasswordFile, Encoding.ASCII.GetBytes(Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(24))));
        password = File.ReadAllText(options.Data.At(PasswordFile));
    }

    /// <summary>PostgreSQL's data directory, without symbolic links.</summary>
    public string Folder { get; }

    public string ConnectionString => new NpgsqlConnectionStringBuilder
    {
        Host = socketDirectory,
        Port = Port,
        Username = Account,
        Password = password,
        Database = Account,
        // Below max_connections, so that the doctor still gets in.
        MaxPoolSize = 80,
        MaxAutoPrepare = 100,
    }.ConnectionString;

    /// <summary>Makes what is missing, and ends a server that an earlier host left behind.</summary>
    public void Prepare()
    {
        programs = programs.ReachableBy(account, options.SharedDirectory);
        if (account.IsStranger && !exists) account.MakeFolder(Path.GetDirectoryName(Folder)!);
        account.MakeFolder(socketDirectory);
        if (!exists) Make();

        var version = File.ReadAllText(Path.Combine(Folder, "PG_VERSION")).Trim();
        if (version != MajorVersion)
            throw new EmbeddedPostgresException($"The data in {Folder} belongs to PostgreSQL {version}, this release comes with {MajorVersion}. Start the release that made it, save the data with pg_dump, move the folder away and load the data again.");

        EmbeddedPostgresOrphan.End(Folder);
    }

    /// <summary>Starts the server; it ends with the calling thread.</summary>
    public Process StartServer()
    {
        Dictionary<string, string> settings = new(StringComparer.Ordinal)
        {
            ["listen_addresses"] = "",
            ["unix_socket_directories"] = socketDirectory,
            ["unix_socket_permissions"] = "0700",
            ["port"] = Port.ToString(CultureInfo.InvariantCulture),
            ["max_connections"] = options.Disposable ? "400" : "100",
            ["shared_buffers"] = "64MB",
            ["huge_pages"] = "off",
            ["io_method"] = "sync",
            ["jit"] = "off",
            ["max_wal_senders"] = "0",
            ["wal_level"] = "minimal",
            ["max_logical_replication_workers"] = "0",
            ["autovacuum_max_workers"] = "2",
            ["idle_in_transaction_session_timeout"] = "60s",
            ["client_connection_check_interval"] = "5s",
            ["TimeZone"] = "UTC",
            ["log_line_prefix"] = "",
            // What people write must not get into logs.
            ["log_error_verbosity"] = "terse",
            ["log_min_error_statement"] = "panic",
        };
        if (options.Disposable) settings["fsync"] = settings["full_page_writes"] = "off";

        return account.StartBoundToThread(programs.Postgres, ["-D", Folder, .. settings.SelectMany(setting => new[] { "-c", $"{setting.Key}={setting.Value}" })]);
    }

    /// <summary>True when the server says that it takes connections.</summary>
    public bool IsReady(int processId)
    {
        try
        {
            var lines = File.ReadAllLines(Path.Combine(Folder, "postmaster.pid"));
            return lines.Length >= 8 && lines[0] == processId.ToString(CultureInfo.InvariantCulture) && lines[7].Trim() == "ready";
        }
        catch (IOException)
        {
            return false;
        }
    }

    // Made aside and moved into place at the end: what is there is whole. The administrator of PostgreSQL itself cannot log in.
    private void Make()
    {
        var unfinished = Folder + ".new";
        if (Directory.Exists(unfinished)) Directory.Delete(unfinished, recursive: true);

        Run(programs.Initdb, null, ["-D", unfinished, "--username=postgres", "--auth=trust", "--encoding=UTF8", "--locale-provider=builtin", "--locale=C.UTF-8", "--no-instructions", .. options.Disposable ? ["--no-sync"] : Array.Empty<string>()]);
        Run(programs.Postgres, $"""
            CREATE ROLE {Account} LOGIN {(options.Disposable ? "CREATEDB" : "")} PASSWORD '{password}';
            CREATE DATABASE {Account} OWNER {Account};
            """, ["--single", "-D", unfinished, "postgres"]);
        File.WriteAllText(Path.Combine(unfinished, "pg_hba.conf"), $"local all {Account} scram-sha-256\n");

        Directory.Move(unfinished, Folder);
        if (account.IsStranger) Directory.CreateSymbolicLink(options.Data.At("postgres"), Folder);
    }

    private void Run(string program, string? input, params IEnumerable<string> arguments)
    {
        using var process = account.Start(program, arguments);
        var problem = process.StandardError.ReadToEndAsync();
        process.StandardInput.Write(input);
        process.StandardInput.Close();
        process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0)
            throw new EmbeddedPostgresException($"{Path.GetFileName(program)} failed: {problem.GetAwaiter().GetResult().Trim()}");
    }
}
