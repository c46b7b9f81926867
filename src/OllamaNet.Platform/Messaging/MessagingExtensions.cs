using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using OllamaNet.Contracts;
using OllamaNet.Platform.Data;

namespace OllamaNet.Platform.Messaging;

/// <summary>One consumer of one event type, resolved and called by the dispatcher.</summary>
internal sealed record ConsumerRegistration(string EventType, Func<IServiceProvider, string, CancellationToken, Task> HandleAsync);

public static class MessagingExtensions
{
    public static void AddConsumer<TEvent, TConsumer>(this IServiceCollection services)
        where TEvent : IntegrationEvent where TConsumer : class, IConsumer<TEvent>
    {
        services.AddScoped<TConsumer>();
        services.AddSingleton(new ConsumerRegistration(typeof(TEvent).Name, (scope, payload, cancellationToken) =>
            scope.GetRequiredService<TConsumer>().HandleAsync(JsonSerializer.Deserialize<TEvent>(payload)!, cancellationToken)));
    }

    /// <summary>Sends what the role's schema publishes.</summary>
    public static void AddOutbox<TContext>(this IHostApplicationBuilder builder) where TContext : DbContext, IModuleDb
    {
        builder.Services.AddSingleton<OutboxDispatcher<TContext>>();
        builder.Services.AddHostedService(services => services.GetRequiredService<OutboxDispatcher<TContext>>());
    }
}
