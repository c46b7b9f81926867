namespace OllamaNet.Inference.Doors.Shared;

/// <summary>Ids of answers, as each protocol begins them.</summary>
internal static class ResponseId
{
    /// <param name="prefix">Such as <c>chatcmpl-</c>.</param>
    public static string New(string prefix) => prefix + Guid.CreateVersion7().ToString("N");
}
