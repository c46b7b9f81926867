using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using OllamaNet.Contracts.Auth;
using OllamaNet.Contracts.Inference;
using OllamaNet.Inference.Data;
using OllamaNet.Inference.Doors.Anthropic;
using OllamaNet.Inference.Doors.Counting;
using OllamaNet.Inference.Doors.Ollama;
using OllamaNet.Inference.Doors.OpenAI;
using OllamaNet.Inference.Doors.OpenAI.Responses;
using OllamaNet.Inference.Embedded;
using OllamaNet.Inference.Engines;
using OllamaNet.Inference.Installs;
using OllamaNet.Inference.Limits;
using OllamaNet.Inference.Models;
using OllamaNet.Inference.Nodes;
using OllamaNet.Inference.Routing;
using OllamaNet.Inference.Routing.Cache;
using OllamaNet.Inference.Routing.Queue;
using OllamaNet.Inference.Telemetry;
using OllamaNet.Inference.Usage;
using OllamaNet.Platform.Data;
using OllamaNet.Platform.Messaging;
using OllamaNet.Platform.Security;
using OllamaNet.Platform.Security.Access;

namespace OllamaNet.Inference;

public static class InferenceModule
{
    public static void AddInference(this IHostApplicationBuilder builder)
    {
        builder.AddModuleDb<InferenceDb>();
        var services = builder.Services;
        services.AddValidation();
        services.AddOptions<InferenceOptions>().BindConfiguration(InferenceOptions.Section).PostConfigure<IConfiguration>(OnlyTheNamedRegistries).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<IValidateOptions<InferenceOptions>, InferenceOptionsValidator>();
        services.AddSingleton(provider => EmbeddedOptionsOf(provider.GetRequiredService<IConfiguration>(), provider.GetRequiredService<DataDirectory>()));
        services.AddSingleton<EngineFactory>();
        services.AddSingleton<NodePicker>();
        services.AddSingleton<Refusal>();
        services.AddSingleton<AnswerCache>();
        services.AddSingleton<CallContext>();
        services.AddSingleton<WaitingRoom>();
        services.AddSingleton<InferenceTelemetry>();
        services.AddSingleton<InferenceRouter>();
        services.AddSingleton<IInference>(provider => provider.GetRequiredService<InferenceRouter>());
        services.TryAddSingleton<AccessBook>();
        services.AddSingleton<ModelDirectory>();
        services.AddSingleton<ModelList>();
        services.AddScoped<AliasSetter>();
        services.AddSingleton<IRefreshed>(provider => provider.GetRequiredService<ModelDirectory>());
        services.AddLimits();
        services.AddUsage();
        services.AddSingleton<Refresher>();
        services.AddHostedService(provider => provider.GetRequiredService<Refresher>());
        services.AddSingleton<TokenEstimates>();
        services.AddHostedService(provider => provider.GetRequiredService<TokenEstimates>());
        services.AddSingleton<TokenCounter>();
        services.AddConsumer<UserDeleted, DeletedUserConsumer>();
        services.AddNodes();
        services.AddInstalls();
        services.AddOptions<ResponsesOptions>().BindConfiguration(ResponsesOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddScoped<StoredResponses>();
        services.AddHostedService<ResponsePurge>();
    }

    /// <summary>A list that is configured is added to the default; whoever names registries means these alone.</summary>
    private static void OnlyTheNamedRegistries(InferenceOptions options, IConfiguration configuration)
    {
        var named = configuration.GetSection($"{InferenceOptions.Section}:{nameof(InferenceOptions.AllowedRegistries)}");
        if (named.Exists()) options.AllowedRegistries = named.Get<string[]>() ?? [];
    }

    private static EmbeddedOptions EmbeddedOptionsOf(IConfiguration configuration, DataDirectory data)
    {
        var options = configuration.GetSection(EmbeddedOptions.Section).Get<EmbeddedOptions>() ?? new EmbeddedOptions();
        return options with
        {
            ModelsDirectory = options.ModelsDirectory ?? data.Folder("models"),
            NativeDirectory = options.NativeDirectory ?? configuration["OllamaNet:NativeDirectory"],
        };
    }

    public static void MapInference(this IEndpointRouteBuilder routes)
    {
        routes.MapNodeAdministration();
        routes.MapModelAdministration();
        routes.MapInstalls();
        routes.MapOpenAI();
        routes.MapGroup("/api/v1/admin/limits").WithTags("Limits and usage").RequirePermission(Permissions.SettingsManage).MapLimits();
        routes.MapUsage();
        routes.MapQueue();
        routes.MapOllama();
        routes.MapAnthropic();
    }
}
