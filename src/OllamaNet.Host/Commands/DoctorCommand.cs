namespace OllamaNet.Host.Commands;

internal static class DoctorCommand
{
    public static Task<int> RunAsync(string[] settings, CancellationToken cancellationToken) => Task.FromResult(0);
}
