using Microsoft.AspNetCore.Builder;

namespace OllamaNet.Platform.Http;

/// <summary>Which limit of the edge an endpoint falls under, besides the general one.</summary>
public enum RateClass
{
    /// <summary>The general limit only.</summary>
    General,

    /// <summary>Presents a secret (password, refresh token, code): what fails is counted strictly, what succeeds is given back.</summary>
    SignIn,

    /// <summary>Makes an account: everything is counted.</summary>
    Registration,

    /// <summary>Presents the secret of a shared link: what fails is counted strictly, what succeeds is given back.</summary>
    SharedLink,

    /// <summary>No limit: probes.</summary>
    None,
}

public sealed record RateClassMetadata(RateClass Class);

public static class RateClassConvention
{
    public static TBuilder WithRateClass<TBuilder>(this TBuilder endpoint, RateClass rateClass) where TBuilder : IEndpointConventionBuilder
    {
        endpoint.Add(e => e.Metadata.Add(new RateClassMetadata(rateClass)));
        return endpoint;
    }
}
