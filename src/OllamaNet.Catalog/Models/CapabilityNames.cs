using System.Text.Json;
using OllamaNet.Contracts.Inference;

namespace OllamaNet.Catalog.Models;

internal static class CapabilityNames
{
    private static readonly (ModelCapabilities Capability, string Name)[] Known =
        [.. Enum.GetValues<ModelCapabilities>().Where(c => c is not ModelCapabilities.None).Select(c => (c, JsonNamingPolicy.CamelCase.ConvertName(c.ToString())))];

    public static IReadOnlyList<string> All { get; } = [.. Known.Select(k => k.Name)];

    public static string[] Of(ModelCapabilities capabilities) => [.. Known.Where(k => capabilities.HasFlag(k.Capability)).Select(k => k.Name)];
}
