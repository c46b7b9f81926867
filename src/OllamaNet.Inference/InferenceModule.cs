using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace OllamaNet.Inference;

public static class InferenceModule
{
    public static void AddInference(this IHostApplicationBuilder builder)
    {
        builder.Services.AddValidation();
    }

    public static void MapInference(this IEndpointRouteBuilder routes)
    {
    }
}
