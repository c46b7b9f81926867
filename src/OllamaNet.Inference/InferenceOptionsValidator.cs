using Microsoft.Extensions.Options;

namespace OllamaNet.Inference;

/// <summary>Finds what is wrong with the nodes before the program starts, all of it at once.</summary>
internal sealed class InferenceOptionsValidator : IValidateOptions<InferenceOptions>
{
    public ValidateOptionsResult Validate(string? name, InferenceOptions options)
    {
        var problems = options.Nodes.SelectMany(n => n.Problems())
            .Concat(options.Nodes.GroupBy(n => n.Name, StringComparer.OrdinalIgnoreCase).Where(g => g.Count() > 1).Select(g => $"Two nodes have the name '{g.Key}'."))
            .ToArray();
        return problems.Length == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }
}
