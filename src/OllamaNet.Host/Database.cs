using OllamaNet.Platform.Data;

namespace OllamaNet.Host;

/// <summary>The database of a command: the configured one, or the embedded one as a child process.</summary>
internal sealed class Database : IAsyncDisposable
{
    private const string Setting = "ConnectionStrings:OllamaNet";

    private readonly EmbeddedPostgres? embedded;

    private Database(EmbeddedPostgres? embedded) => this.embedded = embedded;

    public string Description => embedded is null ? "PostgreSQL as configured" : "PostgreSQL 18, embedded";

    /// <summary>Begins to start the embedded server where none is configured, and tells the configuration where it will be.</summary>
    public static Database Open(IConfigurationManager configuration, DataDirectory data)
    {
        if (configuration[Setting] is { Length: > 0 }) return new(null);

        var embedded = EmbeddedPostgres.Start(new(data) { NativeDirectory = configuration[NativePackages.Setting] });
        configuration.AddInMemoryCollection([new(Setting, embedded.ConnectionString)]);
        return new(embedded);
    }

    /// <summary>The embedded server of the process that runs on this data already, or the configured one.</summary>
    public static Database Join(IConfigurationManager configuration, DataDirectory data)
    {
        if (string.IsNullOrEmpty(configuration[Setting]))
            configuration.AddInMemoryCollection([new(Setting, EmbeddedPostgres.ConnectionStringOf(new(data) { NativeDirectory = configuration[NativePackages.Setting] }))]);
        return new(null);
    }

    /// <summary>Waits for the server.</summary>
    public async Task ReadyAsync(IServiceProvider services, CancellationToken cancellationToken)
    {
        if (embedded is null) return;

        embedded.Logger = services.GetRequiredService<ILoggerFactory>().CreateLogger<EmbeddedPostgres>();
        await embedded.Ready.WaitAsync(cancellationToken);
    }

    /// <summary>Waits for the server and brings every schema up to date.</summary>
    /// <returns>The migrations that were applied.</returns>
    public async Task<IReadOnlyList<string>> MigrateAsync(IServiceProvider services, CancellationToken cancellationToken)
    {
        await ReadyAsync(services, cancellationToken);
        return await services.GetRequiredService<Migrator>().MigrateAsync(cancellationToken);
    }

    public ValueTask DisposeAsync() => embedded?.DisposeAsync() ?? ValueTask.CompletedTask;
}
