using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using OllamaNet.Chat.Data;
using OllamaNet.Chat.Folders;
using OllamaNet.Chat.Removals;
using OllamaNet.Platform.Http;
using OllamaNet.Platform.Security;
using OllamaNet.Platform.Streaming;

namespace OllamaNet.Chat.Tags;

public sealed record CreateTagRequest([Required, NotBlank, StringLength(TagConfiguration.NameLength)] string Name, [Colour] string? Colour = null);

/// <summary>What is left out stays; a null takes the colour away.</summary>
public sealed record UpdateTagRequest
{
    [NotBlank, StringLength(TagConfiguration.NameLength)] public string? Name { get; set; }

    [Colour]
    public string? Colour
    {
        get;
        set
        {
            field = value;
            ColourGiven = true;
        }
    }

    internal bool ColourGiven { get; private set; }
}

/// <param name="Colour">Name of a colour; null for none.</param>
public sealed record TagResponse(Guid Id, string Name, string? Colour, DateTimeOffset CreatedAt)
{
    internal static TagResponse Example { get; } = new(new("0197a1c4-6a52-7c3e-9d57-3f1f8a6f2b88"), "urgent", "red", new(2026, 11, 20, 9, 30, 0, TimeSpan.Zero));

    internal static TagResponse Of(Tag tag) => new(tag.Id, tag.Name, tag.Colour, tag.CreatedAt);
}

internal static class TagEndpoints
{
    /// <summary>Most tags of a user.</summary>
    public const int MostTags = 500;

    public static void MapTags(this IEndpointRouteBuilder routes)
    {
        var api = routes.MapGroup("/api/v1/tags").WithTags("Tags").RequirePermission(Permissions.ConversationsUse);
        api.MapGet("/", ListTags).WithSummary("List tags").WithDescription("Oldest first.")
            .ProducesValidationProblem().WithExample(response: new Page<TagResponse>([TagResponse.Example], null));
        api.MapPost("/", CreateTag).WithSummary("Create a tag").WithDescription("A name exists once for a user, whatever its case.")
            .ProducesValidationProblem().ProducesProblem(StatusCodes.Status409Conflict).WithExample(new CreateTagRequest("urgent", "red"), TagResponse.Example);
        api.MapPatch("/{id:guid}", UpdateTag).WithSummary("Rename or recolour a tag")
            .ProducesValidationProblem().ProducesProblem(StatusCodes.Status409Conflict).WithExample(new UpdateTagRequest { Name = "urgent", Colour = "orange" }, TagResponse.Example);
        api.MapDelete("/{id:guid}", DeleteTag).WithSummary("Delete a tag").WithDescription("The conversations that have it stay, without it. For an hour `…/restore` takes it back.").WithExample();
    }

    private static async Task<Results<Ok<Page<TagResponse>>, ProblemHttpResult>> ListTags(
        ChatDb db, CurrentUser user, CancellationToken cancellationToken, [Range(1, 200)] int limit = 200, string? after = null)
    {
        var query = db.Tags.AsNoTracking().Where(t => t.OwnerId == user.Id);
        if (after is not null)
        {
            if (!Cursor.TryParse(after, out _, out var id)) return Problems.Invalid("after", "This is no cursor of this list. Leave it out to begin at the start.");
            query = query.Where(t => t.Id > id);
        }

        var found = await query.OrderBy(t => t.Id).Take(limit + 1).Select(t => new TagResponse(t.Id, t.Name, t.Colour, t.CreatedAt)).ToListAsync(cancellationToken);
        return TypedResults.Ok(Page.Of(found, limit, last => Cursor.Format(last.CreatedAt, last.Id)));
    }

    private static async Task<Results<Created<TagResponse>, ProblemHttpResult>> CreateTag(
        CreateTagRequest request, ChatDb db, CurrentUser user, TimeProvider time, Changes changes, CancellationToken cancellationToken)
    {
        if (await db.Tags.CountAsync(t => t.OwnerId == user.Id, cancellationToken) >= MostTags)
            return TooMany();

        var now = time.GetUtcNow();
        var tag = new Tag { Id = Guid.CreateVersion7(now), OwnerId = user.Id, Name = request.Name.Trim(), Colour = request.Colour, CreatedAt = now };
        db.Add(tag);
        if (!await TrySaveAsync(db, cancellationToken)) return Exists(tag.Name);
        changes.Publish(user.Id, ChangeKinds.Tag, tag.Id);
        return TypedResults.Created($"/api/v1/tags/{tag.Id}", TagResponse.Of(tag));
    }

    private static async Task<Results<Ok<TagResponse>, ProblemHttpResult>> UpdateTag(
        Guid id, UpdateTagRequest request, ChatDb db, CurrentUser user, Changes changes, CancellationToken cancellationToken)
    {
        if (await db.Tags.FirstOrDefaultAsync(t => t.Id == id && t.OwnerId == user.Id, cancellationToken) is not { } tag) return Problems.NotFound("tag");

        if (request.Name is not null) tag.Name = request.Name.Trim();
        if (request.ColourGiven) tag.Colour = request.Colour;
        try
        {
            if (!await TrySaveAsync(db, cancellationToken)) return Exists(tag.Name);
        }
        catch (DbUpdateConcurrencyException)
        {
            return Problems.NotFound("tag");
        }

        changes.Publish(user.Id, ChangeKinds.Tag, id);
        return TypedResults.Ok(TagResponse.Of(tag));
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> DeleteTag(Guid id, ChatDb db, TagRemoval removal, CurrentUser user, Changes changes, CancellationToken cancellationToken)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        if (!await removal.RemoveAsync(id, user.Id, cancellationToken)) return Problems.NotFound("tag");
        await transaction.CommitAsync(cancellationToken);

        changes.Publish(user.Id, ChangeKinds.Tag, id);
        changes.Publish(user.Id, ChangeKinds.Conversation);
        return TypedResults.NoContent();
    }

    /// <returns>False when the user has a tag of that name.</returns>
    private static async Task<bool> TrySaveAsync(ChatDb db, CancellationToken cancellationToken)
    {
        try
        {
            await db.SaveChangesAsync(cancellationToken);
            return true;
        }
        catch (DbUpdateException e) when (e.InnerException is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation })
        {
            return false;
        }
    }

    internal static ProblemHttpResult TooMany() => Problems.Conflict("too-many-tags", $"You have {MostTags} tags, the most there can be. Delete one you no longer need.");

    private static ProblemHttpResult Exists(string name) => Problems.Conflict("tag-exists", $"You have a tag “{name}” already. Use it, or choose another name.");
}
