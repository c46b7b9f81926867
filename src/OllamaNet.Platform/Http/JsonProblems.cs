using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace OllamaNet.Platform.Http;

/// <summary>Says which field of a JSON body is wrong, in the words of the API instead of the serialiser's, which name CLR types.</summary>
internal static class JsonProblems
{
    public static ProblemHttpResult For(JsonException exception)
    {
        if (exception.Path is not { Length: > 0 } path || IsSyntax(exception))
        {
            return Problems.BadRequest("invalid-json", exception.LineNumber is { } line
                ? $"The body is not valid JSON at line {line + 1}, byte {exception.BytePositionInLine + 1}. Correct it and send it again."
                : "The body is not valid JSON. Correct it and send it again.");
        }

        var field = path.StartsWith("$.", StringComparison.Ordinal) ? path[2..] : path;
        return Problems.Invalid(field, Message(exception));
    }

    // The reader's own exception travels inside the serialiser's.
    private static bool IsSyntax(JsonException exception) => exception.InnerException is JsonException and not InvalidTextException;

    private static string Message(JsonException exception) => exception switch
    {
        InvalidTextException text => text.Message,
        { Message: var message } when message.Contains("could not be mapped to any", StringComparison.Ordinal) => "This field is not known here.",
        { Message: var message } when message.StartsWith("Duplicate", StringComparison.Ordinal) => "This field is given more than once.",
        { Message: var message } when message.Contains("missing required", StringComparison.Ordinal) => "A required field is missing.",
        _ => "The value has the wrong type.",
    };
}
