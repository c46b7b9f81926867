using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Options;
using JsonOptions = Microsoft.AspNetCore.Http.Json.JsonOptions;

namespace OllamaNet.Platform.Http;

/// <summary>
/// Completes and writes every problem. The framework's own writer declines when <c>Accept</c> does not name JSON;
/// a client that waits for an event stream must get its problem too.
/// </summary>
internal sealed class ProblemWriter(IOptions<JsonOptions> json) : IProblemDetailsWriter
{
    private const string ContentType = "application/problem+json";

    public bool CanWrite(ProblemDetailsContext context) => true;

    public ValueTask WriteAsync(ProblemDetailsContext context)
    {
        var response = context.HttpContext.Response;
        var problem = UnreadParameter.ProblemFor(context.HttpContext, context.ProblemDetails) ?? context.ProblemDetails;
        problem.Status ??= response.StatusCode;
        if (problem is HttpValidationProblemDetails validation) Complete(validation, json.Value.SerializerOptions);
        Complete(problem);

        response.StatusCode = problem.Status.Value;
        response.Headers.CacheControl = "no-store";
        if (problem.Extensions.TryGetValue(Problems.RetryAfterMember, out var seconds))
            response.Headers.RetryAfter = Convert.ToString(seconds, CultureInfo.InvariantCulture);
        if (ErrorForms.Of(context.HttpContext) is not ErrorForm.Problem and var form) return new(CompatibleErrors.WriteAsync(context.HttpContext, problem, form));
        return new(response.WriteAsJsonAsync(problem, problem.GetType(), json.Value.SerializerOptions, ContentType, context.HttpContext.RequestAborted));
    }

    private static void Complete(ProblemDetails problem)
    {
        var status = problem.Status!.Value;
        if (problem.Extensions.TryGetValue(Problems.CodeMember, out var given) && given is string code)
        {
            problem.Title = Sentence(code);
        }
        else
        {
            (code, var detail) = StatusProblems.For(status);
            problem.Extensions[Problems.CodeMember] = code;
            problem.Title = ReasonPhrases.GetReasonPhrase(status);
            problem.Detail ??= detail;
        }

        problem.Type = Problems.TypePrefix + code;
        problem.Extensions["traceId"] = Activity.Current?.TraceId.ToHexString() ?? ActivityTraceId.CreateRandom().ToHexString();
    }

    private static void Complete(HttpValidationProblemDetails problem, JsonSerializerOptions options)
    {
        if (problem.Extensions.TryAdd(Problems.CodeMember, Problems.ValidationCode))
            problem.Errors = problem.Errors.ToDictionary(e => FieldName(e.Key, options), e => e.Value, StringComparer.Ordinal);
        problem.Detail ??= problem.Errors.Count == 1
            ? $"{problem.Errors.First().Value.FirstOrDefault() ?? "The value is not valid."} Correct '{problem.Errors.First().Key}' and send the request again."
            : "Correct the fields named in 'errors' and send the request again.";
    }

    // The validation of the framework names CLR members: "Files[0].Url" is "files[0].url" in the body.
    private static string FieldName(string member, JsonSerializerOptions options) =>
        string.Join('.', member.Split('.').Select(part => options.PropertyNamingPolicy?.ConvertName(part) ?? part));

    private static string Sentence(string code) => char.ToUpperInvariant(code[0]) + code[1..].Replace('-', ' ');
}
