using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using OllamaNet.Contracts.Inference;
using OllamaNet.Inference.Embedded;
using OllamaNet.Inference.Engines;
using OllamaNet.Inference.Nodes;
using OllamaNet.Inference.Routing;
using OllamaNet.Inference.Telemetry;

namespace OllamaNet.Inference;

public static class InferenceModule
{
    public static void AddInference(this IHostApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddValidation();
        services.AddOptions<InferenceOptions>().BindConfiguration(InferenceOptions.Section, binder => binder.ErrorOnUnknownConfiguration = false).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<IValidateOptions<InferenceOptions>, InferenceOptionsValidator>();
        services.AddSingleton(provider => provider.GetRequiredService<IConfiguration>().GetSection("Inference:Embedded").Get<EmbeddedOptions>() ?? new EmbeddedOptions());
        services.AddSingleton<EngineFactory>();
        services.AddSingleton<NodeSet>();
        services.AddSingleton<NodePicker>();
        services.AddSingleton<InferenceTelemetry>();
        services.AddSingleton<IInference, InferenceRouter>();
        services.AddHostedService<NodeProber>();
    }

    public static void MapInference(this IEndpointRouteBuilder routes) => routes.MapGroup("/api/v1/nodes").WithTags("Nodes").MapNodes();
}
