using System.Net;
using OllamaNet.Contracts.Inference;
using OllamaNet.Inference.Doors.Ollama;
using OllamaNet.Ollama;
using OllamaNet.Platform.Jobs;

namespace OllamaNet.Inference.Installs;

/// <summary>Why a model did not get onto a node, in words that say what to do. Codes are stable; the web interface has a sentence for each.</summary>
/// <param name="Passing">Another attempt may do better.</param>
internal sealed record InstallFailure(string Code, string Message, bool Passing = false)
{
    public JobFailedException Exception => new(Code, Message);

    public static InstallFailure NodeGone(string node) => new("node-gone", $"The node {node} was removed, or installs no models.");

    public static InstallFailure Missing(string node, string model) => new("model-missing", $"The node {node} said that it is done, but it does not have {model}. Its log may say why.");

    public static InstallFailure NotAllowed(string model) => new("registry-not-allowed", $"Models may not come from {OllamaNames.RegistryOf(model)} any longer.");

    public static InstallFailure Unreachable(string message) => new("node-unreachable", message, Passing: true);

    /// <summary>The node's own words decide: Ollama has no codes.</summary>
    public static InstallFailure Of(InferenceException exception, string node, string model)
    {
        var wire = exception.InnerException as WireException;
        var words = wire?.EngineText ?? "";
        if (wire?.Status is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden) return new("node-denied", exception.Message);
        if (Says(words, "no space left", "not enough space", "disk full", "disk quota")) return new("disk-full", $"The disk of the node {node} is full. Remove models from it, then try again.");
        if (Says(words, "newer version")) return new("node-too-old", $"{model} needs a newer version of Ollama than the node {node} has. Update it, then try again.");
        if (Says(words, "permission denied")) return new("node-failed", exception.Message);
        if (Says(words, "unauthorized", "denied", "forbidden", "manifest: 401", "manifest: 403")) return new("registry-denied", $"The registry does not give {model} to the node {node}: it may be private, or its licence wants to be accepted first.");
        if (Says(words, "file does not exist", "manifest unknown", "not found", "manifest: 404") || exception.Error is InferenceError.ModelNotFound)
            return new("model-not-found", $"There is no model {model} to be had. Check its name and tag.");
        if (Says(words, "no such host", "dial tcp", "connection refused", "i/o timeout", "tls")) return new("registry-unreachable", $"The node {node} does not reach the registry.", Passing: true);
        return exception.Error switch
        {
            InferenceError.Unavailable or InferenceError.Cut or InferenceError.Timeout or InferenceError.Busy => Unreachable(exception.Message),
            InferenceError.Refused or InferenceError.Unsupported => new("node-refused", exception.Message),
            _ => new("node-failed", exception.Message, Passing: true),
        };
    }

    private static bool Says(string words, params ReadOnlySpan<string> some)
    {
        foreach (var one in some)
        {
            if (words.Contains(one, StringComparison.OrdinalIgnoreCase)) return true;
        }

        return false;
    }
}
