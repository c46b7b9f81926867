using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using OllamaNet.Contracts.Inference;
using OllamaNet.Inference;
using OllamaNet.Platform.Data;
using OllamaNet.Platform.Images;

namespace OllamaNet.Host.Commands;

/// <summary>Looks at everything the server needs, whether it runs or not. Ends with 1 when something must be put right.</summary>
internal static class DoctorCommand
{
    private static readonly TimeSpan ProbePatience = TimeSpan.FromSeconds(15);

    public static async Task<int> RunAsync(string[] settings, CancellationToken cancellationToken)
    {
        var report = new Report();
        report.Fine("program", $"OllamaNet {VersionCommand.Version}, {System.Runtime.InteropServices.RuntimeInformation.FrameworkDescription}");

        InstanceLock? held = null;
        Database? database = null;
        WebApplication? app = null;
        try
        {
            app = OllamaNetHost.Build([.. settings, "--Logging:LogLevel:Default=None"], builder =>
            {
                builder.Logging.ClearProviders();
                (var data, held) = CheckData(builder.Configuration, report);
                CheckPorts(builder.Configuration, running: held is null, report);
                database = held is not null ? Database.Open(builder.Configuration, data) : Database.Join(builder.Configuration, data);
            });
            await CheckDatabaseAsync(app, database!, report, cancellationToken);
            await CheckNodesAsync(app, report, cancellationToken);
            CheckImages(app.Services, report);
        }
        catch (Exception exception) when (exception is HostProblem or EmbeddedPostgresException)
        {
            report.Problem("start", exception.Message);
        }
        finally
        {
            if (app is not null) await app.DisposeAsync();
            if (database is not null) await database.DisposeAsync();
            held?.Dispose();
        }
        return report.End();
    }

    private static (DataDirectory Data, InstanceLock? Held) CheckData(IConfiguration configuration, Report report)
    {
        try
        {
            var (data, held) = InstanceLock.Take(configuration);
            report.Fine("data", $"{data.FullPath}, {InstanceLock.Space(data).Free >> 30} GB free");
            return (data, held);
        }
        catch (HostProblem problem) when (problem is InstanceInUse used)
        {
            report.Fine("data", $"{used.Directory.FullPath}, in use by a running OllamaNet");
            return (used.Directory, null);
        }
    }

    private static void CheckPorts(IConfiguration configuration, bool running, Report report)
    {
        foreach (var address in BindRules.Addresses(configuration))
            if (Ports.Problem(address) is not { } problem) report.Fine("port", $"{address} is free");
            else if (running) report.Fine("port", $"{address} is in use, and an OllamaNet is running");
            else report.Problem("port", problem);
    }

    /// <summary>No problem of the server's: it answers without.</summary>
    private static void CheckImages(IServiceProvider services, Report report) => report.Fine("images", services.GetRequiredService<ImageCleaner>().IsInstalled
        ? "libvips is here: images are taken"
        : "libvips is not here: images are refused. To take them: apt-get install libvips-tools (Debian, Ubuntu), or name its vipsthumbnail in Images:Vipsthumbnail");

    private static async Task CheckDatabaseAsync(WebApplication app, Database database, Report report, CancellationToken cancellationToken)
    {
        try
        {
            await database.ReadyAsync(app.Services, cancellationToken);
            await using var command = app.Services.GetRequiredService<NpgsqlDataSource>().CreateCommand("SELECT current_setting('server_version')");
            var version = await command.ExecuteScalarAsync(cancellationToken);
            var pending = await app.Services.GetRequiredService<Migrator>().PendingAsync(cancellationToken);
            report.Fine("database", $"PostgreSQL {version} answers; {(pending.Count == 0 ? "its schemas are up to date" : $"{pending.Count} migrations are applied at the next start, or by 'ollamanet migrate'")}");
        }
        catch (EmbeddedPostgresException exception)
        {
            report.Problem("database", exception.Message);
        }
        catch (NpgsqlException exception)
        {
            report.Problem("database", $"The database does not answer: {exception.Message} Check ConnectionStrings:OllamaNet and whether that server runs.");
        }
    }

    private static async Task CheckNodesAsync(WebApplication app, Report report, CancellationToken cancellationToken)
    {
        // The inference role watches its nodes by itself; the rest of the host stays still.
        var watchers = app.Services.GetServices<IHostedService>().Where(service => service.GetType().Assembly == typeof(InferenceModule).Assembly).ToArray();
        foreach (var watcher in watchers) await watcher.StartAsync(cancellationToken);
        try
        {
            var nodes = await NodesAsync(app.Services.GetRequiredService<IInference>(), cancellationToken);
            foreach (var node in nodes)
                if (node is { Reachable: true, Warning: { } warning }) report.Problem("node", $"{node.Name}: {warning}");
                else if (node.Reachable) report.Fine("node", $"{node.Name} ({node.Kind}{(node.Version is null ? "" : $", {node.Version}")}) answers with {node.Models} {(node.Models == 1 ? "model" : "models")}{(node.DataLeavesSite ? ", data leaves this site" : "")}");
                else if (nodes.Any(other => other.Reachable)) report.Fine("node", $"{node.Name} ({node.Kind}) is not used: {node.Error}");
                else report.Problem("node", $"{node.Name} ({node.Kind}): {node.Error}");
            if (nodes.Count == 0) report.Problem("node", "There is no inference node. Start Ollama, put a GGUF file into the folder models of the data directory, or name a node under Inference:Nodes.");
        }
        finally
        {
            foreach (var watcher in watchers) await watcher.StopAsync(cancellationToken);
        }
    }

    private static async Task<IReadOnlyList<NodeInfo>> NodesAsync(IInference inference, CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(ProbePatience);
        IReadOnlyList<NodeInfo> nodes = [];
        try
        {
            while ((nodes = await inference.ListNodesAsync(patience.Token)).Count == 0 || nodes.Any(node => !node.Reachable))
                await Task.Delay(100, patience.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // What is known by now is what there is to say.
        }
        return nodes;
    }
}
