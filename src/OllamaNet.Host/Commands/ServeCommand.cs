using System.Globalization;
using OllamaNet.Auth.Registration;
using OllamaNet.Contracts.Inference;

namespace OllamaNet.Host.Commands;

internal static class ServeCommand
{
    private static readonly TimeSpan ProbePatience = TimeSpan.FromSeconds(3);

    public static async Task<int> RunAsync(string[] settings, CancellationToken cancellationToken)
    {
        await using var session = Session.Open(settings, Ports.Check);
        var applied = await session.Database.MigrateAsync(session.App.Services, cancellationToken);
        await session.App.StartAsync(cancellationToken);

        Console.WriteLine($"OllamaNet {VersionCommand.Version}");
        foreach (var url in session.App.Urls) Say("open", url);
        Say("data", session.Data.FullPath);
        Say("database", applied.Count == 0 ? session.Database.Description : $"{session.Database.Description}, {applied.Count} migrations applied");
        if (await session.App.Services.GetRequiredService<SetupCode>().GetAsync(cancellationToken) is { } code)
            Say("setup", $"make the first account on this machine and it is the administrator; from elsewhere it needs this one-time code: {code}");
        await SayNodesAsync(session.App);
        Console.WriteLine("Ctrl-C stops it.");

        await session.App.WaitForShutdownAsync(cancellationToken);
        return 0;
    }

    private static async Task SayNodesAsync(WebApplication app)
    {
        if (app.Services.GetService<IInference>() is not { } inference) return;

        using var patience = CancellationTokenSource.CreateLinkedTokenSource(app.Lifetime.ApplicationStopping);
        patience.CancelAfter(ProbePatience);
        IReadOnlyList<NodeInfo> nodes = [];
        try
        {
            // The first probe runs beside the start.
            while ((nodes = await inference.ListNodesAsync(patience.Token)).All(node => !node.Reachable)) await Task.Delay(50, patience.Token);
        }
        catch (OperationCanceledException)
        {
            // What is known by now is what there is to say.
        }
        foreach (var node in nodes)
            Say("node", node.Reachable
                ? string.Create(CultureInfo.InvariantCulture, $"{node.Name} ({node.Kind}): {node.Models} {(node.Models == 1 ? "model" : "models")}{(node.DataLeavesSite ? ", data leaves this site" : "")}{(node.Warning is null ? "" : $". {node.Warning}")}")
                : $"{node.Name} ({node.Kind}): {node.Error ?? "not reachable"}");
    }

    private static void Say(string name, string value) => Console.WriteLine($"  {name,-9} {value}");
}
