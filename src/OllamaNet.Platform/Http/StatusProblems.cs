using Microsoft.AspNetCore.Http;

namespace OllamaNet.Platform.Http;

/// <summary>What to say when only the status is known.</summary>
internal static class StatusProblems
{
    public static (string Code, string Detail) For(int status) => status switch
    {
        StatusCodes.Status400BadRequest => ("bad-request", "The request is not understood. Compare it with the API description at /openapi/v1.json."),
        StatusCodes.Status401Unauthorized => ("unauthorized", "Sign in, then send the access token in the header 'Authorization: Bearer …'."),
        StatusCodes.Status403Forbidden => ("forbidden", "Your account may not do this. Ask an administrator."),
        StatusCodes.Status404NotFound => ("not-found", "Nothing is here. Check the address; /openapi/v1.json lists what there is."),
        StatusCodes.Status405MethodNotAllowed => ("method-not-allowed", "This address exists, but not for this method. The header 'Allow' lists the methods."),
        StatusCodes.Status408RequestTimeout => ("request-timeout", "The request came too slowly. Send it again."),
        StatusCodes.Status413PayloadTooLarge => ("body-too-large", "The body is larger than this address takes. Send less at once."),
        StatusCodes.Status415UnsupportedMediaType => ("unsupported-media-type", "Send the body as JSON with 'Content-Type: application/json'."),
        StatusCodes.Status429TooManyRequests => ("rate-limited", "Too many requests. Wait as long as the header 'Retry-After' says."),
        StatusCodes.Status431RequestHeaderFieldsTooLarge => ("headers-too-large", "The headers are too large. Send fewer or shorter ones."),
        StatusCodes.Status503ServiceUnavailable => ("unavailable", "The service cannot answer now. Try again in a few seconds."),
        >= 500 => ("internal-error", "The server failed. Try again; if it stays, give the administrator the 'traceId'."),
        _ => ("request-failed", "The request was refused. Compare it with the API description at /openapi/v1.json."),
    };
}
