using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using OllamaNet.Inference.Data;
using OllamaNet.Inference.Models;
using OllamaNet.Inference.Nodes.Admin;
using OllamaNet.Platform.Audit;
using OllamaNet.Platform.Http;
using OllamaNet.Platform.Security;

namespace OllamaNet.Inference.Usage.Costs;

/// <summary>What a model's tokens cost from some hour on, until its next price.</summary>
/// <param name="Prompt">Of a million tokens, in the currency of the settings.</param>
/// <param name="Answer">Of a million tokens.</param>
public sealed record ModelPrice(string Model, DateTimeOffset ValidFrom, decimal Prompt, decimal Answer);

public sealed record ModelPriceList(string Currency, IReadOnlyList<ModelPrice> Items);

/// <param name="ValidFrom">Taken to a whole hour UTC; left out: from this hour on. Usage since then is counted with it, also when it is over.</param>
public sealed record PutModelPrice(
    [Required, MaxLength(ModelNames.MaxLength)] string Model, [Required, Range(0, 1_000_000)] decimal? Prompt, [Required, Range(0, 1_000_000)] decimal? Answer, DateTimeOffset? ValidFrom = null);

/// <summary>Prices of models: what usage costs is worked out from them when it is read.</summary>
internal static class PriceEndpoints
{
    private const int MostPrices = 10_000;
    private static readonly ModelPrice Example = new("gpt-oss:120b", new(2026, 11, 1, 0, 0, 0, TimeSpan.Zero), 0.15m, 0.6m);

    public static void MapPrices(this RouteGroupBuilder api)
    {
        api.MapGet("/", ListModelPrices).RequirePermission(Permissions.UsageRead)
            .WithSummary("List the prices of models")
            .WithDescription("All of them, those of the past too; a model without a price costs nothing.")
            .WithExample(response: new ModelPriceList("EUR", [Example]));
        api.MapPut("/", SetModelPrice).RequirePermission(Permissions.SettingsManage)
            .WithSummary("Set the price of a model")
            .WithDescription("From an hour on, until the next price of the same model. The price of the same hour is replaced.")
            .ProducesValidationProblem().WithExample(new PutModelPrice("gpt-oss:120b", 0.15m, 0.6m), Example);
        api.MapDelete("/", DeleteModelPrice).RequirePermission(Permissions.SettingsManage)
            .WithSummary("Delete a price of a model")
            .WithDescription("The one before it holds on.")
            .ProducesProblem(StatusCodes.Status404NotFound).WithExample();
    }

    private static async Task<Ok<ModelPriceList>> ListModelPrices(InferenceDb db, IOptionsMonitor<UsageOptions> options, CancellationToken cancellationToken) => TypedResults.Ok(new ModelPriceList(
        options.CurrentValue.Currency,
        await db.Database.SqlQuery<ModelPrice>($"SELECT model AS \"Model\", valid_from AS \"ValidFrom\", prompt AS \"Prompt\", answer AS \"Answer\" FROM inference.model_prices ORDER BY model, valid_from DESC LIMIT {MostPrices}").ToListAsync(cancellationToken)));

    private static async Task<Results<Ok<ModelPrice>, ProblemHttpResult>> SetModelPrice(PutModelPrice request, InferenceDb db, AuditLog audit, TimeProvider time, CancellationToken cancellationToken)
    {
        if (!NodeRules.IsModelName(request.Model)) return Problems.Invalid("model", "A model's name has up to 200 characters and no spaces around them.");
        var price = new ModelPrice(request.Model, WholeHour.Of(request.ValidFrom ?? time.GetUtcNow()), decimal.Round(request.Prompt!.Value, 6), decimal.Round(request.Answer!.Value, 6));
        var before = await FindAsync(db, price.Model, price.ValidFrom, cancellationToken);
        await audit.RecordAsync(db, c => db.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO inference.model_prices (model, valid_from, prompt, answer) VALUES ({price.Model}, {price.ValidFrom}, {price.Prompt}, {price.Answer})
            ON CONFLICT (model, valid_from) DO UPDATE SET prompt = EXCLUDED.prompt, answer = EXCLUDED.answer
            """, c), new(AuditActions.PriceSet, "model", price.Model, price.Model) { Before = before, After = price }, cancellationToken);
        return TypedResults.Ok(price);
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> DeleteModelPrice(
        [Required, MaxLength(ModelNames.MaxLength)] string model, [Required] DateTimeOffset validFrom, InferenceDb db, AuditLog audit, CancellationToken cancellationToken)
    {
        var before = await FindAsync(db, model, validFrom, cancellationToken);
        var deleted = await audit.RecordAsync(db, c => db.Database.ExecuteSqlAsync($"DELETE FROM inference.model_prices WHERE model = {model} AND valid_from = {validFrom.ToUniversalTime()}", c),
            new(AuditActions.PriceDeleted, "model", model, model) { Before = before }, cancellationToken);
        return deleted > 0 ? TypedResults.NoContent() : Problems.NotFound("price");
    }

    private static Task<ModelPrice?> FindAsync(InferenceDb db, string model, DateTimeOffset validFrom, CancellationToken cancellationToken) =>
        db.Database.SqlQuery<ModelPrice>($"SELECT model AS \"Model\", valid_from AS \"ValidFrom\", prompt AS \"Prompt\", answer AS \"Answer\" FROM inference.model_prices WHERE model = {model} AND valid_from = {validFrom.ToUniversalTime()}").FirstOrDefaultAsync(cancellationToken);
}
