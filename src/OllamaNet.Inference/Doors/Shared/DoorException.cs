namespace OllamaNet.Inference.Doors.Shared;

/// <summary>The caller's mistake, found before a model was asked: a 400 that names the field.</summary>
internal sealed class DoorException(string? parameter, string message, string code = "invalid-request") : Exception(message)
{
    /// <summary>The field as the caller spelled it, such as <c>messages[0].content</c>.</summary>
    public string? Parameter { get; } = parameter;

    /// <summary>Stable; hyphens become underscores where a protocol wants them.</summary>
    public string Code { get; } = code;

    /// <summary>For what is right in this API and cannot be done here.</summary>
    public static DoorException Unsupported(string parameter, string message) => new(parameter, message, "unsupported");
}
