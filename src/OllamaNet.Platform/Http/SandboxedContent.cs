using Microsoft.AspNetCore.Http;

namespace OllamaNet.Platform.Http;

/// <summary>For answers that are files people brought.</summary>
public static class SandboxedContent
{
    /// <summary>Nothing in it runs or loads, wherever it is opened.</summary>
    public const string Policy = "sandbox; default-src 'none'; frame-ancestors 'none'";

    public static void MarkSandboxed(this HttpResponse response) => response.Headers.ContentSecurityPolicy = Policy;
}
