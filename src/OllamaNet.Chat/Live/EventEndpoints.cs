using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using OllamaNet.Platform.Http;
using OllamaNet.Platform.Security;
using OllamaNet.Platform.Streaming;

namespace OllamaNet.Chat.Live;

internal static class EventEndpoints
{
    private const string Example = """
        data: {"kind":"everything","id":null}

        data: {"kind":"conversation","id":"0197a1c4-6a52-7c3e-9d57-3f1f8a6f2b10"}


        """;

    public static void MapEvents(this IEndpointRouteBuilder routes) =>
        routes.MapGroup("/api/v1/events").WithTags("Events").RequirePermission(Permissions.ConversationsUse)
            .MapGet("/", FollowChanges).WithSummary("Follow what changes")
            .WithDescription("One open stream a browser. Each event names the kind of a thing and its id (null: many) and says no more than: read it again. "
                + "The first is `everything`, and it comes again when hints may have been missed. A comment at least every 15 seconds shows that the line is alive; "
                + "the server ends the stream after half an hour, and within 5 seconds when the session ends.")
            .Produces<string>(StatusCodes.Status200OK, "text/event-stream").ProducesProblem(StatusCodes.Status429TooManyRequests).WithExample(response: Example);

    private static IResult FollowChanges(Changes changes, Revocations revocations, CurrentUser user, IHostApplicationLifetime lifetime, IOptions<ChatOptions> options) =>
        changes.TryRead(user.Id, options.Value.MaxEventStreamsPerUser) is { } reader
            ? new ChangeStream(reader, revocations, user, lifetime.ApplicationStopping)
            : Problems.TooManyRequests("too-many-event-streams", $"{options.Value.MaxEventStreamsPerUser} browsers follow your changes already. Close one.", TimeSpan.FromSeconds(30));
}
