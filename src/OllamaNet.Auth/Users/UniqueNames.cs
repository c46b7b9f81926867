using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Identity;
using Npgsql;
using OllamaNet.Auth.Registration;
using OllamaNet.Platform.Http;

namespace OllamaNet.Auth.Users;

/// <summary>Names and addresses belong to one user. Identity looks first, the database decides.</summary>
internal static class UniqueNames
{
    public const string UserNameIndex = "ix_users_user_name", EmailIndex = "ix_users_email";

    /// <summary>The code of an invitation that somebody else was faster with.</summary>
    public const string Invitation = nameof(Invitation);

    public static IdentityError ErrorFor(PostgresException violation, IdentityErrorDescriber describer) =>
        violation.ConstraintName == EmailIndex ? describer.DuplicateEmail("") : describer.DuplicateUserName("");

    public static ProblemHttpResult ProblemFor(IdentityResult result)
    {
        var codes = result.Errors.Select(e => e.Code).ToHashSet(StringComparer.Ordinal);
        if (codes.Contains(Invitation)) return Entrance.InvalidInvitation();
        if (codes.Contains("Password")) return Problems.Invalid("password", result.Errors.First(e => e.Code == "Password").Description);
        if (codes.Contains(nameof(IdentityErrorDescriber.DuplicateUserName))) return Problems.Conflict("user-name-taken", "Somebody has this user name already. Choose another.");
        if (codes.Contains(nameof(IdentityErrorDescriber.DuplicateEmail))) return Problems.Conflict("email-taken", "There is an account with this e-mail address already. Log in with it, or use another address.");
        if (codes.Contains(nameof(IdentityErrorDescriber.ConcurrencyFailure))) return Problems.Conflict("changed-meanwhile", "Someone else changed this meanwhile. Read it again and repeat your change.");
        throw new InvalidOperationException($"Identity refused for a reason that validation should have caught: {string.Join(", ", codes)}.");
    }
}
