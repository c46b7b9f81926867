using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OllamaNet.Inference.Data;
using OllamaNet.Platform.Audit;

namespace OllamaNet.Inference.Usage.Costs;

/// <summary>Raises the alarm once when a part of the month's budget is spent, and once when all of it is.</summary>
internal sealed class BudgetWatch(Budget budget, IServiceScopeFactory scopes, TimeProvider time, ILogger<BudgetWatch> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        do
        {
            try
            {
                await LookAsync(stoppingToken);
            }
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
            {
                logger.BudgetNotRead(exception);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    internal async Task LookAsync(CancellationToken cancellationToken)
    {
        var now = await budget.LookAsync(cancellationToken);
        if (now.State is not (BudgetState.Alarm or BudgetState.Spent)) return;

        await using var scope = scopes.CreateAsyncScope();
        var (db, audit) = (scope.ServiceProvider.GetRequiredService<InferenceDb>(), scope.ServiceProvider.GetRequiredService<AuditLog>());
        var percent = now.State is BudgetState.Spent ? 100 : now.AlarmPercent;
        var raised = await audit.RecordAsync(db, c => db.Database.ExecuteSqlAsync(
            $"INSERT INTO inference.budget_alarms (month, percent, raised_at) VALUES ({now.Month}, {percent}, {time.GetUtcNow()}) ON CONFLICT DO NOTHING", c),
            new(AuditActions.BudgetAlarm) { After = now }, cancellationToken);
        if (raised > 0) logger.BudgetReached(percent, now.Spent, now.Limit!.Value, now.Currency);
    }
}
