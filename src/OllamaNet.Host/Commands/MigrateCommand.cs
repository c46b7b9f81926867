namespace OllamaNet.Host.Commands;

internal static class MigrateCommand
{
    public static async Task<int> RunAsync(string[] settings, CancellationToken cancellationToken)
    {
        await using var session = Session.Open(settings, _ => { });
        var applied = await session.Database.MigrateAsync(session.App.Services, cancellationToken);

        foreach (var migration in applied) Console.WriteLine($"applied {migration}");
        Console.WriteLine(applied.Count == 0 ? "The database is up to date." : $"{applied.Count} migrations applied.");
        return 0;
    }
}
