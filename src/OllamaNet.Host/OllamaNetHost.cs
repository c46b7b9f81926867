using OllamaNet.Gateway;
using OllamaNet.Platform;
using OllamaNet.Platform.Data;
using OllamaNet.Platform.Settings;

namespace OllamaNet.Host;

/// <summary>Composes the web application; used by <c>serve</c>, by the other commands and by the tests.</summary>
internal static class OllamaNetHost
{
    /// <param name="args">Settings as <c>--Section:Name=value</c>.</param>
    /// <param name="configure">Runs when the configuration is read and nothing is registered yet.</param>
    public static WebApplication Build(string[] args, Action<WebApplicationBuilder>? configure = null)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            // Watching the settings files would cost a thread and system-wide watches, and nothing here reads a setting twice.
            Args = ["--hostBuilder:reloadConfigOnChange=false", .. args],
            ApplicationName = "ollamanet",
            ContentRootPath = AppContext.BaseDirectory,
        });
        AddSettings(builder.Configuration, args);
        configure?.Invoke(builder);

        if (BindRules.Addresses(builder.Configuration) is [BindRules.DefaultUrl]) builder.WebHost.UseUrls(BindRules.DefaultUrl);
        BindRules.Check(builder.Configuration);
        builder.Services.Configure<HostOptions>(options => options.ShutdownTimeout = TimeSpan.FromSeconds(5));

        builder.AddPlatform();
        builder.AddGateway();
        foreach (var role in Role.All) role.Add(builder);
        builder.Services.AddHostedService<WarmUp>();

        var app = builder.Build();
        app.UseGateway();
        foreach (var role in Role.All) role.Map(app);
        app.MapGateway();
        return app;
    }

    // The owner's file stands above the defaults, what administrators set stands above the file; the environment and the command line have the last word.
    private static void AddSettings(ConfigurationManager configuration, string[] args)
    {
        var data = new ConfigurationBuilder().AddConfiguration(configuration).AddEnvironmentVariables("OLLAMANET_").AddCommandLine(args).Build()[DataDirectory.Setting];
        configuration.AddJsonFile(Path.GetFullPath(Path.Combine(data ?? "data", "settings.json")), optional: true, reloadOnChange: false)
            .Add(new StoredSettings())
            .AddEnvironmentVariables()
            .AddEnvironmentVariables("OLLAMANET_")
            .AddCommandLine(args);
    }
}
