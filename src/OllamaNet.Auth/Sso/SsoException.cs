using Microsoft.AspNetCore.Http.HttpResults;
using OllamaNet.Platform.Http;

namespace OllamaNet.Auth.Sso;

/// <summary>A login at a provider that comes to nothing.</summary>
/// <param name="reason">As it is recorded and logged; names what was wrong, never what it was.</param>
internal sealed class SsoException(string reason, ProblemHttpResult problem) : Exception(reason)
{
    public string Reason { get; } = reason;

    public ProblemHttpResult Problem { get; } = problem;

    /// <summary>The provider, or the way to it, does not work.</summary>
    public static SsoException Unavailable(string reason) => new(reason, SsoProblems.Unavailable());

    /// <summary>What came back proves nothing.</summary>
    public static SsoException Refused(string reason) => new(reason, SsoProblems.Refused());

    public static SsoException Expired(string reason) => new(reason, SsoProblems.Expired());
}

internal static class SsoProblems
{
    public static ProblemHttpResult Unavailable() =>
        Problems.Unavailable("sso-unavailable", "The login service cannot be used at the moment. Log in another way, or try again later.", TimeSpan.FromSeconds(10));

    public static ProblemHttpResult Refused() => Problems.Unauthorized("sso-refused", "What the login service answered cannot be relied on. Try again; if it goes on, tell an administrator.");

    public static ProblemHttpResult Expired() => Problems.BadRequest("sso-expired", "This login took too long, was used already, or was begun in another browser. Begin again.");

    public static ProblemHttpResult Denied() => Problems.Forbidden("sso-denied", "The login service did not let you through, or you cancelled there. Begin again, or log in another way.");

    public static ProblemHttpResult NoAccount() => Problems.Forbidden("sso-no-account", "There is no account here that this login belongs to. Ask an administrator for one, then link it in your settings.");

    public static ProblemHttpResult NoEmail() => Problems.Forbidden("sso-email-missing", "The login service did not tell your e-mail address, and an account needs one. Ask an administrator.");

    public static ProblemHttpResult EmailTaken() =>
        Problems.Conflict("sso-email-taken", "There is an account with your e-mail address already. Log in to it as you did so far, then link this login in your settings, under security.");

    public static ProblemHttpResult LinkedElsewhere() => Problems.Conflict("sso-linked-elsewhere", "This login belongs to another account here. Remove it there first.");

    public static ProblemHttpResult TooManyLinks() => Problems.Conflict("too-many-links", "So many logins are linked already. Remove one first.");
}
