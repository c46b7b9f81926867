namespace OllamaNet.Inference.Embedded.Supervision;

/// <summary>The process ended before it could take the request, so another one may.</summary>
internal sealed class EngineGoneException(Exception cause) : Exception("The embedded engine ended.", cause);
