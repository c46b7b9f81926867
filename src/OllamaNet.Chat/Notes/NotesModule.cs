using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using OllamaNet.Platform.Security;

namespace OllamaNet.Chat.Notes;

internal static class NotesModule
{
    public static void AddNotes(this IServiceCollection services) => services.AddScoped<NoteMaker>();

    public static void MapNotes(this IEndpointRouteBuilder routes) =>
        routes.MapGroup("/api/v1/notes").WithTags("Notes").RequirePermission(Permissions.ConversationsUse).MapNoteEndpoints();
}
