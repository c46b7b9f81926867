using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Options;
using Npgsql;
using OllamaNet.Platform.Http;
using OllamaNet.Platform.Security;

namespace OllamaNet.Inference.Usage.Costs;

public enum BudgetState
{
    /// <summary>No budget is set.</summary>
    None,

    Fine,

    /// <summary>The part of it is spent from which on administrators are alarmed.</summary>
    Alarm,

    Spent,
}

/// <summary>What this month cost so far, in UTC, beside what it may cost.</summary>
/// <param name="Spent">In the currency of the settings; what models without a price answered is not in it.</param>
/// <param name="Limit">Null: none is set.</param>
public sealed record BudgetResponse(DateOnly Month, string Currency, decimal Spent, decimal? Limit, int AlarmPercent, BudgetState State);

/// <summary>Compares what the month cost with what it may cost.</summary>
internal sealed class Budget(NpgsqlDataSource dataSource, IOptionsMonitor<UsageOptions> options, TimeProvider time)
{
    public async Task<BudgetResponse> LookAsync(CancellationToken cancellationToken)
    {
        var (now, settings) = (time.GetUtcNow(), options.CurrentValue);
        var month = new DateOnly(now.Year, now.Month, 1);
        await using var command = dataSource.CreateCommand(
            """
            SELECT coalesce(sum(h.prompt_tokens * p.prompt + h.answer_tokens * p.answer), 0) / 1000000 FROM inference.usage_hours AS h
            JOIN inference.price_times AS p ON p.model = h.model AND h.hour >= p.valid_from AND h.hour < p.valid_until WHERE h.hour >= $1
            """);
        command.Parameters.Add(new() { Value = month.ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc) });
        var spent = decimal.Round((decimal)(await command.ExecuteScalarAsync(cancellationToken))!, 4);
        decimal? limit = settings.MonthlyBudget > 0 ? settings.MonthlyBudget : null;
        var state = limit is null ? BudgetState.None : spent >= limit ? BudgetState.Spent : spent >= limit * settings.BudgetAlarmPercent / 100 ? BudgetState.Alarm : BudgetState.Fine;
        return new(month, settings.Currency, spent, limit, settings.BudgetAlarmPercent, state);
    }
}

internal static class BudgetEndpoint
{
    public static void MapBudget(this IEndpointRouteBuilder routes) => routes.MapGet("/api/v1/admin/budget", GetBudget).WithTags("Limits and usage").RequirePermission(Permissions.UsageRead)
        .WithSummary("What this month cost")
        .WithDescription("Beside the budget of the settings: `none` is set, `fine`, `alarm` from the part on that the settings name, `spent`. Nobody is kept from asking by it; administrators are told.")
        .WithExample(response: new BudgetResponse(new(2026, 11, 1), "EUR", 412.5m, 500, 80, BudgetState.Alarm));

    private static async Task<Ok<BudgetResponse>> GetBudget(Budget budget, CancellationToken cancellationToken) => TypedResults.Ok(await budget.LookAsync(cancellationToken));
}
