using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using OllamaNet.Auth.Data;
using OllamaNet.Auth.Sessions;
using OllamaNet.Platform.Http;
using OllamaNet.Platform.Images;
using OllamaNet.Platform.Security;
using OllamaNet.Platform.Security.Access;

namespace OllamaNet.Auth.Users;

/// <summary>The signed-in user's own picture.</summary>
internal static class AvatarEndpoints
{
    private const int MostBytes = 10 * 1024 * 1024, MostPixels = 50_000_000;

    public static void MapAvatar(this RouteGroupBuilder api)
    {
        api.MapPost("/avatar", SetAvatar)
            .WithSummary("Set your picture")
            .WithDescription("A PNG, JPEG, WebP or GIF of at most 10 MB: the body itself. It is cut to a square in its middle, decoded and written anew as a PNG, without what else was in it.")
            .Accepts<byte[]>("application/octet-stream", "*/*").WithBodyLimit(MostBytes)
            .WithExample("(bytes)", SignedIn.Example.User with { AvatarId = new("01939c1e-6f4a-7c3b-9a51-5d1c0f6f7a40") })
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status403Forbidden).ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status413PayloadTooLarge).ProducesProblem(StatusCodes.Status503ServiceUnavailable);
        api.MapGet("/avatar/{id:guid}", GetAvatar)
            .WithSummary("Your picture")
            .WithDescription("Never changes under the same id.")
            .Produces<byte[]>(StatusCodes.Status200OK, "image/png").WithExample(response: "(bytes)")
            .ProducesProblem(StatusCodes.Status403Forbidden).ProducesProblem(StatusCodes.Status404NotFound);
        api.MapDelete("/avatar", DeleteAvatar)
            .WithSummary("Remove your picture")
            .WithExample()
            .ProducesProblem(StatusCodes.Status403Forbidden);
    }

    private static async Task<Results<Ok<UserResponse>, ProblemHttpResult>> SetAvatar(
        HttpRequest request, CurrentUser user, AuthDb db, AccessBook access, ImageCleaner cleaner, TimeProvider time, CancellationToken cancellationToken)
    {
        if (!cleaner.IsInstalled) return ImageProblems.Unavailable();

        var body = new MemoryStream();
        await request.Body.CopyToAsync(body, cancellationToken);
        var bytes = body.GetBuffer().AsMemory(0, (int)body.Length);
        if (ImageHeader.Read(bytes.Span) is not { } header) return ImageProblems.NotAnImage();
        if (header.Pixels > MostPixels) return ImageProblems.TooLarge(header, MostPixels);
        if (await cleaner.CleanSquareAsync(bytes, header, Avatar.Side, cancellationToken) is not { } clean) return ImageProblems.Unreadable();

        await db.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO auth.avatars (id, user_id, bytes) SELECT {Guid.CreateVersion7(time.GetUtcNow())}, id, {clean.Bytes} FROM auth.users WHERE id = {user.Id}
            ON CONFLICT (user_id) DO UPDATE SET id = excluded.id, bytes = excluded.bytes
            """,
            cancellationToken);
        return await db.FindAccountAsync(u => u.Id == user.Id, cancellationToken) is { } account ? TypedResults.Ok(account.ToResponse(access)) : Problems.NotFound("user");
    }

    private static async Task<IResult> GetAvatar(Guid id, CurrentUser user, AuthDb db, HttpResponse response, CancellationToken cancellationToken)
    {
        var bytes = await db.Avatars.Where(a => a.Id == id && a.UserId == user.Id).Select(a => a.Bytes).SingleOrDefaultAsync(cancellationToken);
        if (bytes is null) return Problems.NotFound("avatar");

        response.MarkSandboxed();
        response.Headers.CacheControl = "private, max-age=31536000, immutable";
        return TypedResults.Bytes(bytes, "image/png");
    }

    private static async Task<NoContent> DeleteAvatar(CurrentUser user, AuthDb db, CancellationToken cancellationToken)
    {
        await db.Avatars.Where(a => a.UserId == user.Id).ExecuteDeleteAsync(cancellationToken);
        return TypedResults.NoContent();
    }
}
