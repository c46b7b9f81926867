using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using OllamaNet.Chat.Data;
using OllamaNet.Chat.Messages;
using OllamaNet.Contracts.Inference;
using OllamaNet.Platform.Http;
using OllamaNet.Platform.Security;

namespace OllamaNet.Chat.Presets;

/// <summary>A place to start from.</summary>
/// <param name="Profile"><c>basic</c>, <c>precise</c> or <c>creative</c>.</param>
public sealed record PresetProfile(string Profile, string Name, string Description, AnswerOptions Options);

/// <param name="Model">The model they are for.</param>
public sealed record PresetProfiles(string Model, IReadOnlyList<PresetProfile> Items)
{
    private const int Window = 8192;
    private const int LongWindow = 16_384;

    internal static PresetProfiles Example { get; } = For(new() { Name = "llama3.2", Capabilities = ModelCapabilities.Completion, ContextLength = 131_072, Nodes = ["local"] }, fixedEngine: false);

    /// <param name="fixedEngine">It runs only where the window is fixed and fewer values are known.</param>
    internal static PresetProfiles For(ModelInfo model, bool fixedEngine)
    {
        var thinks = model.Capabilities.HasFlag(ModelCapabilities.Thinking);
        int? WindowOf(int wanted) => fixedEngine ? null : Math.Min(model.ContextLength ?? Window, wanted);
        return new(model.Name,
        [
            new("basic", "Basic", "The model's own values; a good start for everything.", new() { NumCtx = WindowOf(Window) }),
            new("precise", "Precise", "Keeps to what is most probable: facts, code, extraction.", new()
            {
                Temperature = 0.2f,
                TopP = 0.9f,
                TopK = fixedEngine ? null : 20,
                NumCtx = WindowOf(LongWindow),
                Thinking = thinks ? ThinkingLevel.On : null,
            }),
            // A small demo model that departs from its sentences writes nonsense.
            new("creative", "Creative", "Looks for the less obvious: ideas, stories, names.", new()
            {
                Temperature = model.Demo ? 0.6f : 1.1f,
                TopP = 0.95f,
                TopK = fixedEngine ? null : 100,
                MinP = fixedEngine ? null : 0.05f,
                PresencePenalty = model.Demo ? null : 0.3f,
                NumCtx = WindowOf(Window),
                Thinking = thinks ? ThinkingLevel.Off : null,
            }),
        ]);
    }
}

internal static class PresetProfileEndpoints
{
    public static void MapPresetProfiles(this RouteGroupBuilder api) =>
        api.MapGet("/profiles", GetPresetProfiles).WithSummary("Profiles to start a preset from")
            .WithDescription("Three for each model, made from what it can do, how much it reads and where it runs. Without `model`: of the one that new conversations get.")
            .ProducesValidationProblem().ProducesProblem(StatusCodes.Status404NotFound).WithExample(response: PresetProfiles.Example);

    private static async Task<Results<Ok<PresetProfiles>, ProblemHttpResult>> GetPresetProfiles(
        ModelChoice models, IInference inference, CurrentUser user, CancellationToken cancellationToken, [MaxLength(ConversationConfiguration.ModelLength)] string? model = null)
    {
        try
        {
            var found = await models.ChooseAsync(model, user.ToCaller(CallProtocol.Chat), cancellationToken);
            var nodes = await inference.ListNodesAsync(cancellationToken);
            return TypedResults.Ok(PresetProfiles.For(found, fixedEngine: nodes.Any(n => found.Nodes.Contains(n.Name, StringComparer.Ordinal) && n.Kind is NodeKind.OpenAI)));
        }
        catch (InferenceException e)
        {
            return Problems.From(e);
        }
    }
}
