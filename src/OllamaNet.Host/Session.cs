using Microsoft.Extensions.Options;
using OllamaNet.Platform.Data;

namespace OllamaNet.Host;

/// <summary>What a command works with: the data directory, the database and the composed host. The database starts while the host is composed.</summary>
internal sealed class Session : IAsyncDisposable
{
    private readonly InstanceLock? instanceLock;

    private Session(WebApplication app, Database database, DataDirectory data, InstanceLock? instanceLock) =>
        (App, Database, Data, this.instanceLock) = (app, database, data, instanceLock);

    public WebApplication App { get; }

    public Database Database { get; }

    public DataDirectory Data { get; }

    /// <param name="check">Runs before anything is started.</param>
    public static Session Open(string[] settings, Action<IConfiguration> check)
    {
        (DataDirectory Data, InstanceLock Lock)? place = null;
        Database? database = null;
        try
        {
            var app = OllamaNetHost.Build(settings, builder =>
            {
                place = InstanceLock.Take(builder.Configuration);
                check(builder.Configuration);
                database = Database.Open(builder.Configuration, place.Value.Data);
            });
            // The host would do this too, after the database is up.
            app.Services.GetService<IStartupValidator>()?.Validate();
            return new(app, database!, place!.Value.Data, place.Value.Lock);
        }
        catch
        {
            database?.DisposeAsync().AsTask().GetAwaiter().GetResult();
            place?.Lock.Dispose();
            throw;
        }
    }

    /// <summary>Beside a running server, or without one. Nothing is logged: what there is to say goes to the console.</summary>
    public static Session Join(string[] settings)
    {
        InstanceLock? held = null;
        Database? database = null;
        DataDirectory? data = null;
        try
        {
            var app = OllamaNetHost.Build([.. settings, "--Logging:LogLevel:Default=None"], builder =>
            {
                builder.Logging.ClearProviders();
                try
                {
                    (data, held) = InstanceLock.Take(builder.Configuration);
                    database = Database.Open(builder.Configuration, data);
                }
                catch (InstanceInUse used)
                {
                    data = used.Directory;
                    database = Database.Join(builder.Configuration, data);
                }
            });
            return new(app, database!, data!, held);
        }
        catch
        {
            database?.DisposeAsync().AsTask().GetAwaiter().GetResult();
            held?.Dispose();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await App.DisposeAsync();
        await Database.DisposeAsync();
        instanceLock?.Dispose();
    }
}
