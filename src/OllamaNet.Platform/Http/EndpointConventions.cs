using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http.Metadata;

namespace OllamaNet.Platform.Http;

/// <summary>An example body of an operation, for the API description. Written with the same JSON options as real ones.</summary>
/// <param name="Request">What a caller sends.</param>
/// <param name="Response">What a successful answer holds; a string for <c>text/event-stream</c>.</param>
public sealed record ExampleMetadata(object? Request, object? Response);

public static class EndpointConventions
{
    /// <summary>Shows a request, a response or both in the API description. Every operation has one; a test looks.</summary>
    public static TBuilder WithExample<TBuilder>(this TBuilder endpoint, object? request = null, object? response = null) where TBuilder : IEndpointConventionBuilder
    {
        endpoint.Add(e => e.Metadata.Add(new ExampleMetadata(request, response)));
        return endpoint;
    }

    /// <summary>Takes bodies up to this many bytes instead of the default of 1 MiB; a longer one is a 413 problem.</summary>
    public static TBuilder WithBodyLimit<TBuilder>(this TBuilder endpoint, long bytes) where TBuilder : IEndpointConventionBuilder
    {
        endpoint.Add(e => e.Metadata.Add(new BodyLimit(bytes)));
        return endpoint;
    }

    private sealed record BodyLimit(long? MaxRequestBodySize) : IRequestSizeLimitMetadata;
}
