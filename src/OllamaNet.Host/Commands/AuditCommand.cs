using System.Globalization;
using OllamaNet.Platform.Audit;
using OllamaNet.Platform.Data;

namespace OllamaNet.Host.Commands;

internal static class AuditCommand
{
    /// <summary>Checks the chain, beside a running server or without one.</summary>
    public static async Task<int> VerifyAsync(string[] settings, CancellationToken cancellationToken)
    {
        InstanceLock? held = null;
        Database? database = null;
        WebApplication? app = null;
        try
        {
            app = OllamaNetHost.Build([.. settings, "--Logging:LogLevel:Default=None"], builder =>
            {
                builder.Logging.ClearProviders();
                (database, held) = Open(builder.Configuration);
            });
            await database!.ReadyAsync(app.Services, cancellationToken);
            return Say(await app.Services.GetRequiredService<AuditVerifier>().VerifyAsync(cancellationToken));
        }
        finally
        {
            if (app is not null) await app.DisposeAsync();
            if (database is not null) await database.DisposeAsync();
            held?.Dispose();
        }
    }

    private static (Database Database, InstanceLock? Held) Open(ConfigurationManager configuration)
    {
        try
        {
            var (data, held) = InstanceLock.Take(configuration);
            return (Database.Open(configuration, data), held);
        }
        catch (InstanceInUse used)
        {
            return (Database.Join(configuration, used.Directory), null);
        }
    }

    private static int Say(AuditVerdict verdict)
    {
        var looked = string.Create(CultureInfo.InvariantCulture, $"{verdict.Entries} entries from {verdict.First} to {verdict.Last}, {verdict.Waiting} more wait for their place.");
        if (verdict.Fault is { } fault)
        {
            Console.WriteLine($"BROKEN   {fault}");
            Console.WriteLine($"         Whole before that: {looked}");
            return 1;
        }

        Console.WriteLine($"ok       The audit log is whole: {looked}");
        Console.WriteLine($"         Its end is {verdict.Hash}. Kept elsewhere, that shows later that nothing was cut off.");
        return 0;
    }
}
