using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using OllamaNet.Inference.Data;
using OllamaNet.Inference.Doors.Shared;

namespace OllamaNet.Inference.Doors.OpenAI.Responses;

/// <summary>Keeps responses for their owners.</summary>
internal sealed class StoredResponses(InferenceDb db)
{
    private const int LongestChain = 1000;

    public async Task KeepAsync(StoredResponse response, CancellationToken cancellationToken)
    {
        db.StoredResponses.Add(response);
        await db.SaveChangesAsync(cancellationToken);
    }

    public Task<StoredResponse?> FindAsync(Guid ownerId, string id, CancellationToken cancellationToken) =>
        db.StoredResponses.AsNoTracking().FirstOrDefaultAsync(r => r.Id == id && r.OwnerId == ownerId, cancellationToken);

    public async Task<bool> DeleteAsync(Guid ownerId, string id, CancellationToken cancellationToken) =>
        await db.StoredResponses.Where(r => r.Id == id && r.OwnerId == ownerId).ExecuteDeleteAsync(cancellationToken) > 0;

    /// <summary>What was said and answered up to a response, oldest first.</summary>
    /// <exception cref="DoorException">One of the chain is gone: history must not fall off silently.</exception>
    public async Task<IReadOnlyList<StoredResponse>> ChainAsync(Guid ownerId, string id, CancellationToken cancellationToken)
    {
        var chain = await db.StoredResponses.FromSql(
            $"""
            WITH RECURSIVE chain AS (
                SELECT r.*, 1 AS depth FROM inference.responses AS r WHERE r.id = {id} AND r.owner_id = {ownerId}
                UNION ALL
                SELECT r.*, c.depth + 1 FROM inference.responses AS r JOIN chain AS c ON r.id = c.previous_id WHERE r.owner_id = {ownerId} AND c.depth < {LongestChain})
            SELECT id, owner_id, created_at, previous_id, input, response FROM chain ORDER BY depth DESC
            """).AsNoTracking().ToListAsync(cancellationToken);
        if (chain.Count == 0) throw new DoorException("previous_response_id", $"There is no response {id}, or it is not yours.", "previous-response-not-found");
        if (chain[0].PreviousId is { } missing)
            throw new DoorException("previous_response_id", $"The response {missing} at the beginning of this conversation is gone. Send the whole conversation in 'input'.", "previous-response-not-found");
        return chain;
    }

    /// <summary>All of a user's responses, for the export of his data.</summary>
    public IAsyncEnumerable<JsonElement> ExportAsync(Guid ownerId) =>
        db.StoredResponses.AsNoTracking().Where(r => r.OwnerId == ownerId).OrderBy(r => r.CreatedAt).Select(r => new { r.Input, r.Response }).AsAsyncEnumerable()
            .Select(r => JsonElement.Parse($$"""{"input":{{r.Input}},"response":{{r.Response}}}"""));

    /// <summary>Deletes all of a user's responses.</summary>
    public Task<int> EraseAsync(Guid ownerId, CancellationToken cancellationToken) =>
        db.StoredResponses.Where(r => r.OwnerId == ownerId).ExecuteDeleteAsync(cancellationToken);

    public Task<int> PurgeAsync(DateTimeOffset before, CancellationToken cancellationToken) =>
        db.StoredResponses.Where(r => r.CreatedAt < before).ExecuteDeleteAsync(cancellationToken);
}
