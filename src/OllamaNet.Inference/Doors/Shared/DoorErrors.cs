using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using OllamaNet.Contracts.Inference;
using OllamaNet.Platform.Http;

namespace OllamaNet.Inference.Doors.Shared;

/// <summary>Answers what a door's handler throws; the endpoint's error form spells it.</summary>
/// <param name="parameterNames">Names of our fields in the door's words: engines name what they cannot do in ours.</param>
internal sealed class DoorErrors(IReadOnlyDictionary<string, string> parameterNames) : IEndpointFilter
{
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        try
        {
            return await next(context);
        }
        catch (DoorException e)
        {
            return ProblemOf(e);
        }
        catch (InferenceException e)
        {
            return ProblemOf(e);
        }
    }

    public ProblemHttpResult ProblemOf(InferenceException exception)
    {
        var problem = Problems.From(exception);
        if (exception.Parameter is { } parameter) problem.ProblemDetails.Extensions["parameter"] = NameOf(parameter);
        return problem;
    }

    public string NameOf(string parameter) => parameterNames.GetValueOrDefault(parameter, parameter);

    private static ProblemHttpResult ProblemOf(DoorException exception)
    {
        var problem = Problems.BadRequest(exception.Code, exception.Message);
        if (exception.Parameter is { } parameter) problem.ProblemDetails.Extensions["parameter"] = parameter;
        return problem;
    }
}
