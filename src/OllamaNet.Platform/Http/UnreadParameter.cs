using System.ComponentModel;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Mvc;

namespace OllamaNet.Platform.Http;

/// <summary>Names the parameter of the query that cannot be read: endpoints bound at compile time answer 400 alone when an optional one has the wrong form.</summary>
internal static class UnreadParameter
{
    /// <returns>Null when every parameter can be read, or something else was wrong.</returns>
    public static ProblemDetails? ProblemFor(HttpContext context, ProblemDetails given)
    {
        if ((given.Status ?? context.Response.StatusCode) is not StatusCodes.Status400BadRequest || given.Extensions.ContainsKey(Problems.CodeMember)) return null;
        var unread = context.GetEndpoint()?.Metadata.GetOrderedMetadata<IParameterBindingMetadata>()
            .FirstOrDefault(p => p.HasTryParse && context.Request.Query.TryGetValue(p.Name, out var value) && !IsReadable(p.ParameterInfo.ParameterType, value));
        return unread is null ? null : Problems.Invalid(unread.Name, "The value has the wrong form.").ProblemDetails;
    }

    private static bool IsReadable(Type type, string? value) => TypeDescriptor.GetConverter(Nullable.GetUnderlyingType(type) ?? type).IsValid(value ?? "");
}
