using System.Globalization;
using OllamaNet.Platform.Audit;

namespace OllamaNet.Host.Commands;

internal static class AuditCommand
{
    /// <summary>Checks the chain, beside a running server or without one.</summary>
    public static async Task<int> VerifyAsync(string[] settings, CancellationToken cancellationToken)
    {
        await using var session = Session.Join(settings);
        await session.Database.ReadyAsync(session.App.Services, cancellationToken);
        return Say(await session.App.Services.GetRequiredService<AuditVerifier>().VerifyAsync(cancellationToken));
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
