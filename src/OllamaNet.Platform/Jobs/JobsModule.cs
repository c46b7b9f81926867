using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Npgsql;
using OllamaNet.Platform.Streaming;

namespace OllamaNet.Platform.Jobs;

public static class JobsModule
{
    /// <summary>Says who does the jobs that are handed in with this payload.</summary>
    /// <param name="maxAttempts">How often it is begun before it counts as failed.</param>
    /// <param name="parallel">How many one process does at once, beside the others; null: they share the places of <c>Jobs:Parallel</c>.</param>
    public static void AddJob<TPayload, THandler>(this IServiceCollection services, int maxAttempts = 5, int? parallel = null) where THandler : class, IJobHandler<TPayload>
    {
        services.AddScoped<THandler>();
        services.AddSingleton(new JobRegistration(typeof(TPayload).Name, maxAttempts, parallel, (scope, store, taken, time) =>
        {
            var context = new JobContext<TPayload>(store, taken, time);
            return (context, cancellationToken => scope.GetRequiredService<THandler>().RunAsync(context, cancellationToken));
        }));
    }

    internal static void AddJobs(this IHostApplicationBuilder builder)
    {
        builder.Services.AddOptions<JobOptions>().BindConfiguration(JobOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        builder.Services.AddSingleton<JobSignals>();
        builder.Services.AddSingleton<JobStore>();
        builder.Services.AddSingleton(s => new JobQueue(s.GetRequiredService<NpgsqlDataSource>(), s.GetRequiredService<JobSignals>(), s.GetRequiredService<Changes>(), s.GetRequiredService<TimeProvider>()));
        builder.Services.AddHostedService<JobRunner>();
    }
}
