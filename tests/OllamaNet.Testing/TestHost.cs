using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OllamaNet.Host;
using OllamaNet.Platform.Data;

namespace OllamaNet.Testing;

/// <summary>The real host on a free port of 127.0.0.1, with a database and a data directory of its own.</summary>
public sealed class TestHost : IAsyncDisposable
{
    private static readonly TaskCompletionSource FirstStarted = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private static bool anyBegun;

    private readonly WebApplication app;
    private readonly TestDatabase? database;
    private readonly DirectoryInfo? data;

    private TestHost(WebApplication app, TestDatabase? database, DirectoryInfo? data)
    {
        (this.app, this.database, this.data) = (app, database, data);
        Address = new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
        Client = new HttpClient { BaseAddress = Address };
    }

    public Uri Address { get; }

    /// <summary>A client that is not signed in.</summary>
    public HttpClient Client { get; }

    public IServiceProvider Services => app.Services;

    public IConfiguration Configuration => app.Configuration;

    /// <summary>Starts a host. A second host on the data of the first: give it <see cref="SettingsToShare"/> of the first.</summary>
    /// <param name="settings">Configuration that goes before everything else.</param>
    /// <param name="configure">Registrations to add or to replace, before the product's own.</param>
    public static async Task<TestHost> StartAsync(IReadOnlyDictionary<string, string?>? settings = null, Action<WebApplicationBuilder>? configure = null)
    {
        settings ??= new Dictionary<string, string?>(StringComparer.Ordinal);
        var database = settings.ContainsKey("ConnectionStrings:OllamaNet") ? null : await TestDatabase.CreateAsync();
        var data = settings.ContainsKey(DataDirectory.Setting) ? null : Directory.CreateTempSubdirectory("ollamanet-test-");

        var app = OllamaNetHost.Build([], builder =>
        {
            Configure(builder, database?.ConnectionString, data?.FullName, settings);
            configure?.Invoke(builder);
        });
        try
        {
            // The framework's range checks prepare themselves at their first use, and two hosts at once get in each other's way there.
            if (!Interlocked.Exchange(ref anyBegun, true)) await app.StartAsync().ContinueWith(start => { FirstStarted.TrySetResult(); return start; }, TaskScheduler.Default).Unwrap();
            else
            {
                await FirstStarted.Task;
                await app.StartAsync();
            }
        }
        catch
        {
            await app.DisposeAsync();
            if (database is not null) await database.DisposeAsync();
            data?.Delete(recursive: true);
            throw;
        }

        return new(app, database, data);
    }

    /// <summary>Database and data directory of this host, for another one beside it or after it. This host must be disposed last.</summary>
    public Dictionary<string, string?> SettingsToShare() => new(StringComparer.Ordinal)
    {
        ["ConnectionStrings:OllamaNet"] = Configuration["ConnectionStrings:OllamaNet"],
        [DataDirectory.Setting] = Configuration[DataDirectory.Setting],
    };

    /// <summary>Stops serving as Ctrl-C does; database and data stay until the host is disposed.</summary>
    public Task StopAsync() => app.StopAsync();

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await app.StopAsync();
        await app.DisposeAsync();
        if (database is not null) await database.DisposeAsync();
        data?.Delete(recursive: true);
    }

    internal static void Configure(WebApplicationBuilder builder, string? connectionString, string? data, IReadOnlyDictionary<string, string?> settings)
    {
        Dictionary<string, string?> all = new(StringComparer.Ordinal) { ["Logging:LogLevel:Default"] = "Warning" };
        if (connectionString is not null) all["ConnectionStrings:OllamaNet"] = connectionString;
        if (data is not null) all[DataDirectory.Setting] = data;
        foreach (var (name, value) in settings) all[name] = value;

        builder.Configuration.AddInMemoryCollection(all);
        // Thousands of accounts are made by tests that are not about what a guess costs.
        builder.Services.Configure<PasswordHasherOptions>(options => options.IterationCount = 1_000);
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        builder.WebHost.UseUrls("http://127.0.0.1:0");
    }
}
