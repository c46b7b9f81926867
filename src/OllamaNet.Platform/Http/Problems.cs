using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using OllamaNet.Contracts.Inference;

namespace OllamaNet.Platform.Http;

/// <summary>
/// Makes the one form of error that the API knows (RFC 9457). Handlers return them; <c>type</c>, <c>traceId</c> and the header
/// <c>Retry-After</c> are added where they are written. <c>code</c> is stable, <c>detail</c> says what to do.
/// </summary>
public static class Problems
{
    internal const string TypePrefix = "urn:ollamanet:problem:";
    internal const string CodeMember = "code";
    internal const string ValidationCode = "validation";
    internal const string RetryAfterMember = "retryAfter";

    /// <summary>404 for what is missing or someone else's; the two look the same. <paramref name="what"/> is a lower-case noun, such as <c>conversation</c>.</summary>
    public static ProblemHttpResult NotFound(string what) =>
        Of(StatusCodes.Status404NotFound, what.Replace(' ', '-') + "-not-found", $"There is no such {what}, or it is not yours. Check its id.");

    public static ProblemHttpResult BadRequest(string code, string detail) => Of(StatusCodes.Status400BadRequest, code, detail);

    public static ProblemHttpResult Unauthorized(string code, string detail) => Of(StatusCodes.Status401Unauthorized, code, detail);

    public static ProblemHttpResult Forbidden(string code, string detail) => Of(StatusCodes.Status403Forbidden, code, detail);

    public static ProblemHttpResult Conflict(string code, string detail) => Of(StatusCodes.Status409Conflict, code, detail);

    public static ProblemHttpResult TooManyRequests(string code, string detail, TimeSpan retryAfter) =>
        Of(StatusCodes.Status429TooManyRequests, code, detail, retryAfter);

    public static ProblemHttpResult Unavailable(string code, string detail, TimeSpan? retryAfter = null) =>
        Of(StatusCodes.Status503ServiceUnavailable, code, detail, retryAfter ?? TimeSpan.FromSeconds(2));

    /// <summary>400, code <c>validation</c>: one field, named as in the JSON body or the query.</summary>
    public static ProblemHttpResult Invalid(string field, string message) =>
        Invalid(new Dictionary<string, string[]>(StringComparer.Ordinal) { [field] = [message] });

    /// <summary>400, code <c>validation</c>: messages a field.</summary>
    public static ProblemHttpResult Invalid(IDictionary<string, string[]> errors) => TypedResults.Problem(new HttpValidationProblemDetails(errors)
    {
        Status = StatusCodes.Status400BadRequest,
        Extensions = { [CodeMember] = ValidationCode },
    });

    /// <summary>The failure of an engine, as the answer of a request that has not started to stream.</summary>
    public static ProblemHttpResult From(InferenceException exception)
    {
        var problem = Of(StatusOf(exception.Error), exception.Code ?? CodeOf(exception.Error), exception.Message, RetryAfterOf(exception));
        if (exception.Parameter is { } parameter) problem.ProblemDetails.Extensions["parameter"] = parameter;
        return problem;
    }

    /// <summary>The stable code of an engine's failure; the same in problems and in the <c>error</c> events of streams.</summary>
    public static string CodeOf(InferenceError error) => error switch
    {
        InferenceError.ModelNotFound => "model-not-found",
        InferenceError.Unsupported => "unsupported",
        InferenceError.LimitReached => "rate-limited",
        InferenceError.QuotaReached => "quota-exceeded",
        _ => "engine-" + JsonNamingPolicy.KebabCaseLower.ConvertName(error.ToString()),
    };

    /// <summary>Whether the same request may succeed when it is sent again.</summary>
    public static bool IsRetryable(InferenceError error) => error is not (InferenceError.ModelNotFound or InferenceError.Unsupported or InferenceError.Refused);

    /// <summary>Any other status. Prefer the named ones.</summary>
    public static ProblemHttpResult Of(int status, string code, string detail, TimeSpan? retryAfter = null)
    {
        var problem = new ProblemDetails { Status = status, Detail = detail, Extensions = { [CodeMember] = code } };
        if (retryAfter is { } wait) problem.Extensions[RetryAfterMember] = Math.Max(1, (int)Math.Ceiling(wait.TotalSeconds));
        return TypedResults.Problem(problem);
    }

    /// <summary>The status of an engine's failure, where it was not too late for one.</summary>
    public static int StatusOf(InferenceError error) => error switch
    {
        InferenceError.ModelNotFound => StatusCodes.Status404NotFound,
        InferenceError.Unsupported => StatusCodes.Status400BadRequest,
        InferenceError.Refused => StatusCodes.Status422UnprocessableEntity,
        InferenceError.Busy or InferenceError.LimitReached or InferenceError.QuotaReached => StatusCodes.Status429TooManyRequests,
        InferenceError.Unavailable => StatusCodes.Status503ServiceUnavailable,
        InferenceError.Timeout => StatusCodes.Status504GatewayTimeout,
        _ => StatusCodes.Status502BadGateway,
    };

    private static TimeSpan? RetryAfterOf(InferenceException exception) => exception.Error switch
    {
        InferenceError.Busy => exception.RetryAfter ?? TimeSpan.FromSeconds(2),
        InferenceError.Unavailable => exception.RetryAfter ?? TimeSpan.FromSeconds(5),
        _ => exception.RetryAfter,
    };
}
