using Microsoft.EntityFrameworkCore;
using OllamaNet.Platform.Data;

namespace OllamaNet.Host;

/// <summary>Builds what the first request of each role would have to wait for, once the server serves.</summary>
internal sealed class WarmUp(IServiceScopeFactory scopes, IEnumerable<ModuleDbRegistration> modules, IHostApplicationLifetime lifetime) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using (lifetime.ApplicationStarted.Register(started.SetResult)) await started.Task.WaitAsync(stoppingToken);

        foreach (var module in modules)
        {
            await using var scope = scopes.CreateAsyncScope();
            _ = ((DbContext)scope.ServiceProvider.GetRequiredService(module.ContextType)).Model;
        }
    }
}
