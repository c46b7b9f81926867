using System.Text.RegularExpressions;
using System.Text.Json;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Npgsql;
using OllamaNet.Contracts.Inference;

namespace OllamaNet.Platform.Http;

/// <summary>The one place where an exception becomes an answer. Its text never does, but for <see cref="InferenceException"/>, which is written for users.</summary>
internal sealed partial class ExceptionProblems(ILogger<ExceptionProblems> logger) : IExceptionHandler
{
    private const int ClientClosedRequest = 499;

    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        if (httpContext.RequestAborted.IsCancellationRequested)
        {
            httpContext.Response.StatusCode = ClientClosedRequest;
            return true;
        }

        await ProblemFor(exception).ExecuteAsync(httpContext);
        return true;
    }

    private ProblemHttpResult ProblemFor(Exception exception)
    {
        switch (exception)
        {
            case InferenceException inference:
                logger.EngineFailed(inference, inference.Error);
                return Problems.From(inference);
            case BadHttpRequestException bad:
                return ProblemFor(bad);
            case DbUpdateConcurrencyException:
                return Problems.Conflict("changed-meanwhile", "Someone else changed this meanwhile. Read it again and repeat your change.");
            case var _ when DatabaseFailure.IsUnavailable(exception):
                logger.DatabaseUnavailable(exception);
                return Problems.Unavailable("database-unavailable", "The database cannot be reached. Nothing was lost; try again in a few seconds.");
            default:
                logger.RequestFailed(exception);
                var (code, detail) = StatusProblems.For(StatusCodes.Status500InternalServerError);
                return Problems.Of(StatusCodes.Status500InternalServerError, code, detail);
        }
    }

    private static ProblemHttpResult ProblemFor(BadHttpRequestException exception)
    {
        if (exception.InnerException is JsonException json) return JsonProblems.For(json);
        if (Parameter().Match(exception.Message) is { Success: true } match)
            return Problems.Invalid(match.Groups["name"].Value, match.Groups["missing"].Success ? "A value is required." : "The value has the wrong form.");

        var (code, detail) = StatusProblems.For(exception.StatusCode);
        return Problems.Of(exception.StatusCode, code, detail);
    }

    // Failed to bind parameter "int? limit" from "x". | Required parameter "string name" was not provided from query string.
    [GeneratedRegex("""^(Failed to bind|(?<missing>Required)) parameter "[^"]+ (?<name>\w+)" """, RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 100)]
    private static partial Regex Parameter();
}
