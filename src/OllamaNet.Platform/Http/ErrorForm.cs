using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;

namespace OllamaNet.Platform.Http;

/// <summary>How an error is spelled: clients of other APIs get theirs.</summary>
public enum ErrorForm
{
    /// <summary>RFC 9457.</summary>
    Problem,

    /// <summary><c>{"error": {"message", "type", "param", "code"}}</c></summary>
    OpenAI,

    /// <summary><c>{"type": "error", "error": {"type", "message"}}</c></summary>
    Anthropic,

    /// <summary><c>{"error": "…"}</c></summary>
    Ollama,
}

public sealed record ErrorFormMetadata(ErrorForm Form);

public static class ErrorForms
{
    public static TBuilder WithErrorForm<TBuilder>(this TBuilder endpoint, ErrorForm form) where TBuilder : IEndpointConventionBuilder
    {
        endpoint.Add(e => e.Metadata.Add(new ErrorFormMetadata(form)));
        return endpoint;
    }

    /// <summary>As the endpoint says; where there is none, as the path suggests.</summary>
    public static ErrorForm Of(HttpContext context)
    {
        // While an exception is handled the endpoint is put aside.
        var endpoint = context.GetEndpoint() ?? context.Features.Get<IExceptionHandlerFeature>()?.Endpoint;
        if (endpoint?.Metadata.GetMetadata<ErrorFormMetadata>() is { Form: var form })
            return form is ErrorForm.OpenAI && context.Request.Headers.ContainsKey("anthropic-version") ? ErrorForm.Anthropic : form;
        if (context.Request.Path.StartsWithSegments("/v1/messages", StringComparison.Ordinal)) return ErrorForm.Anthropic;
        return context.Request.Path.StartsWithSegments("/v1", StringComparison.Ordinal) ? ErrorForm.OpenAI : ErrorForm.Problem;
    }
}
