using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using OllamaNet.Auth.Data;
using OllamaNet.Auth.Users;
using OllamaNet.Platform.Http;
using OllamaNet.Platform.Security;

namespace OllamaNet.Auth.Passwords;

/// <param name="Password">Said once: hand it to the account's owner.</param>
/// <param name="Until">Until then its owner can log in with it and has to set another.</param>
public sealed record TemporaryPassword(string Password, DateTimeOffset Until);

/// <summary>A password that an administrator hands out: good for setting another, and for nothing else.</summary>
internal static class TemporaryPasswords
{
    public static readonly TimeSpan Lifetime = TimeSpan.FromDays(7);

    // No letter that is taken for a digit, for it is read out and typed.
    private const string Letters = "abcdefghjkmnpqrstuvwxyz23456789";
    private const int Groups = 4, Group = 4;

    public static void MapTemporaryPasswords(this RouteGroupBuilder api) => api.MapPost("/{id:guid}/temporary-password", SetTemporaryPassword)
        .RefuseKeys().RequireFreshLogin()
        .WithSummary("Set a temporary password")
        .WithDescription("In place of the one the account has; nobody sees it again. Its owner logs in with it within 7 days and sets another before anything else works; the second step is asked for as ever. All sessions end, and links made before stop working. API keys of the account stay. Not for your own account, and not by API keys.")
        .WithExample(response: new TemporaryPassword("h4kq-m7wz-p2nc-x9vd", new(2026, 11, 28, 9, 0, 0, TimeSpan.Zero)))
        .ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict);

    public static string Make() => string.Join('-', Enumerable.Range(0, Groups).Select(_ => RandomNumberGenerator.GetString(Letters, Group)));

    private static async Task<Results<Ok<TemporaryPassword>, ProblemHttpResult>> SetTemporaryPassword(
        Guid id, CurrentUser current, AuthDb db, PasswordChanger changer, TimeProvider time, HttpResponse response, CancellationToken cancellationToken)
    {
        if (id == current.Id) return Problems.Conflict("not-yourself", "Not your own, here. Change it in your settings, or ask another administrator.");
        if (await db.FindAccountAsync(u => u.Id == id, cancellationToken) is not { } account) return Problems.NotFound("user");

        var (password, until) = (Make(), time.GetUtcNow() + Lifetime);
        if (!await changer.ChangeAsync(account, password, kept: null, link: null, cancellationToken, until))
            return Problems.Conflict("changed-meanwhile", "Someone else changed this meanwhile. Read it again and repeat your change.");
        response.Headers.CacheControl = "no-store";
        return TypedResults.Ok(new TemporaryPassword(password, until));
    }
}
