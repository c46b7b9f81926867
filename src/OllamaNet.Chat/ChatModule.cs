using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using OllamaNet.Chat.Attachments;
using OllamaNet.Chat.Context;
using OllamaNet.Chat.Conversations;
using OllamaNet.Chat.Data;
using OllamaNet.Chat.Deletion;
using OllamaNet.Chat.Doors;
using OllamaNet.Chat.Feedback;
using OllamaNet.Chat.Folders;
using OllamaNet.Chat.FollowUps;
using OllamaNet.Chat.Live;
using OllamaNet.Chat.Messages;
using OllamaNet.Chat.Notes;
using OllamaNet.Chat.Presets;
using OllamaNet.Chat.Queue;
using OllamaNet.Chat.Removals;
using OllamaNet.Chat.Runs;
using OllamaNet.Chat.Search;
using OllamaNet.Chat.Shares;
using OllamaNet.Chat.Temporary;
using OllamaNet.Chat.Titles;
using OllamaNet.Chat.Transfers;
using OllamaNet.Contracts.Auth;
using OllamaNet.Contracts.Chat;
using OllamaNet.Platform.Data;
using OllamaNet.Platform.Messaging;
using OllamaNet.Platform.Security;
using OllamaNet.Platform.Settings;

namespace OllamaNet.Chat;

public static class ChatModule
{
    public static void AddChat(this IHostApplicationBuilder builder)
    {
        builder.AddModuleDb<ChatDb>();
        builder.AddOutbox<ChatDb>();
        builder.Services.AddValidation();
        builder.Services.AddOptions<ChatOptions>().BindConfiguration(ChatOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        builder.Services.AddSettings<ChatOptions>(ChatOptions.Section, o => o.DefaultModel, o => o.TrashDays);

        builder.Services.AddSingleton<RunRegistry>();
        builder.Services.AddSingleton<RunStore>();
        builder.Services.AddHostedService<DraftFlusher>();
        builder.Services.AddHostedService<InterruptedRuns>();
        builder.Services.AddHostedService<Housekeeping>();
        builder.Services.AddSingleton<AnswerRunner>();
        builder.Services.AddHostedService(services => services.GetRequiredService<AnswerRunner>()); // stops before the flusher does

        builder.Services.AddScoped<ModelChoice>();
        builder.Services.AddPresets();
        builder.Services.AddScoped<TurnStarter>();
        builder.Services.AddScoped<Answers>();
        builder.Services.AddNotes();
        builder.Services.AddAttachments();
        builder.Services.AddConsumer<AnswerFinished, TitleConsumer>();
        builder.Services.AddConsumer<UserDeleted, DeletedUserConsumer>();
        builder.Services.AddOrganising();
        builder.Services.AddRemovals();
        builder.Services.AddSearch();
        builder.Services.AddQueue();
        builder.Services.AddTemporary();
        builder.Services.AddFollowUps();
        builder.Services.AddContext();
        builder.Services.AddShares();
        builder.Services.AddTransfers();
    }

    public static void MapChat(this IEndpointRouteBuilder routes)
    {
        var api = routes.MapGroup("/api/v1/conversations").WithTags("Conversations").RequirePermission(Permissions.ConversationsUse);
        api.MapConversations();
        api.MapMany();
        api.MapMessages();
        api.MapAnswers();
        api.MapConversationSettings();
        api.MapTree();
        api.MapRestoredMessages();
        api.MapQueue();
        api.MapTemporary();
        api.MapFollowUps();
        api.MapContext();
        routes.MapPresets();
        routes.MapChats();
        routes.MapEvents();
        api.MapFeedback();
        routes.MapNotes();
        routes.MapAttachments();
        routes.MapFeedbackReport();
        routes.MapOrganising();
        routes.MapRestored();
        routes.MapSearch();
        routes.MapShares();
        routes.MapShared();
        routes.MapTransfers();
    }
}
