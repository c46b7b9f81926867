using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using OllamaNet.Contracts.Chat;
using OllamaNet.Platform.Messaging;

namespace OllamaNet.Chat.Context;

internal static class ContextModule
{
    public static void AddContext(this IServiceCollection services)
    {
        services.AddSingleton<BranchReader>();
        services.AddSingleton<TokenCounting>();
        services.AddSingleton<EmbeddingModel>();
        services.AddSingleton<PassageFinder>();
        services.AddSingleton<PromptBuilder>();
        services.AddSingleton<SummaryModel>();
        services.AddConsumer<AnswerFinished, SummaryWriter>();
        services.AddConsumer<AnswerFinished, PassageWriter>();
        services.AddConsumer<MessageEdited, SummaryWriter>();
        services.AddConsumer<MessageEdited, PassageWriter>();
    }
}
