using System.Text.Json;

namespace OllamaNet.Inference.Tests.Embedded;

internal static class Json
{
    public static JsonElement Schema(string text) => JsonDocument.Parse(text).RootElement;
}
