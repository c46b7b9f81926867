using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;

namespace OllamaNet.Platform.Http;

/// <summary>A problem in the words of another API. <c>code</c> stays ours where that API leaves it free.</summary>
internal static class CompatibleErrors
{
    public static async Task WriteAsync(HttpContext context, ProblemDetails problem, ErrorForm form)
    {
        // None of these APIs knows 422.
        if (context.Response.StatusCode is StatusCodes.Status422UnprocessableEntity) context.Response.StatusCode = StatusCodes.Status400BadRequest;
        context.Response.ContentType = "application/json";
        await context.Response.Body.WriteAsync(Of(form, context.Response.StatusCode, problem), context.RequestAborted);
    }

    private static byte[] Of(ErrorForm form, int status, ProblemDetails problem)
    {
        var code = (string)problem.Extensions[Problems.CodeMember]!;
        var parameter = problem.Extensions.TryGetValue("parameter", out var named) ? named as string
            : problem is HttpValidationProblemDetails { Errors: { Count: > 0 } errors } ? errors.First().Key : null;
        var message = problem.Detail ?? problem.Title ?? code;
        return CompatibleError.Write(form, status, code, message, parameter, problem.Extensions["traceId"] as string);
    }
}

/// <summary>Writes an error of a compatible API; public for the events that end a stream.</summary>
public static class CompatibleError
{
    private static readonly JsonWriterOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static byte[] Write(ErrorForm form, int status, string code, string message, string? parameter = null, string? requestId = null)
    {
        // These two have no place for it but the message.
        if (form is ErrorForm.Ollama or ErrorForm.Anthropic && parameter is not null && !message.Contains(parameter, StringComparison.Ordinal)) message = $"{parameter}: {message}";
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, Readable))
        {
            json.WriteStartObject();
            switch (form)
            {
                case ErrorForm.Ollama:
                    json.WriteString("error"u8, message);
                    break;
                case ErrorForm.Anthropic:
                    json.WriteString("type"u8, "error"u8);
                    json.WriteStartObject("error"u8);
                    json.WriteString("type"u8, AnthropicType(status));
                    json.WriteString("message"u8, message);
                    json.WriteEndObject();
                    if (requestId is not null) json.WriteString("request_id"u8, requestId);
                    break;
                default:
                    json.WriteStartObject("error"u8);
                    json.WriteString("message"u8, message);
                    json.WriteString("type"u8, OpenAIType(status, code));
                    json.WriteString("param"u8, parameter);
                    json.WriteString("code"u8, OpenAICode(status, code));
                    json.WriteEndObject();
                    break;
            }

            json.WriteEndObject();
        }

        return buffer.ToArray();
    }

    private static string AnthropicType(int status) => status switch
    {
        401 => "authentication_error",
        403 => "permission_error",
        404 => "not_found_error",
        413 => "request_too_large",
        429 => "rate_limit_error",
        503 => "overloaded_error",
        504 => "timeout_error",
        >= 500 => "api_error",
        _ => "invalid_request_error",
    };

    private static string OpenAIType(int status, string code) => status switch
    {
        401 => "authentication_error",
        403 => "permission_error",
        429 => code == "quota-exceeded" ? "insufficient_quota" : "rate_limit_error",
        >= 500 => "server_error",
        _ => "invalid_request_error",
    };

    private static string OpenAICode(int status, string code) => (status, code) switch
    {
        (401, _) => "invalid_api_key",
        (_, "quota-exceeded") => "insufficient_quota",
        (_, "rate-limited") => "rate_limit_exceeded",
        _ => code.Replace('-', '_'),
    };
}
