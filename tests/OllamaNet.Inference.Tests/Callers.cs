using OllamaNet.Contracts.Inference;

namespace OllamaNet.Inference.Tests;

internal static class Callers
{
    public static Caller Someone { get; } = new(Guid.Parse("00000000-0000-7000-8000-000000000001"));
}
