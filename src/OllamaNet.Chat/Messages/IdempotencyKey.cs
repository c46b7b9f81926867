using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using OllamaNet.Chat.Data;
using OllamaNet.Chat.Runs;
using OllamaNet.Platform.Http;

namespace OllamaNet.Chat.Messages;

/// <summary>What makes a retried request the same request: the header, and the hash of what was asked.</summary>
internal sealed record IdempotencyKey(string Value, byte[] RequestHash)
{
    public const string Header = "Idempotency-Key";
    private static readonly TimeSpan Lifetime = TimeSpan.FromDays(1);

    /// <returns>Null without the header; a problem when it is no key.</returns>
    public static (IdempotencyKey? Key, ProblemHttpResult? Problem) Read<T>(HttpRequest request, T body)
    {
        if (!request.Headers.TryGetValue(Header, out var values)) return (null, null);
        if (values is not [{ Length: > 0 and <= IdempotentTurnConfiguration.KeyLength } value] || !value.All(c => c is > ' ' and < (char)127))
            return (null, Problems.Invalid(Header, $"A key has 1 to {IdempotentTurnConfiguration.KeyLength} visible ASCII characters."));

        var hash = SHA256.HashData(Encoding.UTF8.GetBytes($"{request.Path}\n{JsonSerializer.Serialize(body)}"));
        return (new(value, hash), null);
    }

    /// <summary>The turn that this key made within a day, or a problem when it was for another request.</summary>
    public async Task<(IdempotentTurn? Turn, ProblemHttpResult? Problem)> FindAsync(ChatDb db, Guid owner, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var turn = await db.IdempotentTurns.AsNoTracking().FirstOrDefaultAsync(t => t.OwnerId == owner && t.Key == Value, cancellationToken);
        if (turn is null) return (null, null);
        if (turn.CreatedAt < now - Lifetime)
        {
            await db.IdempotentTurns.Where(t => t.OwnerId == owner && t.Key == Value && t.CreatedAt < now - Lifetime).ExecuteDeleteAsync(cancellationToken);
            return (null, null);
        }

        return turn.RequestHash.AsSpan().SequenceEqual(RequestHash)
            ? (turn, null)
            : (null, Problems.Of(StatusCodes.Status422UnprocessableEntity, "idempotency-key-reused", "This Idempotency-Key was used for another request. Take a new key for a new request."));
    }
}
